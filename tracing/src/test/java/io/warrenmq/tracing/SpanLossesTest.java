package io.warrenmq.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpanLossesTest {
  private long nowNs = -3; // as System.nanoTime may be
  private final SpanLosses losses = new SpanLosses(() -> nowNs);

  @Test
  void reportsAtOnceAndThenOnceAMinute() {
    assertThat(losses.report()).isZero();
    losses.add(2, "down");
    assertThat(losses.report()).isEqualTo(2);
    losses.add(3, "down");

    assertThat(losses.report()).isZero();
    nowNs += TimeUnit.SECONDS.toNanos(59);
    assertThat(losses.report()).isZero();
    nowNs += TimeUnit.SECONDS.toNanos(1);
    losses.add(4, "down");
    assertThat(losses.report()).isEqualTo(7);
    nowNs += TimeUnit.HOURS.toNanos(1);
    assertThat(losses.report()).isZero();
  }

  @Test
  void reportsTheRestAtTheEnd() {
    losses.add(1, "down");
    losses.report();
    losses.add(5, "down");

    assertThat(losses.reportRest()).isEqualTo(5);
    assertThat(losses.reportRest()).isZero();
  }

  @Test
  void givesTheInnermostTextAsReason() {
    IOException refused = new IOException("refused", new ConnectException());
    assertThat(SpanLosses.reason(new UncheckedIOException(refused)))
        .isEqualTo("java.io.IOException: refused");
    assertThat(SpanLosses.reason(new UncheckedIOException(new ConnectException())))
        .isEqualTo("java.net.ConnectException");
  }

  @Test
  void saysWhereToLookWhenAFailureHasNoText() {
    assertThat(SpanLosses.reason(null)).contains("level debug");
    assertThat(SpanLosses.reason(new IllegalStateException())).contains("level debug");
  }
}

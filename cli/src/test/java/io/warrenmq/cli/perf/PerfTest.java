package io.warrenmq.cli.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.http.Target;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PerfTest {
  private static final Target TARGET =
      new Target(URI.create("http://h:15672"), "u", "p", null, false, Duration.ofSeconds(1));

  private static PerfOptions options(String... arguments) {
    PerfOptions options = new PerfOptions();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  @Test
  void readsItsOptionsAndSaysWhatDoesNotFit() {
    PerfOptions options =
        options("--protocol", "mqtt", "-x", "3", "--rate", "1.5", "-f", "persistent", "--qos=1");

    assertThat(options.problem()).isNull();
    assertThat(options.protocol).isEqualTo(Protocol.mqtt);
    assertThat(options.isPersistent()).isTrue();
    assertThat(options("--size", "7").problem()).contains("--size");
    assertThat(options("--qos", "3").problem()).contains("--qos");
    assertThat(options("-x", "0", "-y", "0").problem()).contains("--producers");
    assertThat(options("--rate=-1").problem()).contains("--rate");
    assertThat(options("--flag", "fast").problem()).contains("persistent");
    assertThat(options("--queues", "2").problem()).contains("--queue-pattern");
    assertThat(options("--queue-pattern", "q").problem()).contains("%d");
  }

  @Test
  void namesQueues() {
    assertThat(options().names("new")).containsExactly("new");
    assertThat(options("--queue", "q").names("new")).containsExactly("q");
    assertThat(options("--queue-pattern", "q-%d", "--queues", "3").names("new"))
        .containsExactly("q-1", "q-2", "q-3");
  }

  @Test
  void findsTheEndpoint() throws CommandException {
    assertThat(Endpoint.of(Protocol.mqtt, null, TARGET, "/"))
        .isEqualTo(new Endpoint("h", 1883, false, "u", "p", "/"));
    assertThat(Endpoint.of(Protocol.amqp10, "amqps://a%40:b+c@x/v%2Fw", TARGET, "/"))
        .isEqualTo(new Endpoint("x", 5671, true, "a@", "b+c", "v/w"));
    assertThatThrownBy(() -> Endpoint.of(Protocol.stomp, "amqp://x", TARGET, "/"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("stomp://");
  }

  @Test
  void paceIsEvenAndCatchesUpForASecondAtMost() {
    Pace pace = new Pace(1000, 0);

    assertThat(pace.waitNs(0)).isZero();
    assertThat(pace.waitNs(0)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(pace.waitNs(TimeUnit.MILLISECONDS.toNanos(2))).isZero();
    long minuteNs = TimeUnit.MINUTES.toNanos(1);
    int atOnce = 0;
    while (pace.waitNs(minuteNs) <= 0) {
      atOnce++;
    }
    assertThat(atOnce).isBetween(1000, 1001);
    assertThat(new Pace(0, 0).waitNs(5)).isZero();
  }

  @Test
  void confirmsOneOrAllUpToOneAndEachOnce() {
    Confirms confirms = new Confirms();
    List<String> outcomes = new ArrayList<>();
    for (long i = 1; i <= 5; i++) {
      long number = i;
      confirms.onSend(i, isAccepted -> outcomes.add(number + (isAccepted ? "+" : "-")));
    }

    confirms.onSettled(3, false, false);
    confirms.onSettled(4, true, true);
    confirms.onSettled(4, true, true);

    assertThat(outcomes).containsExactly("3-", "1+", "2+", "4+");
  }

  @Test
  void measuresTheWayOfABody() {
    Meter meter = new Meter();

    meter.onReceived(Body.of(100, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(50)));
    meter.onReceived(new byte[3]);

    assertThat(meter.received()).isEqualTo(2);
    assertThat(meter.interval().getMaxValue())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50) * 99 / 100);
    assertThat(meter.interval().getTotalCount()).isZero();
    assertThat(meter.whole().getTotalCount()).isEqualTo(2);
  }
}

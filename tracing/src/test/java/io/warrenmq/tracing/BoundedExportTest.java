package io.warrenmq.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedExportTest {
  private static final TracingOptions FOUR =
      new TracingOptions(true, URI.create("http://localhost"), Map.of(), "test", 1, 4, 10, 600_000);

  private final SpanLosses losses = new SpanLosses(() -> 0);
  private @Nullable SdkTracerProvider provider;

  private Tracer tracer(SpanExporter exporter) {
    return tracer(BoundedExport.of(FOUR, exporter, losses));
  }

  private Tracer tracer(BoundedExport export) {
    provider = SdkTracerProvider.builder().addSpanProcessor(export).build();
    return provider.get("test");
  }

  @AfterEach
  void stop() {
    if (provider != null) {
      provider.close();
    }
  }

  private static void spans(Tracer tracer, int count) {
    for (int i = 0; i < count; i++) {
      tracer.spanBuilder("s").startSpan().end();
    }
  }

  private void awaitLost(int count) {
    long[] lost = new long[1];
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              lost[0] += losses.reportRest();
              return lost[0] == count;
            });
  }

  @Test
  void losesAndCountsWhatIsTooMuchForACollectorThatHangs() throws Exception {
    reportOnce();
    HeldExporter exporter = new HeldExporter(true);
    Tracer tracer = tracer(exporter);
    spans(tracer, 1);
    CompletableResultCode hanging = exporter.nextBatch();

    spans(tracer, 10);

    assertThat(losses.reportRest()).isEqualTo(6);
    hanging.succeed();
    exporter.nextBatch().succeed();
    assertThat(exporter.spans()).hasSize(5);
    spans(tracer, 1);
    exporter.nextBatch().succeed();
    assertThat(exporter.spans()).hasSize(6);
    assertThat(losses.reportRest()).isZero();
  }

  /** So that what is lost from now on is counted, but not logged, and so forgotten, before. */
  private void reportOnce() {
    losses.add(1, "a first one");
    assertThat(losses.report()).isEqualTo(1);
  }

  @Test
  void saysAheadWhetherMoreSpansAreTakenAndCountsThemIfNot() throws Exception {
    reportOnce();
    HeldExporter exporter = new HeldExporter(true);
    BoundedExport export = BoundedExport.of(FOUR, exporter, losses);
    Tracer tracer = tracer(export);
    spans(tracer, 1);
    CompletableResultCode hanging = exporter.nextBatch();
    spans(tracer, 3);
    assertThat(export.takes(2)).isTrue();
    spans(tracer, 1);

    assertThat(export.takes(2)).isFalse();

    assertThat(losses.reportRest()).isEqualTo(2);
    hanging.succeed();
    exporter.nextBatch().succeed();
    assertThat(export.takes(2)).isTrue();
  }

  @Test
  void countsABatchThatIsNotTaken() throws Exception {
    reportOnce();
    HeldExporter exporter = new HeldExporter(true);
    spans(tracer(exporter), 1);

    exporter.nextBatch().fail();

    assertThat(losses.reportRest()).isEqualTo(1);
  }

  @Test
  void goesOnAfterAnExporterThatThrows() {
    reportOnce();
    Tracer tracer =
        tracer(
            new SpanExporter() {
              @Override
              public CompletableResultCode export(Collection<SpanData> spans) {
                throw new IllegalStateException("a bug");
              }

              @Override
              public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
              }

              @Override
              public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
              }
            });

    // Never more than fit, so that each of them is the exporter's to lose.
    for (int i = 0; i < 3; i++) {
      spans(tracer, 4);
      awaitLost(4);
    }
  }
}

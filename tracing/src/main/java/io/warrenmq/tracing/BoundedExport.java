package io.warrenmq.tracing;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spans on their way to the collector, in OpenTelemetry's batches, on its thread. They are counted
 * in and out here, as the batch processor does not tell what it loses. Never blocks who ends a
 * span. Thread-safe.
 */
final class BoundedExport implements SpanProcessor {
  private static final int BATCH_MAX = 512;
  private static final long GRACE_MS = 1_000; // so that an export ends by its own timeout

  private final int waitingMax;
  private final SpanLosses losses;
  private final AtomicInteger waiting = new AtomicInteger();
  private final SpanProcessor batches;

  private BoundedExport(TracingOptions options, SpanExporter exporter, SpanLosses losses) {
    this.waitingMax = options.queueSize();
    this.losses = losses;
    this.batches =
        BatchSpanProcessor.builder(new Counted(exporter))
            .setMaxQueueSize(waitingMax)
            .setMaxExportBatchSize(Math.min(BATCH_MAX, waitingMax))
            .setScheduleDelay(options.exportIntervalMs(), TimeUnit.MILLISECONDS)
            .setExporterTimeout(options.timeoutMs() + GRACE_MS, TimeUnit.MILLISECONDS)
            .setMeterProvider(MeterProvider.noop())
            .build();
  }

  /**
   * To an exporter, as the options say.
   *
   * @param losses is told of what does not arrive
   */
  static BoundedExport of(TracingOptions options, SpanExporter exporter, SpanLosses losses) {
    return new BoundedExport(options, exporter, losses);
  }

  /**
   * Whether more spans are taken. If not, they are lost, and need not be made: a collector that is
   * away is not to cost messages what their spans cost.
   *
   * @param spans how many more
   */
  boolean takes(int spans) {
    if (waiting.get() < waitingMax) {
      return true;
    }
    lose(spans);
    return false;
  }

  private void lose(int spans) {
    losses.add(spans, "more than warren.opentelemetry.queue_size are waiting");
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (waiting.incrementAndGet() > waitingMax) {
      waiting.decrementAndGet();
      lose(1);
    } else {
      batches.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return batches.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }

  /** The exporter, whose batches no longer wait. */
  private final class Counted implements SpanExporter {
    private final SpanExporter exporter;

    Counted(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int count = spans.size(); // The collection is used again.
      waiting.addAndGet(-count);
      CompletableResultCode result = tried(spans);
      return result.whenComplete(
          () -> {
            if (!result.isSuccess()) {
              losses.add(count, SpanLosses.reason(result.getFailureThrowable()));
            }
            losses.report();
          });
    }

    private CompletableResultCode tried(Collection<SpanData> spans) {
      try {
        return exporter.export(spans);
      } catch (RuntimeException e) { // of the library: counts as any other failure
        return CompletableResultCode.ofExceptionalFailure(e);
      }
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}

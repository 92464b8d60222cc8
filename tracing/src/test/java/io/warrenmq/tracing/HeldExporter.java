package io.warrenmq.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps the spans that it gets. What each batch comes to is for the test to say. Thread-safe. */
final class HeldExporter implements SpanExporter {
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final BlockingQueue<CompletableResultCode> batches = new LinkedBlockingQueue<>();
  private final boolean holds;

  /** Creates one that holds each batch until the test ends it, or takes it at once. */
  HeldExporter(boolean holds) {
    this.holds = holds;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> batch) {
    spans.addAll(batch);
    CompletableResultCode result =
        holds ? new CompletableResultCode() : CompletableResultCode.ofSuccess();
    batches.add(result);
    return result;
  }

  /** The next batch that was handed over; waits for it. */
  CompletableResultCode nextBatch() throws InterruptedException {
    CompletableResultCode batch = batches.poll(20, TimeUnit.SECONDS);
    if (batch == null) {
      throw new AssertionError("no batch was handed over");
    }
    return batch;
  }

  List<SpanData> spans() {
    return List.copyOf(spans);
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}

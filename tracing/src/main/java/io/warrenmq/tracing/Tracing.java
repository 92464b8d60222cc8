package io.warrenmq.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenTelemetry's SDK, set up as the options say, and what makes spans with it. Nothing of it is
 * global: brokers of one process have one each. Thread-safe.
 */
final class Tracing {
  private static final Logger log = LoggerFactory.getLogger(Tracing.class);

  // A message's id or routing key may be as long as its publisher likes.
  private static final int ATTRIBUTE_LENGTH_MAX = 1_024;
  private static final long STOP_MS = 2_000; // The broker stops within ten seconds.

  private final SdkTracerProvider provider;
  private final SpanLosses losses;
  private final TracedMessages messages;

  private Tracing(SdkTracerProvider provider, SpanLosses losses, TracedMessages messages) {
    this.provider = provider;
    this.losses = losses;
    this.messages = messages;
  }

  /**
   * Starts tracing to the collector that the options name, which need not be there.
   *
   * @throws IllegalArgumentException when it cannot be one
   */
  static Tracing start(TracingOptions options) {
    LibraryLogBridge.install();
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(options.endpoint().toString())
            .setTimeout(options.timeoutMs(), TimeUnit.MILLISECONDS)
            .setConnectTimeout(options.timeoutMs(), TimeUnit.MILLISECONDS)
            .setMeterProvider(MeterProvider.noop());
    options.headers().forEach(exporter::addHeader);
    Tracing tracing = start(options, exporter.build());
    log.info(
        "Messages are traced to {}, {} % of those without a trace of their own",
        options.endpoint(), 100 * options.sampleRatio());
    return tracing;
  }

  /** Starts tracing to any exporter. */
  static Tracing start(TracingOptions options, SpanExporter exporter) {
    Sampling sampling = new Sampling(options.sampleRatio());
    SpanLosses losses = new SpanLosses(System::nanoTime);
    BoundedExport export = BoundedExport.of(options, exporter, losses);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            // Who begins a span here has asked before whether it is wanted.
            .setSampler(Sampler.alwaysOn())
            .setIdGenerator(sampling.ids())
            .setSpanLimits(
                SpanLimits.builder().setMaxAttributeValueLength(ATTRIBUTE_LENGTH_MAX).build())
            .setMeterProvider(MeterProvider::noop)
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"), options.serviceName()))))
            .addSpanProcessor(export)
            .build();
    MessageSpans spans = new MessageSpans(provider.get("io.warrenmq.tracing"), Clock.getDefault());
    return new Tracing(provider, losses, new TracedMessages(spans, sampling, export::takes));
  }

  /** What messages go through. */
  TracedMessages messages() {
    return messages;
  }

  /** Sends what is waiting, as far as the collector takes it within two seconds. Blocks. */
  void stop() {
    if (!provider.shutdown().join(STOP_MS, TimeUnit.MILLISECONDS).isSuccess()) {
      log.warn("The last spans may not have reached the collector");
    }
    losses.reportRest();
  }
}

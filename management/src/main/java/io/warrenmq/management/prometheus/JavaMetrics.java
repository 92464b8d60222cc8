package io.warrenmq.management.prometheus;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Java says of itself, by Micrometer's names: memory, garbage collection, threads, processor;
 * and the buffers. The thread's.
 */
final class JavaMetrics implements AutoCloseable {
  private static final String PREFIX = "warrenmq_";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Begins to watch. */
  JavaMetrics() {
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Writes all. */
  void write(Exposition out) {
    out.text(registry.scrape());
    Map<String, ByteBufAllocatorMetric> allocators = new LinkedHashMap<>();
    add(ByteBufAllocator.DEFAULT, allocators);
    add(PooledByteBufAllocator.DEFAULT, allocators);
    Family family =
        Family.gauge("buffer_bytes", "Memory that is held for buffers of sockets, used or not");
    if (!out.begin(PREFIX, family)) {
      return;
    }
    allocators.forEach(
        (name, metric) -> {
          out.sample(Labels.of("allocator", name, "area", "direct"), metric.usedDirectMemory());
          out.sample(Labels.of("allocator", name, "area", "heap"), metric.usedHeapMemory());
        });
  }

  private static void add(ByteBufAllocator allocator, Map<String, ByteBufAllocatorMetric> to) {
    if (allocator instanceof ByteBufAllocatorMetricProvider provider) {
      to.put(allocator.getClass().getSimpleName(), provider.metric());
    }
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}

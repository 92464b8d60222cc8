package io.warrenmq.management.prometheus;

import static io.warrenmq.management.prometheus.Group.PREFIX;

import io.warrenmq.core.broker.Broker;
import io.warrenmq.management.stats.NodeFigures;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;

/** Where the memory went. RabbitMQ's breakdown is of Erlang's parts; this one is of Java's. */
final class MemoryMetrics {
  private final Exposition out;
  private final Broker broker;

  /** Writes of this broker's process. */
  MemoryMetrics(Exposition out, Broker broker) {
    this.out = out;
    this.broker = broker;
  }

  /** Writes all. */
  void write() {
    MemoryMXBean beans = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = beans.getHeapMemoryUsage();
    MemoryUsage code = beans.getNonHeapMemoryUsage();
    long resident = NodeFigures.residentBytes();
    gauge("messages", "Messages that are held in memory, wherever", broker.messageMemoryBytes());
    gauge("heap_used", "Java's heap that is used", heap.getUsed());
    gauge(
        "runtime_allocated_unused",
        "Java's heap that is there and not used",
        heap.getCommitted() - heap.getUsed());
    gauge("code_module", "Classes and their compiled code", code.getCommitted());
    gauge(
        "other_system",
        "All else that is resident: buffers, threads, libraries",
        Math.max(0, resident - heap.getCommitted() - code.getCommitted()));
  }

  private void gauge(String name, String help, long bytes) {
    out.single(PREFIX, Family.gauge("memory_" + name + "_bytes", help), bytes);
  }
}

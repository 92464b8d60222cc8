package io.warrenmq.management.prometheus;

import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.metrics.Counts;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueDepth;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is said of queues. */
final class QueueMetrics {
  /** A queue as it is looked at once for all of its samples. */
  record Look(Queue queue, QueueDepth depth, Counts counts) {
    /** Looks. */
    static Look at(Queue queue) {
      return new Look(queue, queue.depth(), queue.counts());
    }
  }

  static final Group<Look> COARSE =
      new Group<Look>("queue_coarse_metrics")
          .gauge(
              "queue_messages_ready",
              "Messages ready to be delivered to consumers",
              depth(QueueDepth::ready))
          .gauge(
              "queue_messages_unacked",
              "Messages delivered to consumers but not yet acknowledged",
              depth(QueueDepth::unsettled))
          .gauge(
              "queue_messages",
              "Sum of ready and unacknowledged messages - total queue depth",
              depth(QueueDepth::messages));

  static final Group<Look> CONSUMER_COUNT =
      new Group<Look>("queue_consumer_count")
          .gauge("queue_consumers", "Consumers on a queue", depth(QueueDepth::consumers));

  static final Group<Look> DETAILS =
      new Group<Look>("queue_metrics")
          .gauge("queue_consumers", "Consumers on a queue", depth(QueueDepth::consumers))
          .gauge("queue_consumer_capacity", "Consumer capacity", look -> capacity(look.depth))
          .gauge(
              "queue_consumer_utilisation",
              "Same as consumer capacity",
              look -> capacity(look.depth))
          .gauge(
              "queue_process_memory_bytes",
              "Memory in bytes that the queue takes, about",
              depth(QueueDepth::memoryBytes))
          .gauge(
              "queue_messages_ram",
              "Ready and unacknowledged messages stored in memory",
              look -> look.depth.readyInMemory() + look.depth.unsettled())
          .gauge(
              "queue_messages_ram_bytes",
              "Size of ready and unacknowledged messages stored in memory",
              depth(QueueDepth::bytesInMemory))
          .gauge(
              "queue_messages_ready_ram",
              "Ready messages stored in memory",
              depth(QueueDepth::readyInMemory))
          .gauge(
              "queue_messages_unacked_ram",
              "Unacknowledged messages stored in memory",
              depth(QueueDepth::unsettled))
          .gauge(
              "queue_messages_bytes",
              "Size in bytes of ready and unacknowledged messages",
              depth(QueueDepth::bytes))
          .gauge(
              "queue_messages_ready_bytes",
              "Size in bytes of ready messages",
              depth(QueueDepth::readyBytes))
          .gauge(
              "queue_messages_unacked_bytes",
              "Size in bytes of all unacknowledged messages",
              depth(QueueDepth::unsettledBytes))
          .gauge(
              "queue_messages_paged_out", "Messages paged out to disk", depth(QueueDepth::onDisk))
          .gauge(
              "queue_messages_paged_out_bytes",
              "Size in bytes of messages paged out to disk",
              depth(QueueDepth::onDiskBytes));

  /** Of queues that anything has happened to. */
  static final Group<Look> DELIVERY = delivery();

  /** Of the same, under the labels of {@link #publishedLabels}. */
  static final Group<Look> PUBLISHED =
      new Group<Look>("channel_queue_exchange_metrics")
          .counter(
              "queue_messages_published_total",
              "Total number of messages published into a queue through an exchange on a channel",
              counts(Counter.PUBLISHED),
              all -> all.count(Counter.ROUTED));

  /** Of the same. */
  static final Group<Look> PUBLISHED_BY_EXCHANGES =
      new Group<Look>("queue_exchange_metrics")
          .counter(
              "queue_exchange_messages_published_total",
              "Total number of messages published into a queue through an exchange",
              counts(Counter.PUBLISHED),
              all -> all.count(Counter.ROUTED));

  static final Family INFO =
      Family.gauge("queue_info", "The constant 1, and what kind of queue it is in the labels");

  private QueueMetrics() {}

  private static Group<Look> delivery() {
    Group<Look> group = new Group<>("queue_delivery_metrics");
    counted(
        group,
        "queue_get_ack_total",
        "messages fetched from a queue with basic.get in manual acknowledgement mode",
        Counter.GOT);
    counted(
        group,
        "queue_get_total",
        "messages fetched from a queue with basic.get in automatic acknowledgement mode",
        Counter.GOT_SETTLED);
    counted(
        group,
        "queue_messages_delivered_ack_total",
        "messages delivered from a queue to consumers in manual acknowledgement mode",
        Counter.DELIVERED);
    counted(
        group,
        "queue_messages_delivered_total",
        "messages delivered from a queue to consumers in automatic acknowledgement mode",
        Counter.DELIVERED_SETTLED);
    counted(
        group,
        "queue_messages_redelivered_total",
        "messages redelivered from a queue to consumers",
        Counter.REDELIVERED);
    counted(
        group,
        "queue_messages_acked_total",
        "messages acknowledged by consumers on a queue",
        Counter.ACKED);
    counted(
        group,
        "queue_get_empty_total",
        "times basic.get operations fetched no message on a queue",
        Counter.GET_EMPTY);
    return group;
  }

  private static void counted(Group<Look> group, String name, String what, Counter counter) {
    group.counter(name, "Total number of " + what, counts(counter), all -> all.count(counter));
  }

  private static ToDoubleFunction<Look> depth(ToDoubleFunction<QueueDepth> value) {
    return look -> value.applyAsDouble(look.depth);
  }

  private static ToDoubleFunction<Look> counts(Counter counter) {
    return look -> look.counts.get(counter);
  }

  /**
   * RabbitMQ's is the part of the time in which a message could be sent to a consumer at once; this
   * is whether it could at this moment. The mean of it over time is the same.
   */
  private static double capacity(QueueDepth depth) {
    return depth.consumers() > 0 && depth.ready() == 0 ? 1 : 0;
  }

  static byte[] labels(Queue queue) {
    return Labels.of("vhost", queue.vhost(), "queue", queue.name());
  }

  static byte[] publishedLabels(Queue queue) {
    return Labels.of("queue_vhost", queue.vhost(), "queue", queue.name());
  }

  /** What kind of queue each is. */
  static void writeInfo(Exposition out, String prefix, List<Group.Row<Look>> queues) {
    if (!out.begin(prefix, INFO)) {
      return;
    }
    for (Group.Row<Look> row : queues) {
      Queue queue = row.of().queue;
      out.sample(
          Labels.of(
              "vhost",
              queue.vhost(),
              "queue",
              queue.name(),
              "queue_type",
              queue.options().type().rabbitName(),
              "membership",
              "leader"),
          1);
    }
  }
}

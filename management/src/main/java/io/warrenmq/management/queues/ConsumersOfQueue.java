package io.warrenmq.management.queues;

import io.vertx.core.json.JsonArray;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueDetails;
import io.warrenmq.core.queue.QueueDetails.ConsumerDetails;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.consumers.ConsumerColumns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what only a queue itself knows. Immutable. */
final class ConsumersOfQueue {
  private final Columns<ConsumerColumns.Consumer> columns;

  /**
   * Shows it.
   *
   * @param timeoutMs how long a delivery may stay unsettled where a queue does not say
   */
  ConsumersOfQueue(String node, long timeoutMs) {
    this.columns = ConsumerColumns.of(node, timeoutMs);
  }

  /** Adds that to the columns. */
  Columns<Queue> addTo(Columns<Queue> columns, QueueDetails details) {
    return columns
        .add("consumer_details", queue -> consumers(queue, details.consumers()))
        // What each channel takes of it, and each exchange brings, is not counted.
        .add("deliveries", queue -> new JsonArray())
        .add("exclusive_consumer_tag", queue -> orNull(details.exclusiveTag()))
        .add("head_message_timestamp", queue -> headTime(details))
        .add("incoming", queue -> new JsonArray())
        .add("single_active_consumer_tag", queue -> orNull(details.singleActiveTag()));
  }

  private static Object orNull(@Nullable Object value) {
    return value == null ? Columns.NULL : value;
  }

  private static Object headTime(QueueDetails details) {
    Long timeMs = details.headTimestampMs();
    return timeMs == null ? Columns.NULL : Math.floorDiv(timeMs, 1000L);
  }

  private JsonArray consumers(Queue queue, List<ConsumerDetails> consumers) {
    JsonArray array = new JsonArray();
    for (ConsumerDetails each : consumers) {
      ConsumerColumns.Consumer shown =
          new ConsumerColumns.Consumer(
              each.consumer().spec(),
              queue.vhost(),
              queue,
              each.isActive(),
              each.consumer().connection(),
              each.consumer().sessionNumber(),
              each.unsettled());
      array.add(columns.write(shown));
    }
    return array;
  }
}

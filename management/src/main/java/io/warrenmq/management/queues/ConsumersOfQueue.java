package io.warrenmq.management.queues;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.queue.Consumer;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueDetails;
import io.warrenmq.core.queue.QueueDetails.ConsumerDetails;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.management.api.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what only a queue itself knows. Immutable. */
final class ConsumersOfQueue {
  private final String node;
  private final long timeoutMs;

  /**
   * Shows it.
   *
   * @param timeoutMs how long a delivery may stay unsettled where a queue does not say
   */
  ConsumersOfQueue(String node, long timeoutMs) {
    this.node = node;
    this.timeoutMs = timeoutMs;
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
    consumers.forEach(each -> array.add(show(queue, each)));
    return array;
  }

  private JsonObject show(Queue queue, ConsumerDetails details) {
    ConsumerSpec spec = details.consumer().spec();
    boolean hasOne = queue.options().singleActiveConsumer();
    String status = details.isActive() ? hasOne ? "single_active" : "up" : "waiting";
    long own = queue.options().consumerTimeoutMs();
    return new JsonObject()
        .put("ack_required", !spec.autoSettle())
        .put("active", details.isActive())
        .put("activity_status", status)
        .put("arguments", JsonArguments.write(spec.arguments()))
        .put("channel_details", channel(details.consumer()))
        .put("consumer_tag", spec.tag())
        .put("consumer_timeout", own < 0 ? timeoutMs : own)
        .put("exclusive", spec.exclusive())
        .put("messages_unacknowledged", details.unsettled())
        .put("prefetch_count", spec.prefetch())
        .put("priority", spec.priority())
        .put("queue", new JsonObject().put("name", queue.name()).put("vhost", queue.vhost()));
  }

  private JsonObject channel(Consumer consumer) {
    BrokerConnection owner = consumer.connection();
    if (owner == null) {
      return new JsonObject();
    }
    JsonObject json =
        new JsonObject()
            .put("connection_name", owner.name())
            .put("name", owner.name() + " (" + consumer.sessionNumber() + ")")
            .put("node", node)
            .put("number", consumer.sessionNumber());
    if (owner instanceof ClientConnection connection) {
      json.put("peer_host", connection.request().transport().remote().getHostString())
          .put("peer_port", connection.request().transport().remote().getPort());
    }
    return json.put("user", owner.principal().name());
  }
}

package io.warrenmq.management.queues;

import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueDepth;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.stats.Statistics;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What is shown of a queue without asking it. */
final class QueueColumns {
  private final String node;

  QueueColumns(String node) {
    this.node = node;
  }

  /** What it is: all that is shown when statistics are not wanted. */
  Columns<Queue> basic() {
    return new Columns<Queue>()
        .add("arguments", queue -> JsonArguments.write(queue.declaration().arguments()))
        .add("auto_delete", queue -> queue.declaration().autoDelete())
        .add("durable", queue -> queue.declaration().durable())
        .add("exclusive", queue -> queue.declaration().exclusive())
        .add("leader", ofQuorum(node))
        .add("members", ofQuorum(List.of(node)))
        .add("name", Queue::name)
        .add("node", queue -> node)
        .add("online", ofQuorum(List.of(node)))
        .add("owner_pid_details", QueueColumns::owner)
        .add("state", queue -> queue.isPaused() ? "paused" : "running")
        .add("type", queue -> queue.options().type().argument())
        .add("vhost", Queue::vhost);
  }

  /** What it is, and how many messages it has. */
  Columns<Queue> withTotals() {
    return basic()
        .add("messages", depth(QueueDepth::messages))
        .add("messages_ready", depth(QueueDepth::ready))
        .add("messages_unacknowledged", depth(QueueDepth::unsettled));
  }

  /**
   * All that is known at a glance. Bytes are those of bodies.
   *
   * @param windows the histories that are wanted
   */
  Columns<Queue> all(Statistics statistics, Windows windows) {
    return basic()
        .add("consumer_capacity", statistics::consumerCapacity)
        .add("consumer_utilisation", statistics::consumerCapacity)
        .add("consumers", queue -> queue.depth().consumers())
        .add("delivery_limit", QueueColumns::deliveryLimit)
        .add(
            "effective_policy_definition",
            queue -> JsonArguments.write(Arguments.of(queue.policies().definition())))
        .add("memory", depth(QueueDepth::memoryBytes))
        .add("message_bytes", depth(QueueDepth::bytes))
        .add("message_bytes_paged_out", depth(QueueDepth::onDiskBytes))
        .add("message_bytes_persistent", persistent(QueueDepth::bytes))
        .add("message_bytes_ram", depth(QueueDepth::bytesInMemory))
        .add("message_bytes_ready", depth(QueueDepth::readyBytes))
        .add("message_bytes_unacknowledged", depth(QueueDepth::unsettledBytes))
        .add("message_stats", queue -> statistics.messageStats(queue, windows.rates()))
        .add("messages", depth(QueueDepth::messages))
        .add("messages_details", lengths("messages_details", statistics, windows))
        .add("messages_paged_out", depth(QueueDepth::onDisk))
        .add("messages_persistent", persistent(QueueDepth::messages))
        .add("messages_ram", depth(depth -> depth.messages() - depth.onDisk()))
        .add("messages_ready", depth(QueueDepth::ready))
        .add("messages_ready_details", lengths("messages_ready_details", statistics, windows))
        .add("messages_ready_ram", depth(QueueDepth::readyInMemory))
        .add("messages_unacknowledged", depth(QueueDepth::unsettled))
        .add(
            "messages_unacknowledged_details",
            lengths("messages_unacknowledged_details", statistics, windows))
        .add("messages_unacknowledged_ram", depth(QueueDepth::unsettled))
        .add("operator_policy", queue -> orNull(queue.policies().operatorPolicyName()))
        .add("policy", queue -> orNull(queue.policies().policyName()));
  }

  private static Object orNull(@Nullable String name) {
    return name == null ? Columns.NULL : name;
  }

  private static Function<Queue, @Nullable Object> ofQuorum(Object value) {
    return queue -> queue.options().type() == QueueType.QUORUM ? value : null;
  }

  private static @Nullable Object deliveryLimit(Queue queue) {
    if (queue.options().type() != QueueType.QUORUM) {
      return null;
    }
    int limit = queue.options().deliveryLimit();
    return limit < 0 ? "unlimited" : (Object) limit;
  }

  private static Function<Queue, @Nullable Object> depth(ToLongFunction<QueueDepth> value) {
    return queue -> value.applyAsLong(queue.depth());
  }

  /** Where all or none are; how many of them are is counted nowhere else. */
  private static Function<Queue, @Nullable Object> persistent(ToLongFunction<QueueDepth> value) {
    return queue -> {
      if (!queue.declaration().durable()) {
        return 0;
      }
      return queue.options().type() == QueueType.QUORUM ? value.applyAsLong(queue.depth()) : null;
    };
  }

  private static Function<Queue, @Nullable Object> lengths(
      String field, Statistics statistics, Windows windows) {
    return queue -> {
      JsonObject all = new JsonObject();
      statistics.putLengths(all, queue, windows.lengths());
      return all.getValue(field);
    };
  }

  private static @Nullable Object owner(Queue queue) {
    BrokerConnection owner = queue.exclusiveOwner();
    if (owner == null) {
      return null;
    }
    JsonObject json = new JsonObject().put("name", owner.name());
    if (owner instanceof ClientConnection connection) {
      json.put("peer_host", connection.request().transport().remote().getHostString())
          .put("peer_port", connection.request().transport().remote().getPort());
    }
    return json;
  }
}

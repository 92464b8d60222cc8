package io.warrenmq.management.consumers;

import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.management.api.Columns;
import org.jspecify.annotations.Nullable;

/** What is shown of a consumer, be it its queue that was asked or its session. Stateless. */
public final class ConsumerColumns {
  /**
   * A consumer as it is at one moment.
   *
   * @param spec what it asked for
   * @param vhost of its queue
   * @param queue its queue; {@code null} when that has just gone
   * @param isActive whether it is served
   * @param connection its connection; {@code null} for one of the broker's own
   * @param session the number of its session in the connection; 0 when its protocol has none
   * @param unsettled deliveries that it has not settled; {@code null}: its queue alone knows
   */
  public record Consumer(
      ConsumerSpec spec,
      String vhost,
      @Nullable Queue queue,
      boolean isActive,
      @Nullable BrokerConnection connection,
      int session,
      @Nullable Integer unsettled) {}

  private ConsumerColumns() {}

  /**
   * Columns.
   *
   * @param timeoutMs how long a delivery may stay unsettled where its queue does not say, in
   *     milliseconds
   */
  public static Columns<Consumer> of(String node, long timeoutMs) {
    return new Columns<Consumer>()
        .add("ack_required", consumer -> !consumer.spec().autoSettle())
        .add("active", Consumer::isActive)
        .add("activity_status", ConsumerColumns::status)
        .add("arguments", consumer -> JsonArguments.write(consumer.spec().arguments()))
        .add("channel_details", consumer -> channel(consumer, node))
        .add("consumer_tag", consumer -> consumer.spec().tag())
        .add("consumer_timeout", consumer -> timeoutMs(consumer.queue(), timeoutMs))
        .add("exclusive", consumer -> consumer.spec().exclusive())
        .add("messages_unacknowledged", Consumer::unsettled)
        .add("prefetch_count", consumer -> consumer.spec().prefetch())
        .add("priority", consumer -> consumer.spec().priority())
        .add(
            "queue",
            consumer ->
                new JsonObject()
                    .put("name", consumer.spec().queue())
                    .put("vhost", consumer.vhost()));
  }

  private static String status(Consumer consumer) {
    Queue queue = consumer.queue();
    boolean isOneOfSeveral = queue != null && queue.options().singleActiveConsumer();
    return consumer.isActive() ? isOneOfSeveral ? "single_active" : "up" : "waiting";
  }

  private static long timeoutMs(@Nullable Queue queue, long absent) {
    long own = queue == null ? -1 : queue.options().consumerTimeoutMs();
    return own < 0 ? absent : own;
  }

  private static JsonObject channel(Consumer consumer, String node) {
    BrokerConnection owner = consumer.connection();
    if (owner == null) {
      return new JsonObject();
    }
    JsonObject json =
        new JsonObject()
            .put("connection_name", owner.name())
            .put("name", owner.name() + " (" + consumer.session() + ")")
            .put("node", node)
            .put("number", consumer.session());
    if (owner instanceof ClientConnection connection) {
      json.put("peer_host", connection.request().transport().remote().getHostString())
          .put("peer_port", connection.request().transport().remote().getPort());
    }
    return json.put("user", owner.principal().name());
  }
}

package io.warrenmq.management.connections;

import io.vertx.core.json.JsonObject;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.ConsumerStatus;
import io.warrenmq.core.session.SessionStatus;
import io.warrenmq.management.api.Columns;

/** What is shown of a consumer. */
final class ConsumerColumns {
  /** A consumer with the session that it is of. */
  record Consumer(ConsumerStatus status, SessionStatus session) {}

  private ConsumerColumns() {}

  /**
   * Columns.
   *
   * @param timeoutMs how long a delivery may stay unsettled where its queue does not say
   */
  static Columns<Consumer> of(String node, long timeoutMs) {
    return new Columns<Consumer>()
        .add("ack_required", consumer -> !consumer.status().spec().autoSettle())
        .add("active", consumer -> consumer.status().isActive())
        .add("activity_status", consumer -> consumer.status().isActive() ? "up" : "waiting")
        .add("arguments", consumer -> JsonArguments.write(consumer.status().spec().arguments()))
        .add("channel_details", consumer -> channel(consumer.session(), node))
        .add("consumer_tag", consumer -> consumer.status().spec().tag())
        .add("consumer_timeout", consumer -> timeoutMs)
        .add("exclusive", consumer -> consumer.status().spec().exclusive())
        .add("prefetch_count", consumer -> consumer.status().spec().prefetch())
        .add("priority", consumer -> consumer.status().spec().priority())
        .add("queue", ConsumerColumns::queue);
  }

  private static JsonObject queue(Consumer consumer) {
    return new JsonObject()
        .put("name", consumer.status().spec().queue())
        .put("vhost", consumer.session().connection().vhost());
  }

  private static JsonObject channel(SessionStatus session, String node) {
    ClientConnection connection = session.connection();
    return new JsonObject()
        .put("connection_name", connection.name())
        .put("name", session.name())
        .put("node", node)
        .put("number", session.details().number())
        .put("peer_host", connection.request().transport().remote().getHostString())
        .put("peer_port", connection.request().transport().remote().getPort())
        .put("user", connection.principal().name());
  }
}

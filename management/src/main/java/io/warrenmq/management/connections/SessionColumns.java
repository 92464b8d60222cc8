package io.warrenmq.management.connections;

import io.vertx.core.json.JsonObject;
import io.warrenmq.core.session.SessionStatus;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.stats.Window;
import org.jspecify.annotations.Nullable;

/** What is shown of a session, RabbitMQ's channel. */
final class SessionColumns {
  private SessionColumns() {}

  static Columns<SessionStatus> of(String node, Statistics statistics, @Nullable Window window) {
    return new Columns<SessionStatus>()
        .add("acks_uncommitted", session -> session.details().uncommittedSettlements())
        .add("confirm", session -> session.details().confirms())
        .add("connection_details", SessionColumns::connection)
        .add("consumer_count", session -> session.consumers().size())
        .add("global_prefetch_count", SessionStatus::prefetch)
        .add("message_stats", session -> statistics.messageStats(session, window))
        .add(
            "messages_unacknowledged",
            session -> session.unsettledCount() + session.metrics().unsettledGets())
        .add("messages_uncommitted", session -> session.details().uncommittedMessages())
        .add("messages_unconfirmed", session -> session.metrics().unconfirmed())
        .add("name", SessionStatus::name)
        .add("node", session -> node)
        .add("number", session -> session.details().number())
        .add("pending_raft_commands", session -> 0)
        .add("prefetch_count", session -> session.details().consumerPrefetch())
        .add("protocol", session -> session.connection().request().protocol())
        .add("state", session -> session.connection().isHeldUp() ? "flow" : "running")
        .add("transactional", session -> session.details().transactional())
        .add("user", session -> session.connection().principal().name())
        .add("user_who_performed_action", session -> session.connection().principal().name())
        .add("vhost", session -> session.connection().vhost());
  }

  private static JsonObject connection(SessionStatus session) {
    return new JsonObject()
        .put("name", session.connection().name())
        .put("peer_host", session.connection().request().transport().remote().getHostString())
        .put("peer_port", session.connection().request().transport().remote().getPort());
  }
}

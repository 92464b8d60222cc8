package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.subscription.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away what a session leaves behind when it ends: its queue, its shares. Thread-safe. */
final class SessionEnd {
  private static final Logger LOG = LoggerFactory.getLogger(SessionEnd.class);
  private static final SessionListener NOBODY = (publishId, accepted) -> {};

  private final BrokerAccess broker;
  private final SharedSubscriptions shares;

  SessionEnd(BrokerAccess broker, SharedSubscriptions shares) {
    this.broker = broker;
    this.shares = shares;
  }

  /**
   * Removes a session that no connection has. The loop.
   *
   * @return completes there when it has gone; never fails
   */
  Future<Void> remove(Loop loop, SessionState state) {
    List<String> queues = queues(state);
    if (queues.isEmpty()) {
      return Future.succeededFuture();
    }
    return broker
        .openInternal(loop, state.key().vhost())
        .compose(connection -> remove(connection, queues))
        .otherwise(
            failure -> {
              LOG.warn("the session of {} could not be removed", state.key(), failure);
              return null;
            });
  }

  private static Future<Void> remove(BrokerConnection connection, List<String> queues) {
    VhostAccess access = connection.openSession(NOBODY);
    List<Future<Long>> gone = new ArrayList<>(1);
    for (String queue : queues) {
      gone.add(access.deleteQueue(queue, false, false));
    }
    return Future.join(gone).eventually(connection::close).mapEmpty();
  }

  /** The queues that go with it; it is in no share any more. */
  private List<String> queues(SessionState state) {
    List<String> queues = new ArrayList<>(1);
    if (state.hasQueue()) {
      queues.add(state.key().qos1Queue());
    }
    for (Subscription subscription : state.subscriptions().all()) {
      if (subscription.filter().shareName() != null
          && shares.leave(state.key().vhost(), subscription.filter())) {
        queues.add(SharedSubscriptions.queue(subscription.filter()));
      }
    }
    return queues;
  }
}

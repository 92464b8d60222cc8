package io.warrenmq.mqtt.connection;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.packet.ConnectPacket.Will;
import io.warrenmq.mqtt.session.PendingWill;
import io.warrenmq.mqtt.session.SessionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what clients have left to be published when they go. MQTT 5.0 §3.1.2.5. */
final class Wills {
  private static final Logger LOG = LoggerFactory.getLogger(Wills.class);
  private static final long S_MS = 1_000;

  private Wills() {}

  /** The client has gone without a word. The loop of its connection. */
  static void leave(Node node, Loop loop, SessionState state, Will will, Message message) {
    long delay = Math.min(will.delay(), state.expiry()); // the earlier of the two
    Runnable publish = () -> publish(node, loop, state.key().vhost(), will, message);
    if (delay == 0) {
      publish.run();
    } else {
      state.will(new PendingWill(loop, delay * S_MS, publish));
    }
  }

  private static void publish(Node node, Loop loop, String vhost, Will will, Message message) {
    node.broker()
        .openInternal(loop, vhost)
        .onSuccess(connection -> publish(node, connection, will, message))
        .onFailure(gone -> LOG.warn("a will for {} is not published", will.topic(), gone));
  }

  private static void publish(Node node, BrokerConnection connection, Will will, Message message) {
    VhostAccess access = connection.openSession((publishId, accepted) -> {});
    try {
      if (will.retain()) {
        node.retained().put(connection.vhost(), will.topic(), message);
      }
      access.publish(message, VhostAccess.NO_CONFIRM);
    } catch (BrokerException refusal) {
      LOG.warn("a will for {} is not published: {}", will.topic(), refusal.text());
    } finally {
      connection.close();
    }
  }
}

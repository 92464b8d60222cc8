package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.message.PublishHeader;
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

  /** A will as a message that comes now. */
  static Message message(Node node, Loop loop, SessionState state, Will will) {
    byte[] clientId = state.key().clientId().getBytes(UTF_8);
    byte[] bytes =
        PublishHeader.before(
            will.payload(), will.qos(), will.retain(), clientId, will.properties());
    int headerLength = bytes.length - will.payload().length;
    String key = node.keys().keyOfTopic(will.topic());
    Message message = node.published(loop, bytes, headerLength, will.qos(), will.expiry(), key);
    return node.by(state.key().clientId(), message);
  }

  /**
   * The client has gone without a word.
   *
   * @param loop the caller's
   * @param will what it may publish
   * @param goneMs for how long already
   */
  static void leave(Node node, Loop loop, SessionState state, Will will, long goneMs) {
    long delayMs = Math.min(will.delay(), state.expiry()) * S_MS - goneMs; // the earlier of the two
    Runnable publish =
        () -> {
          node.store().sessions().removeWill(state);
          publish(node, loop, state, will);
        };
    if (delayMs <= 0) {
      publish.run();
    } else {
      state.will(new PendingWill(loop, delayMs, publish));
    }
  }

  private static void publish(Node node, Loop loop, SessionState state, Will will) {
    node.broker()
        .openInternal(loop, state.key().vhost())
        .onSuccess(connection -> publish(node, connection, will, message(node, loop, state, will)))
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

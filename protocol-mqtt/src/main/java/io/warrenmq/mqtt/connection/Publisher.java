package io.warrenmq.mqtt.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.connection.Answers.Answer;
import io.warrenmq.mqtt.message.PublishHeader;
import io.warrenmq.mqtt.packet.ConnectPacket.Will;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.PublishPacket;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.sys.SysTopics;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client publishes: to the exchange, to the retained messages, and the answers to it. MQTT
 * 5.0 §3.3, §4.3. Confined to the connection's loop.
 */
final class Publisher implements SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final int QOS_AT = 16; // in a publish id: packet identifier, QoS, retain, number
  private static final int RETAIN_AT = 18;
  private static final int NUMBER_AT = 19;

  private final Node node;
  private final Loop loop;
  private final SessionState state;
  private final Answers answers;
  private final boolean isV5;
  private final byte[] clientId;
  private final InboundAliases aliases;
  private @Nullable VhostAccess access;
  private String lastTopic = "";
  private String lastKey = "";
  private long published;
  private int unconfirmed; // of QoS 1
  private boolean retainedFullLogged;

  Publisher(Node node, Loop loop, SessionState state, Answers answers, boolean isV5) {
    this.node = node;
    this.loop = loop;
    this.state = state;
    this.answers = answers;
    this.isV5 = isV5;
    this.clientId = state.key().clientId().getBytes(UTF_8);
    this.aliases = new InboundAliases(node.options().topicAliasMaximum());
  }

  void attach(VhostAccess session) {
    access = session;
  }

  private VhostAccess access() {
    return Objects.requireNonNull(access);
  }

  /** The client's identifier, as messages carry it. */
  byte[] clientId() {
    return clientId;
  }

  /** Takes a PUBLISH. */
  void onPublish(PublishPacket packet) {
    String topic = topic(packet);
    int qos = packet.qos();
    int id = packet.packetId();
    if (qos == 2) {
      if (!state.inbound().onPublish(id)) {
        answer(Answer.PUBREC, id, ReasonCode.SUCCESS, false); // [MQTT-4.3.3-10]
        return;
      }
      checkReceiveMaximum(state.inbound().size());
    } else if (qos == 1) {
      checkReceiveMaximum(++unconfirmed);
    }
    Message message = message(packet, topic);
    try {
      publish(message, topic, packet.isRetain(), qos, id);
    } catch (BrokerException refusal) {
      onRefused(refusal, qos, id);
    }
  }

  /** Clients of 3.x know none: they have at most as many as there are packet identifiers. */
  private void checkReceiveMaximum(int underWay) {
    if (isV5 && underWay > node.options().receiveMaximum()) { // [MQTT-3.3.4-9]
      throw new MqttFault(
          ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
          "more than " + node.options().receiveMaximum() + " messages under way");
    }
  }

  private String topic(PublishPacket packet) {
    int alias = packet.topicAlias();
    String topic = packet.topic();
    if (alias == PublishPacket.NONE) {
      return topic;
    } else if (!aliases.isAllowed(alias)) {
      throw new MqttFault(ReasonCode.TOPIC_ALIAS_INVALID, "topic alias " + alias);
    } else if (!topic.isEmpty()) {
      aliases.set(alias, topic);
      return topic;
    }
    String known = aliases.topic(alias);
    if (known == null) {
      throw MqttFault.protocol("topic alias " + alias + " was not set");
    }
    return known;
  }

  private Message message(PublishPacket packet, String topic) {
    int headerLength = PublishHeader.length(clientId, packet.keptBytes());
    byte[] bytes = new byte[headerLength + packet.payloadBytes()];
    packet.copyTo(bytes, PublishHeader.write(bytes, packet.qos(), packet.isRetain(), clientId));
    Message message =
        node.published(loop, bytes, headerLength, packet.qos(), packet.expiry(), key(topic));
    return node.by(state.key().clientId(), message);
  }

  @SuppressWarnings("ReferenceEquality") // The decoder gives the same topic as the same text.
  private String key(String topic) {
    if (topic != lastTopic) {
      lastTopic = topic;
      lastKey = node.keys().keyOfTopic(topic);
    }
    return lastKey;
  }

  private void publish(Message message, String topic, boolean retain, int qos, int id) {
    checkTopic(topic);
    long publishId = qos == 0 ? VhostAccess.NO_CONFIRM : publishId(qos, retain, id);
    if (retain) {
      access().checkPublish(message);
      if (!retain(topic, message) && qos > 0 && isV5) { // All or nothing of it.
        acknowledge(qos, id, ReasonCode.QUOTA_EXCEEDED, false);
        return;
      }
    }
    if (access().publish(message, publishId) != VhostAccess.UNROUTABLE) {
      return;
    }
    access().countUnroutable(false);
    if (qos > 0) {
      acknowledge(qos, id, ReasonCode.NO_MATCHING_SUBSCRIBERS, retain);
    }
  }

  private long publishId(int qos, boolean retain, int id) {
    return ++published << NUMBER_AT | (retain ? 1L : 0L) << RETAIN_AT | (long) qos << QOS_AT | id;
  }

  private static void checkTopic(String topic) {
    if (SysTopics.covers(topic)) {
      throw new BrokerException(ErrorKind.ACCESS_REFUSED, "topics under $SYS are the broker's");
    }
  }

  private boolean retain(String topic, Message message) {
    boolean retained = node.retained().put(state.key().vhost(), topic, message);
    if (!retained && !retainedFullLogged) {
      retainedFullLogged = true;
      LOG.warn("{}: not retained, as there is no room for more: {}", state.key(), topic);
    }
    return retained;
  }

  private void onRefused(BrokerException refusal, int qos, int id) {
    boolean unauthorized = refusal.kind() == ErrorKind.ACCESS_REFUSED;
    int reason = unauthorized ? ReasonCode.NOT_AUTHORIZED : ReasonCode.IMPLEMENTATION_SPECIFIC;
    if (!unauthorized || node.options().disconnectsUnauthorized()) {
      throw new MqttFault(reason, refusal.text());
    } else if (qos > 0) {
      acknowledge(qos, id, reason, false);
    }
  }

  @Override
  public void onConfirm(long publishId, boolean accepted) {
    acknowledge(
        (int) (publishId >> QOS_AT) & 3,
        (int) publishId & 0xFFFF,
        accepted ? ReasonCode.SUCCESS : ReasonCode.IMPLEMENTATION_SPECIFIC,
        (publishId >> RETAIN_AT & 1) != 0);
  }

  private void acknowledge(int qos, int id, int reason, boolean retain) {
    boolean failed = ReasonCode.isError(reason);
    if (qos == 1) {
      unconfirmed--;
    } else if (failed) {
      state.inbound().onPubrel(id);
    } else {
      node.store().sessions().putInbound(state, id);
    }
    // 3.x cannot say no. What may not be published is acknowledged, 3.1.1 [MQTT-3.3.5-2]; what
    // could not be is not, and sent again.
    if (isV5 || !failed || reason == ReasonCode.NOT_AUTHORIZED) {
      answer(qos == 1 ? Answer.PUBACK : Answer.PUBREC, id, reason, retain);
    }
  }

  /**
   * Answers, when what it says is true after a restart too.
   *
   * @param retain whether it says that something is retained
   */
  private void answer(Answer answer, int id, int reason, boolean retain) {
    answers.add(answer, id, reason, retain || (answer != Answer.PUBACK && state.isKept()));
  }

  /** Takes a PUBREL. */
  void onPubrel(int id) {
    boolean known = state.inbound().onPubrel(id);
    node.store().sessions().removeInbound(state, id);
    answer(Answer.PUBCOMP, id, known ? ReasonCode.SUCCESS : ReasonCode.PACKET_ID_NOT_FOUND, false);
  }

  /** Whether the client may publish its will. */
  boolean mayPublish(Will will) {
    try {
      checkTopic(will.topic());
      access().checkPublish(Wills.message(node, loop, state, will));
      return true;
    } catch (BrokerException refusal) {
      LOG.warn("{}: its will is not published: {}", state.key(), refusal.text());
      return false;
    }
  }
}

package io.warrenmq.mqtt.codec;

import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.PublishPacket;
import io.warrenmq.mqtt.packet.ReasonCode;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one packet of a client, but for PUBLISH, which keeps its own where they lie.
 * MQTT 5.0 §2.2.2.
 */
final class PropertyValues {
  long sessionExpiry = -1;
  int receiveMaximum = 65_535;
  long maximumPacketSize = ConnectPacket.PACKET_SIZE_MAX;
  int topicAliasMaximum;
  boolean requestResponseInformation;
  boolean requestProblemInformation = true;
  @Nullable String authenticationMethod;
  byte @Nullable [] authenticationData;
  @Nullable String reasonString;
  int subscriptionId;
  long willDelay;
  long messageExpiry = -1;
  private final ByteArrayOutputStream ofMessage = new ByteArrayOutputStream(0);

  /** Reads the properties that a packet of this kind may have. */
  static PropertyValues read(PacketReader in, long allowed, PacketLimits limits) {
    PropertyValues values = new PropertyValues();
    int former = in.narrow(in.variableNumber());
    long seen = 0;
    int userProperties = 0;
    while (in.hasMore()) {
      int at = in.position();
      int id = id(in, allowed);
      if (id == Property.USER_PROPERTY) {
        userProperties = countUser(userProperties, limits);
      } else {
        seen = once(seen, id);
      }
      if (values.take(in, id)) {
        byte[] bytes = new byte[in.position() - at];
        in.buffer().getBytes(at, bytes);
        values.ofMessage.writeBytes(bytes);
      }
    }
    in.widen(former);
    return values;
  }

  /** The properties of a will that stay with its message, as they came. */
  byte[] ofMessage() {
    return ofMessage.toByteArray();
  }

  /** Reads one; says whether it stays with a will's message. */
  private boolean take(PacketReader in, int id) {
    switch (id) {
      case Property.SESSION_EXPIRY -> sessionExpiry = in.number();
      case Property.RECEIVE_MAXIMUM -> {
        receiveMaximum = in.shortNumber();
        requireAbove0(receiveMaximum, "Receive Maximum");
      }
      case Property.MAXIMUM_PACKET_SIZE -> {
        maximumPacketSize = in.number();
        requireAbove0(maximumPacketSize, "Maximum Packet Size");
      }
      case Property.TOPIC_ALIAS_MAXIMUM -> topicAliasMaximum = in.shortNumber();
      case Property.REQUEST_RESPONSE_INFORMATION -> requestResponseInformation = flag(in);
      case Property.REQUEST_PROBLEM_INFORMATION -> requestProblemInformation = flag(in);
      case Property.AUTHENTICATION_METHOD -> authenticationMethod = in.text();
      case Property.AUTHENTICATION_DATA -> authenticationData = in.binary();
      case Property.REASON_STRING -> reasonString = in.text();
      case Property.SUBSCRIPTION_ID -> {
        subscriptionId = in.variableNumber();
        requireAbove0(subscriptionId, "Subscription Identifier");
      }
      case Property.WILL_DELAY -> willDelay = in.number();
      case Property.MESSAGE_EXPIRY -> messageExpiry = in.number();
      case Property.USER_PROPERTY -> {
        skipUser(in);
        return true;
      }
      default -> {
        skipOfMessage(in, id);
        return true;
      }
    }
    return false;
  }

  private static void requireAbove0(long value, String name) {
    if (value == 0) {
      throw MqttFault.protocol(name + " of 0");
    }
  }

  /** Reads the properties of a PUBLISH. */
  static void readPublish(PacketReader in, PacketLimits limits, PublishPacket publish) {
    int former = in.narrow(in.variableNumber());
    int from = in.position();
    long seen = 0;
    int userProperties = 0;
    while (in.hasMore()) {
      int at = in.position();
      int id = id(in, Property.IN_PUBLISH);
      if (id == Property.USER_PROPERTY) {
        userProperties = countUser(userProperties, limits);
        skipUser(in);
        continue;
      }
      seen = once(seen, id);
      switch (id) {
        case Property.MESSAGE_EXPIRY -> publish.expiry(in.number(), at);
        case Property.TOPIC_ALIAS -> {
          int alias = in.shortNumber();
          if (alias == 0) { // [MQTT-3.3.2-8]
            throw new MqttFault(ReasonCode.TOPIC_ALIAS_INVALID, "topic alias 0");
          }
          publish.topicAlias(alias, at);
        }
        default -> skipOfMessage(in, id);
      }
    }
    publish.properties(from, in.position());
    in.widen(former);
  }

  // ---- what both have ----

  private static int id(PacketReader in, long allowed) {
    int id = in.variableNumber();
    if (!Property.isIn(Property.KNOWN, id)) {
      throw MqttFault.malformed("property " + id + " is none"); // §2.2.2.2
    } else if (!Property.isIn(allowed, id)) {
      String text = "property " + id + " is not one of this packet";
      throw id == Property.SUBSCRIPTION_ID // [MQTT-3.3.4-6]
          ? MqttFault.protocol(text)
          : MqttFault.malformed(text);
    }
    return id;
  }

  private static long once(long seen, int id) {
    if (Property.isIn(seen, id)) {
      throw MqttFault.protocol("property " + id + " comes twice");
    }
    return seen | 1L << id;
  }

  private static int countUser(int before, PacketLimits limits) {
    if (before == limits.userProperties()) {
      throw new MqttFault(
          ReasonCode.QUOTA_EXCEEDED,
          "more than " + limits.userProperties() + " user properties in a packet");
    }
    return before + 1;
  }

  private static void skipUser(PacketReader in) {
    in.skipText();
    in.skipText();
  }

  private static boolean flag(PacketReader in) {
    int value = in.octet();
    if (value > 1) {
      throw MqttFault.protocol("a property of 0 or 1 is " + value);
    }
    return value == 1;
  }

  /** One of those that stay with a message. */
  private static void skipOfMessage(PacketReader in, int id) {
    switch (id) {
      case Property.PAYLOAD_FORMAT -> flag(in);
      case Property.CONTENT_TYPE -> in.skipText();
      case Property.RESPONSE_TOPIC -> {
        int from = in.position() + 2;
        in.skipText();
        if (in.position() == from) { // [MQTT-4.7.3-1]
          throw MqttFault.protocol("an empty response topic");
        }
        for (int i = from; i < in.position(); i++) {
          byte c = in.buffer().getByte(i);
          if (c == '+' || c == '#') { // [MQTT-3.3.2-14]
            throw MqttFault.protocol("wildcards in a response topic");
          }
        }
      }
      case Property.CORRELATION_DATA -> in.skipBinary();
      default -> throw new IllegalStateException("property " + id);
    }
  }
}

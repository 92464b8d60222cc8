package io.warrenmq.mqtt.codec;

import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.ReasonCode;
import org.jspecify.annotations.Nullable;

/** Reads CONNECT. MQTT 5.0 §3.1, 3.1.1 §3.1. */
final class ConnectDecoder {
  private static final int RESERVED = 0x01;
  private static final int CLEAN = 0x02;
  private static final int WILL = 0x04;
  private static final int WILL_QOS_AT = 3;
  private static final int WILL_RETAIN = 0x20;
  private static final int PASSWORD = 0x40;
  private static final int USERNAME = 0x80;

  private final PacketReader in;
  private final PacketLimits limits;

  ConnectDecoder(PacketReader in, PacketLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  ConnectPacket read() {
    String name = in.text();
    int level = in.octet();
    ProtocolVersion version = ProtocolVersion.of(name, level);
    if (version == null) { // [MQTT-3.1.2-2]
      throw new MqttFault(ReasonCode.UNSUPPORTED_VERSION, "no version of MQTT is level " + level);
    }
    boolean v5 = version == ProtocolVersion.V5;
    int flags = in.octet();
    checkFlags(version, flags);
    boolean clean = (flags & CLEAN) != 0;
    int keepAlive = in.shortNumber();
    PropertyValues values =
        v5 ? PropertyValues.read(in, Property.IN_CONNECT, limits) : new PropertyValues();
    if (values.authenticationData != null && values.authenticationMethod == null) {
      throw MqttFault.protocol("Authentication Data without a method");
    }
    String clientId = in.text();
    ConnectPacket.Will will = (flags & WILL) != 0 ? will(flags, v5) : null;
    String username = (flags & USERNAME) != 0 ? in.text() : null;
    byte @Nullable [] password = (flags & PASSWORD) != 0 ? in.binary() : null;
    in.requireEnd();
    return new ConnectPacket(
        version,
        clean,
        keepAlive,
        clientId,
        username,
        password,
        will,
        v5 ? Math.max(0, values.sessionExpiry) : clean ? 0 : ConnectPacket.NEVER,
        values.receiveMaximum,
        values.maximumPacketSize,
        values.topicAliasMaximum,
        values.requestResponseInformation,
        values.requestProblemInformation,
        values.authenticationMethod,
        values.authenticationData);
  }

  private static void checkFlags(ProtocolVersion version, int flags) {
    boolean hasWill = (flags & WILL) != 0;
    int willQos = flags >> WILL_QOS_AT & 3;
    if ((flags & RESERVED) != 0 && version != ProtocolVersion.V3_1) { // [MQTT-3.1.2-3]
      throw MqttFault.malformed("the reserved flag of CONNECT");
    } else if (!hasWill && (willQos != 0 || (flags & WILL_RETAIN) != 0)) { // [MQTT-3.1.2-11, -13]
      throw MqttFault.malformed("flags of a will that there is not");
    } else if (willQos == 3) { // [MQTT-3.1.2-12]
      throw MqttFault.malformed("a will of QoS 3");
    } else if (version != ProtocolVersion.V5
        && (flags & PASSWORD) != 0
        && (flags & USERNAME) == 0) { // 3.1.1 [MQTT-3.1.2-22]
      throw MqttFault.malformed("a password without a user name");
    }
  }

  private ConnectPacket.Will will(int flags, boolean v5) {
    PropertyValues values =
        v5 ? PropertyValues.read(in, Property.IN_WILL, limits) : new PropertyValues();
    String topic = in.topic(limits.topicBytes());
    limits.checkTopic(topic);
    return new ConnectPacket.Will(
        topic,
        in.binary(),
        flags >> WILL_QOS_AT & 3,
        (flags & WILL_RETAIN) != 0,
        values.willDelay,
        values.messageExpiry,
        values.ofMessage());
  }
}

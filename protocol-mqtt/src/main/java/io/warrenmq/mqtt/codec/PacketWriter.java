package io.warrenmq.mqtt.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.mqtt.message.AddedProperties;
import io.warrenmq.mqtt.message.PropertyWriter;
import io.warrenmq.mqtt.message.PublishHeader;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.sys.Counter;
import io.warrenmq.mqtt.sys.Counters;

/**
 * Writes what a client is sent, in the form of its version, into what its connection sends in this
 * turn. Confined to the connection's loop.
 */
public final class PacketWriter {
  private static final byte[] NONE = {};
  private static final int EXPIRY_BYTES = 5;
  private static final int ALIAS_BYTES = 3;
  private static final int RESERVED_FLAGS = 2; // of PUBREL

  private final Transport transport;
  private final Counters counters;
  private ProtocolVersion version = ProtocolVersion.V5;
  private long packetBytesMax = ConnectPacket.PACKET_SIZE_MAX;

  /**
   * For a client that has not connected yet.
   *
   * @param counters of the transport's loop
   */
  public PacketWriter(Transport transport, Counters counters) {
    this.transport = transport;
    this.counters = counters;
  }

  /**
   * Says what the client has said of itself.
   *
   * @param packetBytesMax the largest packet that it takes, all of it
   */
  public void connected(ProtocolVersion version, long packetBytesMax) {
    this.version = version;
    this.packetBytesMax = packetBytesMax;
  }

  private boolean isV5() {
    return version == ProtocolVersion.V5;
  }

  // ---- messages ----

  /** What a PUBLISH says beside its message. One for all of a connection, filled anew for each. */
  public static final class Publish {
    /** Where the message was published to. */
    public String topic = "";

    /** 0, 1 or 2. */
    public int qos;

    /** Whether the client may have it already. */
    public boolean duplicate;

    /** Whether it is a retained message, or is to look like one. */
    public boolean retain;

    /** Above 0 with QoS 1 and 2. */
    public int packetId;

    /** As {@link io.warrenmq.mqtt.connection.OutboundAliases#use} gives it. */
    public int alias;

    /** Seconds that are left; −1 for none. */
    public long expiry = -1;

    /** The identifiers of the subscriptions that it is for. */
    public int[] subscriptionIds = {};
  }

  /**
   * Writes a PUBLISH: properties and payload as they came, behind what differs from client to
   * client and, in version 5, what was added on the way.
   *
   * @param message of this protocol's format
   * @return false when it is larger than what the client takes, and is not written [MQTT-3.1.2-24]
   */
  public boolean publish(Message message, Publish with) {
    boolean v5 = isV5();
    String topic = v5 && with.alias > 0 ? "" : with.topic;
    int topicBytes = ByteBufUtil.utf8Bytes(topic);
    int from = v5 ? PublishHeader.propertiesAt(message) : message.headerLength();
    byte[] added = v5 ? AddedProperties.of(message) : NONE;
    int kept = message.headerLength() - from + added.length;
    int own = v5 ? ownBytes(with) : 0;
    int length =
        2
            + topicBytes
            + (with.qos > 0 ? 2 : 0)
            + (v5 ? variableBytes(own + kept) + own : 0)
            + added.length
            + message.bytes().length
            - from;
    int all = 1 + variableBytes(length) + length;
    if (all > packetBytesMax) {
      counters.increment(Counter.DROPPED);
      return false;
    }
    counters.increment(Counter.PUBLISHES_SENT);
    counters.add(Counter.PAYLOAD_BYTES_SENT, message.bodyLength());
    ByteBuf out = out(all);
    int flags = (with.duplicate ? 8 : 0) | with.qos << 1 | (with.retain ? 1 : 0);
    out.writeByte(PacketType.PUBLISH << 4 | flags);
    writeVariable(out, length);
    out.writeShort(topicBytes);
    ByteBufUtil.writeUtf8(out, topic);
    if (with.qos > 0) {
      out.writeShort(with.packetId);
    }
    if (v5) {
      writeVariable(out, own + kept);
      writeOwn(out, with);
      out.writeBytes(added);
    }
    out.writeBytes(message.bytes(), from, message.bytes().length - from);
    return true;
  }

  private static int ownBytes(Publish with) {
    int bytes = (with.alias != 0 ? ALIAS_BYTES : 0) + (with.expiry >= 0 ? EXPIRY_BYTES : 0);
    for (int id : with.subscriptionIds) {
      bytes += 1 + variableBytes(id);
    }
    return bytes;
  }

  private static void writeOwn(ByteBuf out, Publish with) {
    if (with.alias != 0) {
      out.writeByte(Property.TOPIC_ALIAS).writeShort(Math.abs(with.alias));
    }
    if (with.expiry >= 0) {
      out.writeByte(Property.MESSAGE_EXPIRY).writeInt((int) with.expiry);
    }
    for (int id : with.subscriptionIds) {
      out.writeByte(Property.SUBSCRIPTION_ID);
      writeVariable(out, id);
    }
  }

  /** Writes a PUBACK; its reason is version 5's alone. */
  public void puback(int packetId, int reasonCode) {
    acknowledge(PacketType.PUBACK, 0, packetId, reasonCode);
  }

  /** Writes a PUBREC; its reason is version 5's alone. */
  public void pubrec(int packetId, int reasonCode) {
    acknowledge(PacketType.PUBREC, 0, packetId, reasonCode);
  }

  /** Writes a PUBREL; its reason is version 5's alone. */
  public void pubrel(int packetId, int reasonCode) {
    acknowledge(PacketType.PUBREL, RESERVED_FLAGS, packetId, reasonCode);
  }

  /** Writes a PUBCOMP; its reason is version 5's alone. */
  public void pubcomp(int packetId, int reasonCode) {
    acknowledge(PacketType.PUBCOMP, 0, packetId, reasonCode);
  }

  private void acknowledge(int type, int flags, int packetId, int reasonCode) {
    boolean says = isV5() && reasonCode != ReasonCode.SUCCESS;
    ByteBuf out = out(says ? 5 : 4);
    out.writeByte(type << 4 | flags).writeByte(says ? 3 : 2).writeShort(packetId);
    if (says) {
      out.writeByte(reasonCode);
    }
  }

  // ---- the others ----

  /**
   * Writes a CONNACK.
   *
   * @param code a reason of version 5, or a return code of 3.1.1 §3.2.2.3
   * @param properties of version 5; not written for others, nor to who does not take so much
   */
  public void connack(boolean sessionPresent, int code, PropertyWriter properties) {
    int flags = sessionPresent && version != ProtocolVersion.V3_1 ? 1 : 0; // 3.1 has none
    write(PacketType.CONNACK, new byte[] {(byte) flags, (byte) code}, properties, NONE);
  }

  /**
   * Checks that a CONNACK that lets in is not larger than what the client takes, before anything is
   * done for it. [MQTT-3.1.2-24]
   *
   * @throws MqttFault when it is
   */
  public void checkConnack(PropertyWriter properties) {
    check(PacketType.CONNACK, 2, properties, NONE.length);
  }

  /**
   * The same for the answer to a SUBSCRIBE or UNSUBSCRIBE, which has a code for each filter.
   *
   * @throws MqttFault when it is larger
   */
  public void checkAnswer(int filters) {
    check(PacketType.SUBACK, 2, new PropertyWriter(), filters);
  }

  private void check(int type, int headBytes, PropertyWriter properties, int tailBytes) {
    int bytes = bytes(headBytes, properties, tailBytes);
    if (bytes > packetBytesMax) {
      throw new MqttFault(
          ReasonCode.PACKET_TOO_LARGE,
          "a %s of %d bytes, above the client's maximum of %d"
              .formatted(PacketType.name(type), bytes, packetBytesMax));
    }
  }

  /** Writes a SUBACK with a code for each filter. */
  public void suback(int packetId, byte[] codes, PropertyWriter properties) {
    write(PacketType.SUBACK, id(packetId), properties, codes);
  }

  /** Writes an UNSUBACK, in version 5 with a code for each filter. */
  public void unsuback(int packetId, byte[] codes, PropertyWriter properties) {
    write(PacketType.UNSUBACK, id(packetId), properties, isV5() ? codes : NONE);
  }

  /** Writes a PINGRESP. */
  public void pingresp() {
    out(2).writeByte(PacketType.PINGRESP << 4).writeByte(0);
  }

  /** Writes a DISCONNECT; versions before 5 have none that a broker sends. */
  public void disconnect(int reasonCode, PropertyWriter properties) {
    if (isV5()) {
      write(PacketType.DISCONNECT, new byte[] {(byte) reasonCode}, properties, NONE);
    }
  }

  /**
   * Writes an AUTH, which is version 5's.
   *
   * @throws MqttFault when it is larger than what the client takes
   */
  public void auth(int reasonCode, PropertyWriter properties) {
    check(PacketType.AUTH, 1, properties, NONE.length);
    write(PacketType.AUTH, new byte[] {(byte) reasonCode}, properties, NONE);
  }

  private static byte[] id(int packetId) {
    return new byte[] {(byte) (packetId >> 8), (byte) packetId};
  }

  private int length(int headBytes, PropertyWriter properties, int tailBytes) {
    int props = properties.length();
    return headBytes + (isV5() ? variableBytes(props) + props : 0) + tailBytes;
  }

  private int bytes(int headBytes, PropertyWriter properties, int tailBytes) {
    int length = length(headBytes, properties, tailBytes);
    return 1 + variableBytes(length) + length;
  }

  /** Writes it without properties, or not at all, when the client does not take more. */
  private void write(int type, byte[] head, PropertyWriter all, byte[] tail) {
    boolean fits = bytes(head.length, all, tail.length) <= packetBytesMax;
    PropertyWriter properties = fits ? all : new PropertyWriter(); // [MQTT-3.14.2-3]
    int bytes = bytes(head.length, properties, tail.length);
    if (bytes > packetBytesMax) { // [MQTT-3.1.2-24]
      return;
    }
    byte[] props = properties.bytes();
    int length = length(head.length, properties, tail.length);
    ByteBuf out = out(bytes);
    out.writeByte(type << 4);
    writeVariable(out, length);
    out.writeBytes(head);
    if (isV5()) {
      writeVariable(out, props.length);
      out.writeBytes(props);
    }
    out.writeBytes(tail);
  }

  /** Where a packet of so many bytes is written to. */
  private ByteBuf out(int bytes) {
    counters.increment(Counter.PACKETS_SENT);
    counters.add(Counter.BYTES_SENT, bytes);
    return transport.out(bytes);
  }

  private static int variableBytes(int value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
  }

  private static void writeVariable(ByteBuf out, int value) {
    int left = value;
    while (left >= 0x80) {
      out.writeByte((left & 0x7F) | 0x80);
      left >>>= 7;
    }
    out.writeByte(left);
  }
}

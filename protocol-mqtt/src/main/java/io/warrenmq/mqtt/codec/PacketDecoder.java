package io.warrenmq.mqtt.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.mqtt.packet.AuthPacket;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.DisconnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.PublishPacket;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.packet.SubscribePacket;
import io.warrenmq.mqtt.packet.UnsubscribePacket;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.subscription.Subscription.RetainHandling;
import io.warrenmq.mqtt.topic.TopicFilter;
import io.warrenmq.mqtt.topic.TopicNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's packets, of all versions: strictly, as what a broker lets through reaches other
 * clients. The first is a CONNECT, which says by which version the others are read. Confined to the
 * connection's loop.
 */
public final class PacketDecoder {
  private static final int RESERVED_FLAGS = 2; // of PUBREL, SUBSCRIBE and UNSUBSCRIBE
  private static final int DUPLICATE = 8;
  private static final int RETAIN = 1;

  private final PacketLimits limits;
  private final PacketReader in = new PacketReader(Unpooled.EMPTY_BUFFER);
  private @Nullable PublishPacket publish; // from the first one on
  private ProtocolVersion version = ProtocolVersion.V5;
  private boolean connected;
  private int packetBytesMax;
  private String checkedTopic = "";

  /**
   * Before the first packet.
   *
   * @param packetBytesMax the largest packet, without its fixed header
   */
  public PacketDecoder(PacketLimits limits, int packetBytesMax) {
    this.limits = limits;
    this.packetBytesMax = packetBytesMax;
  }

  /** Says how large a packet may be from now on, without its fixed header. */
  public void setPacketBytesMax(int max) {
    packetBytesMax = max;
  }

  /**
   * Reads one packet, if there is a whole one.
   *
   * @param bytes their reader index moves behind the packet
   * @return false when there is none: nothing has moved
   * @throws MqttFault when the bytes are none of the protocol's
   */
  public boolean decode(ByteBuf bytes, PacketSink sink) {
    int from = bytes.readerIndex();
    int available = bytes.readableBytes();
    if (available == 0) {
      return false;
    }
    int first = bytes.getUnsignedByte(from);
    checkHeader(first >>> 4, first & 0xF);
    int length = 0; // also of more bytes than it needs, as Mosquitto and RabbitMQ take it
    int at = 1;
    for (int shift = 0; ; shift += 7, at++) {
      if (shift == 28) {
        throw MqttFault.malformed("a remaining length of more than four bytes");
      } else if (at == available) {
        return false;
      }
      int octet = bytes.getUnsignedByte(from + at);
      length |= (octet & 0x7F) << shift;
      if (octet < 0x80) {
        at++;
        break;
      }
    }
    if (length > packetBytesMax) {
      throw new MqttFault(
          ReasonCode.PACKET_TOO_LARGE,
          "a packet of " + length + " bytes, above the limit of " + packetBytesMax);
    } else if (length > available - at) {
      return false;
    }
    in.begin(bytes, from + at, from + at + length);
    bytes.readerIndex(from + at + length);
    read(first >>> 4, first & 0xF, sink);
    return true;
  }

  private void checkHeader(int type, int flags) {
    if (!connected && type != PacketType.CONNECT) { // [MQTT-3.1.0-1]
      throw MqttFault.protocol("the first packet is a " + PacketType.name(type));
    }
    int expected =
        switch (type) {
          case PacketType.PUBREL, PacketType.SUBSCRIBE, PacketType.UNSUBSCRIBE -> RESERVED_FLAGS;
          case PacketType.PUBLISH -> flags;
          default -> 0;
        };
    // 3.1 has the flag of duplicates in more packets.
    int given = version == ProtocolVersion.V3_1 && expected != 0 ? flags & ~DUPLICATE : flags;
    if (type != PacketType.PUBLISH && given != expected) { // [MQTT-2.1.3-1]
      throw MqttFault.malformed("reserved flags " + flags + " of a " + PacketType.name(type));
    }
  }

  private void read(int type, int flags, PacketSink sink) {
    switch (type) {
      case PacketType.CONNECT -> readConnect(sink);
      case PacketType.PUBLISH -> readPublish(flags, sink);
      case PacketType.PUBACK -> {
        int id = in.packetId();
        sink.onPuback(id, acknowledgement(true));
      }
      case PacketType.PUBREC -> {
        int id = in.packetId();
        sink.onPubrec(id, acknowledgement(true));
      }
      case PacketType.PUBREL -> {
        int id = in.packetId();
        sink.onPubrel(id, acknowledgement(false));
      }
      case PacketType.PUBCOMP -> {
        int id = in.packetId();
        sink.onPubcomp(id, acknowledgement(false));
      }
      case PacketType.SUBSCRIBE -> sink.onSubscribe(subscribe());
      case PacketType.UNSUBSCRIBE -> sink.onUnsubscribe(unsubscribe());
      case PacketType.PINGREQ -> {
        in.requireEnd();
        sink.onPingreq();
      }
      case PacketType.DISCONNECT -> sink.onDisconnect(disconnect());
      case PacketType.AUTH -> sink.onAuth(auth());
      case 0 -> throw MqttFault.malformed("packet type 0");
      default -> throw MqttFault.protocol("a client sends no " + PacketType.name(type));
    }
  }

  private boolean isV5() {
    return version == ProtocolVersion.V5;
  }

  private void readConnect(PacketSink sink) {
    if (connected) { // [MQTT-3.1.0-2]
      throw MqttFault.protocol("a second CONNECT");
    }
    ConnectPacket connect = new ConnectDecoder(in, limits).read();
    connected = true;
    version = connect.version();
    sink.onConnect(connect);
  }

  private void readPublish(int flags, PacketSink sink) {
    int qos = flags >> 1 & 3;
    boolean duplicate = (flags & DUPLICATE) != 0;
    if (qos == 3) { // [MQTT-3.3.1-4]
      throw MqttFault.malformed("QoS 3");
    } else if (qos == 0 && duplicate) { // [MQTT-3.3.1-2]
      throw MqttFault.malformed("a duplicate of QoS 0");
    }
    PublishPacket packet = publish;
    if (packet == null) {
      packet = new PublishPacket(Unpooled.EMPTY_BUFFER);
      publish = packet;
    }
    packet.begin(in.buffer(), duplicate, qos, (flags & RETAIN) != 0, in.end());
    String topic = in.topic(limits.topicBytes());
    packet.topic(topic);
    if (qos > 0) {
      packet.packetId(in.packetId());
    }
    if (isV5()) {
      PropertyValues.readPublish(in, limits, packet);
    } else {
      packet.properties(in.position(), in.position());
    }
    if (!topic.isEmpty() || packet.topicAlias() == PublishPacket.NONE) {
      checkTopic(topic);
    }
    sink.onPublish(packet);
  }

  @SuppressWarnings("ReferenceEquality") // The reader gives the same text for the same topic.
  private void checkTopic(String topic) {
    if (topic == checkedTopic && !topic.isEmpty()) {
      return;
    } else if (topic.isEmpty() && isV5()) { // §3.3.2.1
      throw MqttFault.protocol("a PUBLISH without topic and without alias");
    }
    limits.checkTopic(topic);
    checkedTopic = topic;
  }

  /** The rest of an acknowledgement: its reason. §3.4.2.1 */
  private int acknowledgement(boolean ofMessage) {
    if (!in.hasMore()) {
      return ReasonCode.SUCCESS;
    } else if (!isV5()) {
      throw MqttFault.malformed("bytes behind the end of the packet");
    }
    int code = in.octet();
    boolean isOne =
        ofMessage
            ? switch (code) {
              case ReasonCode.SUCCESS,
                  ReasonCode.NO_MATCHING_SUBSCRIBERS,
                  ReasonCode.UNSPECIFIED_ERROR,
                  ReasonCode.IMPLEMENTATION_SPECIFIC,
                  ReasonCode.NOT_AUTHORIZED,
                  ReasonCode.TOPIC_NAME_INVALID,
                  ReasonCode.PACKET_ID_IN_USE,
                  ReasonCode.QUOTA_EXCEEDED,
                  ReasonCode.PAYLOAD_FORMAT_INVALID ->
                  true;
              default -> false;
            }
            : code == ReasonCode.SUCCESS || code == ReasonCode.PACKET_ID_NOT_FOUND;
    requireReason(isOne, code);
    skipProperties(Property.IN_ACKNOWLEDGEMENT);
    return code;
  }

  private static void requireReason(boolean isOne, int code) {
    if (!isOne) {
      throw MqttFault.protocol("reason code %#x is not one of this packet".formatted(code));
    }
  }

  private PropertyValues skipProperties(long allowed) {
    if (!in.hasMore()) { // All of them may be left out at the end.
      return new PropertyValues();
    }
    PropertyValues values = PropertyValues.read(in, allowed, limits);
    in.requireEnd();
    return values;
  }

  private SubscribePacket subscribe() {
    int id = in.packetId();
    int subscriptionId =
        isV5() ? PropertyValues.read(in, Property.IN_SUBSCRIBE, limits).subscriptionId : 0;
    List<Subscription> all = new ArrayList<>(1);
    while (in.hasMore()) {
      requireFewer(all.size());
      TopicFilter filter = filter();
      all.add(subscription(filter, in.octet(), subscriptionId));
    }
    requireOne(all); // [MQTT-3.8.3-2]
    return new SubscribePacket(id, all);
  }

  private Subscription subscription(TopicFilter filter, int options, int subscriptionId) {
    int qos = options & 3;
    int reserved = isV5() ? 0xC0 : 0xFC;
    if (qos == 3 && isV5()) { // §3.8.3.1
      throw MqttFault.protocol("a subscription of QoS 3");
    } else if (qos == 3 || (options & reserved) != 0) { // [MQTT-3.8.3-5]
      throw MqttFault.malformed("subscription options %#x".formatted(options));
    }
    int retain = options >> 4 & 3;
    boolean noLocal = (options & 4) != 0;
    if (retain == 3) {
      throw MqttFault.protocol("Retain Handling 3");
    } else if (noLocal && filter.isShared()) { // [MQTT-3.8.3-4]
      throw MqttFault.protocol("No Local of a shared subscription");
    }
    return new Subscription(
        filter, qos, noLocal, (options & 8) != 0, RetainHandling.values()[retain], subscriptionId);
  }

  private UnsubscribePacket unsubscribe() {
    int id = in.packetId();
    if (isV5()) {
      PropertyValues.read(in, Property.IN_UNSUBSCRIBE, limits);
    }
    List<TopicFilter> all = new ArrayList<>(1);
    while (in.hasMore()) {
      requireFewer(all.size());
      all.add(filter());
    }
    requireOne(all); // [MQTT-3.10.3-2]
    return new UnsubscribePacket(id, all);
  }

  private void requireFewer(int filters) {
    if (filters == limits.filters()) {
      throw new MqttFault(
          ReasonCode.QUOTA_EXCEEDED, "more than " + limits.filters() + " filters in a packet");
    }
  }

  private static void requireOne(List<?> filters) {
    if (filters.isEmpty()) {
      throw MqttFault.protocol("a packet without a topic filter");
    }
  }

  private TopicFilter filter() {
    String text = in.text();
    String fault = TopicFilter.fault(text);
    if (fault == null && text.length() > limits.topicBytes()) {
      fault = "a filter of more than " + limits.topicBytes() + " bytes";
    } else if (fault == null && TopicNames.levels(text) > limits.topicLevels()) {
      fault = "a filter of more than " + limits.topicLevels() + " levels";
    }
    if (fault != null) {
      throw new MqttFault(ReasonCode.TOPIC_FILTER_INVALID, fault);
    }
    return TopicFilter.of(text);
  }

  private DisconnectPacket disconnect() {
    if (!in.hasMore()) {
      return new DisconnectPacket(ReasonCode.SUCCESS, -1, null);
    } else if (!isV5()) {
      throw MqttFault.malformed("bytes behind the end of the packet");
    }
    int code = in.octet();
    boolean isOne =
        switch (code) {
          case ReasonCode.SUCCESS,
              ReasonCode.DISCONNECT_WITH_WILL,
              ReasonCode.UNSPECIFIED_ERROR,
              ReasonCode.MALFORMED_PACKET,
              ReasonCode.PROTOCOL_ERROR,
              ReasonCode.IMPLEMENTATION_SPECIFIC,
              ReasonCode.TOPIC_NAME_INVALID,
              ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
              ReasonCode.TOPIC_ALIAS_INVALID,
              ReasonCode.PACKET_TOO_LARGE,
              0x96, // message rate too high
              ReasonCode.QUOTA_EXCEEDED,
              0x98, // administrative action
              ReasonCode.PAYLOAD_FORMAT_INVALID ->
              true;
          default -> false;
        };
    requireReason(isOne, code);
    PropertyValues values = skipProperties(Property.IN_DISCONNECT);
    return new DisconnectPacket(code, values.sessionExpiry, values.reasonString);
  }

  private AuthPacket auth() {
    if (!isV5()) {
      throw MqttFault.protocol("a packet that version 3 does not have");
    } else if (!in.hasMore()) { // As if it were SUCCESS, which is the broker's to say.
      throw MqttFault.protocol("an AUTH without a reason code");
    }
    int code = in.octet();
    requireReason(
        code == ReasonCode.CONTINUE_AUTHENTICATION || code == ReasonCode.REAUTHENTICATE, code);
    PropertyValues values = skipProperties(Property.IN_AUTH);
    if (values.authenticationMethod == null) {
      throw MqttFault.protocol("an AUTH without a method");
    }
    return new AuthPacket(code, values.authenticationMethod, values.authenticationData);
  }
}

package io.warrenmq.mqtt.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.mqtt.message.MqttFormat;
import io.warrenmq.mqtt.message.PropertyWriter;
import io.warrenmq.mqtt.message.PublishHeader;
import io.warrenmq.mqtt.message.ReplyTopics;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.sys.Counter;
import io.warrenmq.mqtt.sys.Counters;
import io.warrenmq.mqtt.topic.TopicKeys;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is written is what Netty's decoder reads. */
class PacketWriterTest {
  private static final MqttFormat FORMAT =
      new MqttFormat(new ReplyTopics("amq.topic", new TopicKeys(false)));

  private final ByteBuf sent = Unpooled.buffer();
  private final Counters counters = new Counters();
  private final PacketWriter writer =
      new PacketWriter(
          new Transport() {
            @Override
            public Loop loop() {
              throw new UnsupportedOperationException();
            }

            @Override
            public TransportInfo info() {
              throw new UnsupportedOperationException();
            }

            @Override
            public ByteBuf out(int bytes) {
              return sent;
            }

            @Override
            public boolean isWritable() {
              return true;
            }

            @Override
            public void pauseReading() {}

            @Override
            public void resumeReading() {}

            @Override
            public void close() {}
          },
          counters);

  private MqttMessage received(MqttVersion version) {
    EmbeddedChannel client = new EmbeddedChannel(new MqttDecoder(100_000), MqttEncoder.INSTANCE);
    client.writeOutbound(
        MqttMessageBuilders.connect().protocolVersion(version).clientId("c").build());
    client.writeInbound(sent.copy());
    MqttMessage message = client.readInbound();
    assertThat(message.decoderResult().isSuccess()).isTrue();
    assertThat(client.<MqttMessage>readInbound()).isNull();
    client.releaseOutbound();
    return message;
  }

  private static Message message(String payload) {
    PropertyWriter properties = new PropertyWriter();
    properties.text(Property.CONTENT_TYPE, "text");
    properties.user("colour", "red");
    byte[] props = properties.bytes();
    byte[] body = payload.getBytes(UTF_8);
    byte[] client = "publisher".getBytes(UTF_8);
    int header = PublishHeader.length(client, props.length);
    byte[] all = new byte[header + body.length];
    int at = PublishHeader.write(all, 1, false, client);
    System.arraycopy(props, 0, all, at, props.length);
    System.arraycopy(body, 0, all, header, body.length);
    return new Message(
        FORMAT, all, header, true, -1, Message.NO_TTL, 0, "amq.topic", "a.b", List.of());
  }

  private static PacketWriter.Publish publish() {
    PacketWriter.Publish with = new PacketWriter.Publish();
    with.topic = "a/é";
    with.qos = 2;
    with.packetId = 65_535;
    with.duplicate = true;
    with.retain = true;
    with.alias = -3;
    with.expiry = 77;
    with.subscriptionIds = new int[] {1, 300};
    return with;
  }

  @Test
  void writesAMessageOfVersion5() {
    assertThat(writer.publish(message("payload"), publish())).isTrue();

    MqttPublishMessage publish = (MqttPublishMessage) received(MqttVersion.MQTT_5);
    assertThat(publish.variableHeader().topicName()).isEqualTo("a/é");
    assertThat(publish.variableHeader().packetId()).isEqualTo(65_535);
    assertThat(publish.fixedHeader().qosLevel().value()).isEqualTo(2);
    assertThat(publish.fixedHeader().isDup()).isTrue();
    assertThat(publish.fixedHeader().isRetain()).isTrue();
    assertThat(publish.payload().toString(UTF_8)).isEqualTo("payload");
    MqttProperties properties = publish.variableHeader().properties();
    assertThat(properties.getProperty(Property.TOPIC_ALIAS).value()).isEqualTo(3);
    assertThat(properties.getProperty(Property.MESSAGE_EXPIRY).value()).isEqualTo(77);
    assertThat(properties.getProperty(Property.CONTENT_TYPE).value()).isEqualTo("text");
    assertThat(properties.getProperties(Property.SUBSCRIPTION_ID))
        .extracting(each -> each.value())
        .containsExactly(1, 300);
    assertThat(properties.getProperties(Property.USER_PROPERTY)).hasSize(1);
  }

  /** The user properties of what was written, by NAME=VALUE. */
  private List<String> userProperties() {
    MqttPublishMessage publish = (MqttPublishMessage) received(MqttVersion.MQTT_5);
    assertThat(publish.payload().toString(UTF_8)).isEqualTo("payload");
    List<String> user = new ArrayList<>();
    for (MqttProperties.MqttProperty<?> each :
        publish.variableHeader().properties().getProperties(Property.USER_PROPERTY)) {
      MqttProperties.StringPair pair = ((MqttProperties.UserProperty) each).value();
      user.add(pair.key + "=" + pair.value);
    }
    return user;
  }

  @Test
  void writesWhatWasAddedOnTheWayAheadOfWhatCame() {
    Message message = message("payload");
    Annotations added =
        message
            .annotations()
            .with("traceparent", "00-1-2-01")
            .with("colour", "blue")
            .with("x-number", 7L)
            .with("x-exchange", "internal")
            .with("x-list", List.of(1));

    writer.publish(message.annotate(added), publish());

    assertThat(userProperties())
        .containsExactly("traceparent=00-1-2-01", "colour=blue", "x-number=7", "colour=red");
  }

  @Test
  void writesOnceWhatIsThereAlready() {
    Message message = message("payload");

    writer.publish(message.annotate(message.annotations().with("colour", "red")), publish());

    assertThat(userProperties()).containsExactly("colour=red");
  }

  @Test
  void leavesOutATopicThatTheClientKnowsByItsAlias() {
    PacketWriter.Publish with = publish();
    with.alias = 3;
    writer.publish(message("payload"), with);

    MqttPublishMessage publish = (MqttPublishMessage) received(MqttVersion.MQTT_5);
    assertThat(publish.variableHeader().topicName()).isEmpty();
  }

  @Test
  void writesAMessageOfVersion3WithoutProperties() {
    writer.connected(ProtocolVersion.V3_1_1, Integer.MAX_VALUE);
    writer.publish(message("payload"), publish());

    MqttPublishMessage publish = (MqttPublishMessage) received(MqttVersion.MQTT_3_1_1);
    assertThat(publish.variableHeader().topicName()).isEqualTo("a/é");
    assertThat(publish.variableHeader().packetId()).isEqualTo(65_535);
    assertThat(publish.payload().toString(UTF_8)).isEqualTo("payload");
  }

  @Test
  void writesNoneThatIsLargerThanTheClientTakes() {
    writer.publish(message("payload"), publish());
    int bytes = sent.readableBytes();
    sent.clear();
    writer.connected(ProtocolVersion.V5, bytes - 1);

    assertThat(writer.publish(message("payload"), publish())).isFalse();

    assertThat(sent.isReadable()).isFalse();
    assertThat(counters.of(Counter.DROPPED)).isEqualTo(1);
    writer.connected(ProtocolVersion.V5, bytes);
    assertThat(writer.publish(message("payload"), publish())).isTrue();
  }

  @Test
  void countsWhatItWrites() {
    writer.publish(message("payload"), publish());
    writer.puback(1, ReasonCode.QUOTA_EXCEEDED);
    writer.suback(2, new byte[] {0, 1}, new PropertyWriter());
    writer.pingresp();

    assertThat(counters.of(Counter.PACKETS_SENT)).isEqualTo(4);
    assertThat(counters.of(Counter.BYTES_SENT)).isEqualTo(sent.readableBytes());
    assertThat(counters.of(Counter.PUBLISHES_SENT)).isEqualTo(1);
    assertThat(counters.of(Counter.PAYLOAD_BYTES_SENT)).isEqualTo(7);
    assertThat(counters.of(Counter.DROPPED)).isZero();
  }

  @Test
  void writesNoAnswerThatIsLargerThanTheClientTakes() {
    PropertyWriter properties = new PropertyWriter();
    properties.text(Property.REASON_STRING, "why");
    writer.connack(false, ReasonCode.SUCCESS, properties);
    int bytes = sent.readableBytes();
    writer.connected(ProtocolVersion.V5, bytes);
    writer.checkConnack(properties);
    writer.checkAnswer(bytes - 5);

    assertTooLarge(() -> writer.checkAnswer(bytes - 4));
    writer.connected(ProtocolVersion.V5, bytes - 1);
    assertTooLarge(() -> writer.checkConnack(properties));
    sent.clear();
    assertTooLarge(() -> writer.auth(ReasonCode.CONTINUE_AUTHENTICATION, wordy()));
    assertThat(sent.isReadable()).isFalse();
  }

  private static PropertyWriter wordy() {
    PropertyWriter properties = new PropertyWriter();
    properties.text(Property.REASON_STRING, "x".repeat(200));
    return properties;
  }

  private static void assertTooLarge(ThrowingCallable writing) {
    assertThat(catchThrowableOfType(MqttFault.class, writing).reasonCode())
        .isEqualTo(ReasonCode.PACKET_TOO_LARGE);
  }

  @Test
  void leavesOutPropertiesThatAreMoreThanTheClientTakes() {
    writer.connected(ProtocolVersion.V5, 20);

    writer.connack(false, ReasonCode.NOT_AUTHORIZED, wordy());
    assertThat(sent).isEqualTo(Unpooled.wrappedBuffer(new byte[] {0x20, 3, 0, (byte) 0x87, 0}));
    sent.clear();
    writer.disconnect(ReasonCode.PACKET_TOO_LARGE, wordy());
    assertThat(sent).isEqualTo(Unpooled.wrappedBuffer(new byte[] {(byte) 0xe0, 2, (byte) 0x95, 0}));

    sent.clear();
    writer.connected(ProtocolVersion.V5, 3);
    writer.disconnect(ReasonCode.PACKET_TOO_LARGE, wordy());
    assertThat(sent.isReadable()).isFalse();
  }

  @Test
  void writesLengthsOfUpToFourBytes() {
    for (int length : new int[] {0, 60, 100, 127, 128, 16_000, 16_383, 16_384, 99_000}) {
      sent.clear();
      writer.publish(message("x".repeat(length)), publish());
      MqttPublishMessage publish = (MqttPublishMessage) received(MqttVersion.MQTT_5);
      assertThat(publish.payload().readableBytes()).isEqualTo(length);
    }
  }

  @Test
  void writesAcknowledgements() {
    writer.puback(7, ReasonCode.NO_MATCHING_SUBSCRIBERS);

    MqttMessage puback = received(MqttVersion.MQTT_5);
    assertThat(puback.fixedHeader().messageType()).isEqualTo(MqttMessageType.PUBACK);
    MqttPubReplyMessageVariableHeader header =
        (MqttPubReplyMessageVariableHeader) puback.variableHeader();
    assertThat(header.messageId()).isEqualTo(7);
    assertThat(header.reasonCode()).isEqualTo((byte) 0x10);

    sent.clear();
    writer.pubrel(8, ReasonCode.SUCCESS);
    assertThat(received(MqttVersion.MQTT_5).fixedHeader().messageType())
        .isEqualTo(MqttMessageType.PUBREL);
    assertThat(sent.readableBytes()).isEqualTo(4);

    sent.clear();
    writer.connected(ProtocolVersion.V3_1_1, Integer.MAX_VALUE);
    writer.pubrec(9, ReasonCode.NO_MATCHING_SUBSCRIBERS);
    writer.pubcomp(9, ReasonCode.PACKET_ID_NOT_FOUND);
    assertThat(sent.readableBytes()).isEqualTo(8); // without reasons
  }

  @Test
  void writesConnack() {
    PropertyWriter properties = new PropertyWriter();
    properties.shortNumber(Property.RECEIVE_MAXIMUM, 100);
    properties.number(Property.MAXIMUM_PACKET_SIZE, 4_000_000_000L);
    properties.octet(Property.RETAIN_AVAILABLE, 1);
    properties.text(Property.ASSIGNED_CLIENT_ID, "assigned");
    writer.connack(true, ReasonCode.SUCCESS, properties);

    MqttConnAckMessage connack = (MqttConnAckMessage) received(MqttVersion.MQTT_5);
    assertThat(connack.variableHeader().isSessionPresent()).isTrue();
    MqttProperties read = connack.variableHeader().properties();
    assertThat(read.getProperty(Property.RECEIVE_MAXIMUM).value()).isEqualTo(100);
    assertThat(read.getProperty(Property.MAXIMUM_PACKET_SIZE).value())
        .isEqualTo((int) 4_000_000_000L);
    assertThat(read.getProperty(Property.ASSIGNED_CLIENT_ID).value()).isEqualTo("assigned");

    sent.clear();
    writer.connected(ProtocolVersion.V3_1, Integer.MAX_VALUE);
    writer.connack(true, 0, properties);
    assertThat(sent).isEqualTo(Unpooled.wrappedBuffer(new byte[] {0x20, 2, 0, 0}));
  }

  @Test
  void writesAnswersToSubscriptions() {
    writer.suback(9, new byte[] {1, (byte) 0x87}, new PropertyWriter());
    MqttSubAckMessage suback = (MqttSubAckMessage) received(MqttVersion.MQTT_5);
    assertThat(suback.variableHeader().messageId()).isEqualTo(9);
    assertThat(suback.payload().reasonCodes()).containsExactly(1, 0x87);

    sent.clear();
    writer.unsuback(10, new byte[] {0, 0x11}, new PropertyWriter());
    MqttUnsubAckMessage unsuback = (MqttUnsubAckMessage) received(MqttVersion.MQTT_5);
    assertThat(unsuback.payload().unsubscribeReasonCodes()).containsExactly((short) 0, (short) 17);

    sent.clear();
    writer.connected(ProtocolVersion.V3_1_1, Integer.MAX_VALUE);
    writer.unsuback(10, new byte[] {0}, new PropertyWriter());
    assertThat(sent.readableBytes()).isEqualTo(4);
  }

  @Test
  void writesDisconnectToVersion5Alone() {
    PropertyWriter properties = new PropertyWriter();
    properties.text(Property.REASON_STRING, "why");
    writer.disconnect(ReasonCode.SESSION_TAKEN_OVER, properties);
    MqttMessage disconnect = received(MqttVersion.MQTT_5);
    assertThat(
            ((MqttReasonCodeAndPropertiesVariableHeader) disconnect.variableHeader()).reasonCode())
        .isEqualTo((byte) 0x8E);

    sent.clear();
    writer.pingresp();
    assertThat(received(MqttVersion.MQTT_5).fixedHeader().messageType())
        .isEqualTo(MqttMessageType.PINGRESP);

    sent.clear();
    writer.auth(ReasonCode.CONTINUE_AUTHENTICATION, new PropertyWriter());
    assertThat(received(MqttVersion.MQTT_5).fixedHeader().messageType())
        .isEqualTo(MqttMessageType.AUTH);

    sent.clear();
    writer.connected(ProtocolVersion.V3_1_1, Integer.MAX_VALUE);
    writer.disconnect(ReasonCode.SESSION_TAKEN_OVER, properties);
    assertThat(sent.isReadable()).isFalse();
  }
}

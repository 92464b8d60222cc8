package io.warrenmq.mqtt.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Netty's encoder writes is read, in whatever pieces it comes. */
class PacketDecoderTest {
  private static MqttConnectMessage connect(MqttVersion version) {
    MqttMessageBuilders.ConnectBuilder connect =
        MqttMessageBuilders.connect()
            .protocolVersion(version)
            .clientId("client")
            .cleanSession(true)
            .keepAlive(60)
            .username("guest")
            .password("secret".getBytes(UTF_8))
            .willFlag(true)
            .willTopic("gone/client")
            .willMessage("bye".getBytes(UTF_8))
            .willQoS(MqttQoS.AT_LEAST_ONCE)
            .willRetain(true);
    if (version == MqttVersion.MQTT_5) {
      MqttProperties properties = new MqttProperties();
      properties.add(new IntegerProperty(Property.SESSION_EXPIRY, -1));
      properties.add(new IntegerProperty(Property.RECEIVE_MAXIMUM, 7));
      properties.add(new IntegerProperty(Property.MAXIMUM_PACKET_SIZE, 5000));
      properties.add(new IntegerProperty(Property.TOPIC_ALIAS_MAXIMUM, 3));
      properties.add(new IntegerProperty(Property.REQUEST_PROBLEM_INFORMATION, 0));
      properties.add(new StringProperty(Property.AUTHENTICATION_METHOD, "SCRAM-SHA-256"));
      properties.add(new BinaryProperty(Property.AUTHENTICATION_DATA, new byte[] {1, 2}));
      properties.add(new UserProperty("a", "b"));
      MqttProperties will = new MqttProperties();
      will.add(new IntegerProperty(Property.WILL_DELAY, 5));
      will.add(new IntegerProperty(Property.MESSAGE_EXPIRY, 9));
      will.add(new StringProperty(Property.CONTENT_TYPE, "text"));
      connect.properties(properties).willProperties(will);
    }
    return connect.build();
  }

  private static List<MqttMessage> packets(MqttVersion version) {
    boolean v5 = version == MqttVersion.MQTT_5;
    List<MqttMessage> all = new ArrayList<>();
    all.add(connect(version));
    MqttProperties properties = new MqttProperties();
    if (v5) {
      properties.add(new IntegerProperty(Property.TOPIC_ALIAS, 2));
      properties.add(new StringProperty(Property.CONTENT_TYPE, "tëxt"));
      properties.add(new IntegerProperty(Property.MESSAGE_EXPIRY, 77));
      properties.add(new UserProperty("colour", "red"));
    }
    all.add(
        MqttMessageBuilders.publish()
            .topicName("a/é")
            .qos(MqttQoS.EXACTLY_ONCE)
            .messageId(65_535)
            .retained(true)
            .properties(properties)
            .payload(Unpooled.wrappedBuffer("payload".getBytes(UTF_8)))
            .build());
    all.add(
        MqttMessageBuilders.publish()
            .topicName("b")
            .qos(MqttQoS.AT_MOST_ONCE)
            .payload(Unpooled.EMPTY_BUFFER)
            .build());
    MqttMessageBuilders.SubscribeBuilder subscribe = MqttMessageBuilders.subscribe().messageId(9);
    if (v5) {
      subscribe.addSubscription(
          "a/+",
          new MqttSubscriptionOption(
              MqttQoS.EXACTLY_ONCE,
              true,
              true,
              MqttSubscriptionOption.RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE));
      MqttProperties ids = new MqttProperties();
      ids.add(new IntegerProperty(Property.SUBSCRIPTION_ID, 300));
      subscribe.properties(ids);
    } else {
      subscribe.addSubscription(MqttQoS.EXACTLY_ONCE, "a/+");
    }
    all.add(subscribe.addSubscription(MqttQoS.AT_MOST_ONCE, "#").build());
    all.add(MqttMessageBuilders.unsubscribe().messageId(10).addTopicFilter("a/+").build());
    all.add(MqttMessageBuilders.pubAck().packetId(4).reasonCode((byte) (v5 ? 0x10 : 0)).build());
    all.add(MqttMessage.PINGREQ);
    all.add(
        v5
            ? MqttMessageBuilders.disconnect().reasonCode((byte) 4).build()
            : MqttMessage.DISCONNECT);
    return all;
  }

  private static ByteBuf bytes(MqttVersion version) {
    EmbeddedChannel channel = new EmbeddedChannel(MqttEncoder.INSTANCE);
    packets(version).forEach(channel::writeOutbound);
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf each; (each = channel.readOutbound()) != null; each.release()) {
      all.writeBytes(each);
    }
    channel.finishAndReleaseAll();
    return all;
  }

  private static PacketDecoder decoder() {
    return new PacketDecoder(Packets.LIMITS, 10_000);
  }

  @Test
  void readsVersion5() {
    Packets packets = Packets.of(decoder(), bytes(MqttVersion.MQTT_5));

    ConnectPacket connect = packets.connects.get(0);
    assertThat(connect.version()).isEqualTo(ProtocolVersion.V5);
    assertThat(connect.cleanStart()).isTrue();
    assertThat(connect.keepAlive()).isEqualTo(60);
    assertThat(connect.username()).isEqualTo("guest");
    assertThat(connect.password()).asString(UTF_8).isEqualTo("secret");
    assertThat(connect.sessionExpiry()).isEqualTo(ConnectPacket.NEVER);
    assertThat(connect.receiveMaximum()).isEqualTo(7);
    assertThat(connect.maximumPacketSize()).isEqualTo(5000);
    assertThat(connect.topicAliasMaximum()).isEqualTo(3);
    assertThat(connect.requestProblemInformation()).isFalse();
    assertThat(connect.authenticationMethod()).isEqualTo("SCRAM-SHA-256");
    assertThat(connect.authenticationData()).containsExactly(1, 2);
    assertThat(connect.will()).isNotNull();
    assertThat(connect.will().topic()).isEqualTo("gone/client");
    assertThat(connect.will().payload()).asString(UTF_8).isEqualTo("bye");
    assertThat(connect.will().qos()).isEqualTo(1);
    assertThat(connect.will().retain()).isTrue();
    assertThat(connect.will().delay()).isEqualTo(5);
    assertThat(connect.will().expiry()).isEqualTo(9);
    assertThat(connect.will().properties()).containsExactly(3, 0, 4, 't', 'e', 'x', 't');
    assertThat(connect).hasToString("CONNECT[V5, client client, user guest]");
    assertThat(packets.all)
        .containsExactly(
            "CONNECT client",
            "PUBLISH a/é qos 2 id 65535 dup false retain true alias 2 expiry 77 kept"
                + " 03000574c3ab7874260006636f6c6f75720003726564 payload 7061796c6f6164",
            "PUBLISH b qos 0 id 0 dup false retain false alias -1 expiry -1 kept  payload ",
            "SubscribePacket[packetId=9, subscriptions=["
                + "Subscription[filter=a/+, qos=2, noLocal=true, retainAsPublished=true,"
                + " retainHandling=NEVER, identifier=300],"
                + " Subscription[filter=#, qos=0, noLocal=false, retainAsPublished=false,"
                + " retainHandling=ALWAYS, identifier=300]]]",
            "UnsubscribePacket[packetId=10, filters=[a/+]]",
            "PUBACK 4 16",
            "PINGREQ",
            "DisconnectPacket[reasonCode=4, sessionExpiry=-1, reasonString=null]");
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1", "MQTT_3_1_1"})
  void readsVersion3(MqttVersion version) {
    Packets packets = Packets.of(decoder(), bytes(version));

    ConnectPacket connect = packets.connects.get(0);
    assertThat(connect.version().level()).isEqualTo(version.protocolLevel());
    assertThat(connect.sessionExpiry()).isZero();
    assertThat(connect.receiveMaximum()).isEqualTo(65_535);
    assertThat(connect.will().properties()).isEmpty();
    assertThat(packets.all)
        .containsExactly(
            "CONNECT client",
            "PUBLISH a/é qos 2 id 65535 dup false retain true alias -1 expiry -1 kept  payload"
                + " 7061796c6f6164",
            "PUBLISH b qos 0 id 0 dup false retain false alias -1 expiry -1 kept  payload ",
            "SubscribePacket[packetId=9, subscriptions=["
                + "Subscription[filter=a/+, qos=2, noLocal=false, retainAsPublished=false,"
                + " retainHandling=ALWAYS, identifier=0],"
                + " Subscription[filter=#, qos=0, noLocal=false, retainAsPublished=false,"
                + " retainHandling=ALWAYS, identifier=0]]]",
            "UnsubscribePacket[packetId=10, filters=[a/+]]",
            "PUBACK 4 0",
            "PINGREQ",
            "DisconnectPacket[reasonCode=0, sessionExpiry=-1, reasonString=null]");
  }

  @Test
  void aRemainingLengthMayHaveMoreBytesThanItNeeds() {
    // [MQTT-1.5.5-1] is the client's; the first is a CONNECT of 3.1.1
    ByteBuf in =
        Unpooled.wrappedBuffer(
            new byte[] {0x10, (byte) 0x8d, (byte) 0x80, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 10},
            new byte[] {0, 1, 'c', (byte) 0xc0, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0});

    assertThat(Packets.of(decoder(), in).all).containsExactly("CONNECT c", "PINGREQ");
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1", "MQTT_3_1_1", "MQTT_5"})
  void readsTheSameInPieces(MqttVersion version) {
    ByteBuf all = bytes(version);
    List<String> whole = Packets.of(decoder(), all.duplicate()).all;
    for (int cut = 0; cut <= all.readableBytes(); cut++) {
      PacketDecoder decoder = decoder();
      Packets packets = new Packets();
      ByteBuf arrived = Unpooled.buffer();
      arrived.writeBytes(all, 0, cut);
      while (decoder.decode(arrived, packets)) {
        // until there is no whole one
      }
      arrived.writeBytes(all, cut, all.readableBytes() - cut);
      while (decoder.decode(arrived, packets)) {
        // until there is no whole one
      }
      assertThat(packets.all).as("cut at %d", cut).isEqualTo(whole);
      assertThat(arrived.isReadable()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1", "MQTT_3_1_1", "MQTT_5"})
  void whateverComesIsReadOrRefused(MqttVersion version) {
    byte[] sound = new byte[bytes(version).readableBytes()];
    bytes(version).readBytes(sound);
    int refused = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      byte[] bytes = sound.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(4));
      }
      try {
        Packets.of(decoder(), Unpooled.wrappedBuffer(bytes));
      } catch (MqttFault fault) {
        refused++;
        assertThat(fault.reasonCode()).as("seed %d", seed).isBetween(0x80, 0xA2);
      }
    }
    assertThat(refused).isBetween(5_000, 19_900);
  }
}

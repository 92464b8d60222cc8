package io.warrenmq.mqtt.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.mqtt.packet.MqttFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client must not send, clause by clause, and the reason with which it is refused. */
class MalformedPacketsTest {
  // Without properties, clean, keep alive 10, the client "c".
  private static final String CONNECT5 = "100e 0004 4d515454 05 02 000a 00 0001 63";
  private static final String CONNECT4 = "100d 0004 4d515454 04 02 000a 0001 63";
  private static final String CONNECT3 = "100f 0006 4d5149736470 03 02 000a 0001 63";

  private static ByteBuf hex(String text) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(text.replace(" ", "")));
  }

  private static MqttFault refusal(String... hex) {
    PacketDecoder decoder = new PacketDecoder(Packets.LIMITS, 10_000);
    return catchThrowableOfType(
        MqttFault.class, () -> Packets.of(decoder, hex(String.join("", hex))));
  }

  private static void assertRefused(String expected, MqttFault fault) {
    assertThat(fault).isNotNull();
    assertThat(Integer.toHexString(fault.reasonCode())).as(fault.getMessage()).isEqualTo(expected);
    assertThat(fault.getStackTrace()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "82, c000, the first packet is a PINGREQ [MQTT-3.1.0-1]",
    "81, 110e 0004 4d515454 05 02 000a 00 0001 63, reserved flags [MQTT-2.1.3-1]",
    "84, 100e 0004 4d515454 06 02 000a 00 0001 63, level 6 [MQTT-3.1.2-2]",
    "84, 100e 0004 4d515458 05 02 000a 00 0001 63, another name [MQTT-3.1.2-1]",
    "84, 1010 0006 4d5149736470 05 02 000a 00 0001 63, MQIsdp of level 5",
    "81, 100e 0004 4d515454 05 03 000a 00 0001 63, reserved connect flag [MQTT-3.1.2-3]",
    "81, 100e 0004 4d515454 05 0a 000a 00 0001 63, will QoS without will [MQTT-3.1.2-11]",
    "81, 100e 0004 4d515454 05 22 000a 00 0001 63, will retain without will [MQTT-3.1.2-13]",
    "81, 100e 0004 4d515454 05 1e 000a 00 0001 63, will QoS 3 [MQTT-3.1.2-12]",
    "81, 100f 0004 4d515454 04 42 000a 0001 63 0000, password alone in 3.1.1 [MQTT-3.1.2-22]",
    "81, 100e 0004 4d515454 05 82 000a 00 0001 63, user name flag without user name",
    "81, 100f 0004 4d515454 05 02 000a 00 0001 63 00, bytes behind the end",
    "81, 1010 0004 4d515454 05 02 000a 00 0003 ed a080, a surrogate [MQTT-1.5.4-1]",
    "81, 100e 0004 4d515454 05 02 000a 00 0001 00, U+0000 [MQTT-1.5.4-2]",
    "81, 100f 0004 4d515454 05 02 000a 00 0002 c080, an overlong form [MQTT-1.5.4-1]",
    "82, 1011 0004 4d515454 05 02 000a 03 210000 0001 63, receive maximum 0",
    "82, 1013 0004 4d515454 05 02 000a 05 2700000000 0001 63, maximum packet size 0",
    "82, 1014 0004 4d515454 05 02 000a 06 210001 210001 0001 63, a property twice",
    "82, 1010 0004 4d515454 05 02 000a 02 1702 0001 63, a flag of 2",
    "81, 1011 0004 4d515454 05 02 000a 03 230001 0001 63, a property of another packet",
    "81, 1010 0004 4d515454 05 02 000a 02 3001 0001 63, an unknown property",
    "81, 1010 0004 4d515454 05 02 000a 02 2100 0001 63, a property cut off",
    "82, 1011 0004 4d515454 05 02 000a 03 160000 0001 63, authentication data without method",
    "81, 108080808001, five bytes of length",
    "95, 10ffff7f, larger than allowed",
    "82, 1017 0004 4d515454 05 06 000a 00 0001 63 03 080000 0001 74 0000, a will's response topic",
    "90, 1014 0004 4d515454 05 06 000a 00 0001 63 00 0001 23 0000, a wildcard in a will's topic",
  })
  void connect(String reason, String hex, String why) {
    assertRefused(reason, refusal(hex));
  }

  @ParameterizedTest
  @CsvSource({
    "82, 100e 0004 4d515454 05 02 000a 00 0001 63, a second CONNECT [MQTT-3.1.0-2]",
    "81, 0000, type 0",
    "82, 20020000, a CONNACK from a client",
    "82, 9003000100, a SUBACK from a client",
    "82, d000, a PINGRESP from a client",
    "81, c001 00, a PINGREQ with something in it",
    "81, c100, flags of PINGREQ",
    "81, 3606 0001 61 0001 00, QoS 3 [MQTT-3.3.1-4]",
    "81, 3804 0001 61 00, a duplicate of QoS 0 [MQTT-3.3.1-2]",
    "81, 3206 0001 61 0000 00, packet identifier 0 [MQTT-2.2.1-3]",
    "90, 3005 0002 612b 00, a wildcard in a topic [MQTT-3.3.2-2]",
    "82, 3003 0000 00, no topic and no alias",
    "94, 3006 0000 03 230000, alias 0 [MQTT-3.3.2-8]",
    "82, 3006 0001 61 02 0b01, a subscription identifier from a client [MQTT-3.3.4-6]",
    "82, 3008 0001 61 04 0101 0100, payload format twice",
    "82, 3006 0001 61 02 0102, payload format 2",
    "82, 3008 0001 61 04 0800012b, a wildcard in a response topic [MQTT-3.3.2-14]",
    "82, 3007 0001 61 03 080000, an empty response topic [MQTT-4.7.3-1]",
    "81, 3007 0001 61 03 030001, a content type cut off",
    "81, 3008 0001 61 04 030001ff, a content type that is no UTF-8",
    "81, 3005 0001 61 0580, properties longer than the packet",
    "81, 3006 0001 61 8000 00, a length of more bytes than needed [MQTT-1.5.5-1]",
    "81, 3003 0002 61, a topic longer than the packet",
    "81, 4001 00, an acknowledgement without identifier",
    "81, 4002 0000, an acknowledgement of identifier 0",
    "82, 4003 0001 92, a reason that is not PUBACK's",
    "82, 6203 0001 10, a reason that is not PUBREL's",
    "81, 6002 0001, flags of PUBREL [MQTT-3.6.1-1]",
    "81, 4006 0001 00 01 1f00, a property cut off",
    "81, 8006 0001 00 0001 61 00, flags of SUBSCRIBE [MQTT-3.8.1-1]",
    "82, 8203 0001 00, no filter [MQTT-3.8.3-2]",
    "82, 8207 0001 00 0001 61 03, QoS 3 §3.8.3.1",
    "81, 8207 0001 00 0001 61 40, reserved options [MQTT-3.8.3-5]",
    "82, 8207 0001 00 0001 61 30, retain handling 3",
    "82, 8210 0001 00 000a 24736861 72652f672f61 04, no local of a shared one [MQTT-3.8.3-4]",
    "82, 8209 0001 02 0b00 0001 61 00, subscription identifier 0",
    "81, 8206 0001 00 0001 61, a filter without options",
    "8f, 8206 0001 00 0000 00, an empty filter [MQTT-4.7.3-1]",
    "8f, 8208 0001 00 0002 2361 00, # before the end [MQTT-4.7.1-1]",
    "97, 821b 0001 00 00016100 00016100 00016100 00016100 00016100 00016100, six filters",
    "81, a006 0001 00 0001 61, flags of UNSUBSCRIBE [MQTT-3.10.1-1]",
    "82, a203 0001 00, no filter to leave [MQTT-3.10.3-2]",
    "82, e001 01, a reason that is not DISCONNECT's",
    "81, e100, flags of DISCONNECT [MQTT-3.14.1-1]",
    "81, e004 00 02 1c00, a property of a broker's DISCONNECT",
    "81, f100, flags of AUTH [MQTT-3.15.1-1]",
    "82, f000, an AUTH of nothing",
    "82, f001 18, an AUTH without a method",
    "82, f001 00, an AUTH of a broker",
  })
  void afterConnectOfVersion5(String reason, String hex, String why) {
    assertRefused(reason, refusal(CONNECT5, hex));
  }

  @ParameterizedTest
  @CsvSource({
    "82, f000, AUTH",
    "81, e001 00, a DISCONNECT with a reason",
    "81, 4003 0001 00, a PUBACK with a reason",
    "81, 8206 0001 0001 61 03, QoS 3 [MQTT-3.8.3-4]",
    "81, 8206 0001 0001 61 04, reserved options",
    "90, 3002 0000, an empty topic [MQTT-4.7.3-1]",
    "81, 6a02 0001, a duplicate PUBREL",
  })
  void afterConnectOfVersion311(String reason, String hex, String why) {
    assertRefused(reason, refusal(CONNECT4, hex));
  }

  @Test
  void version31HasTheFlagOfDuplicatesInMorePackets() {
    PacketDecoder decoder = new PacketDecoder(Packets.LIMITS, 10_000);

    assertThat(Packets.of(decoder, hex(CONNECT3 + "6a02 0001")).all)
        .containsExactly("CONNECT c", "PUBREL 1 0");
  }

  @Test
  void refusesWhatIsBeyondTheLimits() {
    String userProperty = "26 0001 61 0001 62";
    String five = userProperty.repeat(5);
    assertRefused("97", refusal(CONNECT5, "3027 0001 61 23", five)); // five of four
    assertRefused("90", refusal(CONNECT5, "302b 0028" + "2f".repeat(40) + "00")); // 41 levels
    assertRefused("90", refusal(CONNECT5, "30eb07 03e9" + "61".repeat(1001))); // 1,001 bytes
    assertRefused("8f", refusal(CONNECT5, "822e 0001 00 0028" + "2f".repeat(40) + "00"));
  }

  @Test
  void aFaultQuotesNoMoreThanALineOfTheClient() {
    MqttFault fault = MqttFault.protocol("method " + "x".repeat(65_535));

    assertThat(fault.text()).hasSize(303).startsWith("method xxx").endsWith("x...");
  }

  @Test
  void aPacketsSizeIsCheckedBeforeItIsThere() {
    PacketDecoder decoder = new PacketDecoder(Packets.LIMITS, 20);
    Packets.of(decoder, hex(CONNECT5));
    decoder.setPacketBytesMax(30);

    assertThat(Packets.of(decoder, hex("301e 0001 61")).all).isEmpty();
    assertRefused(
        "95", catchThrowableOfType(MqttFault.class, () -> Packets.of(decoder, hex("301f"))));
  }

  @Test
  void aTopicMayBeLeftOutWithAnAlias() {
    PacketDecoder decoder = new PacketDecoder(Packets.LIMITS, 10_000);

    assertThat(Packets.of(decoder, hex(CONNECT5 + "3006 0000 03 230001")).all)
        .last()
        .asString()
        .startsWith("PUBLISH  qos 0 id 0 dup false retain false alias 1");
  }
}

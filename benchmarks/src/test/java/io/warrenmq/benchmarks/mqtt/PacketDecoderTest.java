package io.warrenmq.benchmarks.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecoderTest {
  private static final String STREAM =
      "20020005" // CONNACK, return code 5
          + "9004000b0001" // SUBACK, all granted
          + "9004000c0080" // SUBACK, one refused
          + "30050001746869" // PUBLISH, QoS 0, topic t
          + "320700017400096869" // PUBLISH, QoS 1, packet id 9
          + "4002fffe" // PUBACK
          + "d000"; // PINGRESP
  private static final List<String> PACKETS =
      List.of(
          "connack 5",
          "suback 11 true",
          "suback 12 false",
          "publish 0 0 hi",
          "publish 1 9 hi",
          "puback 65534",
          "pingresp");

  private final RecordingSink sink = new RecordingSink();

  @Test
  void readsManyPacketsAtOnce() {
    PacketDecoder.decode(hex(STREAM), sink);

    assertThat(sink.packets).isEqualTo(PACKETS);
  }

  @Test
  void waitsForTheRestOfAPacket() {
    ByteBuf whole = hex(STREAM);
    ByteBuf in = Unpooled.buffer();

    while (whole.isReadable()) {
      in.writeByte(whole.readByte());
      PacketDecoder.decode(in, sink);
    }

    assertThat(sink.packets).isEqualTo(PACKETS);
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void readsLengthsOfSeveralBytes() {
    String payload = "x".repeat(20_000);
    ByteBuf in = hex("30a39c01000174"); // remaining length 20,003
    in.writeBytes(payload.getBytes(StandardCharsets.US_ASCII));

    PacketDecoder.decode(in, sink);

    assertThat(sink.packets).containsExactly("publish 0 0 " + payload);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30ffffffff01", // remaining length of five bytes
        "3400", // PUBLISH, QoS 2
        "3001 00", // PUBLISH without a topic
        "3002 0005", // PUBLISH whose topic goes beyond it
        "3203 0001 74", // PUBLISH, QoS 1, without a packet id
        "4001 00", // PUBACK without a whole packet id
        "2001 00", // CONNACK without a return code
        "9002 0001", // SUBACK without a code
        "d001 00", // PINGRESP with a body
        "e000", // DISCONNECT, which MQTT 3.1.1 has for clients only
      })
  void refusesWhatNoBrokerMaySend(String packet) {
    assertThatThrownBy(() -> PacketDecoder.decode(hex(packet), sink))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sink.packets).isEmpty();
  }

  private static ByteBuf hex(String text) {
    byte[] bytes = HexFormat.of().parseHex(text.replace(" ", ""));
    return Unpooled.buffer().writeBytes(bytes);
  }
}

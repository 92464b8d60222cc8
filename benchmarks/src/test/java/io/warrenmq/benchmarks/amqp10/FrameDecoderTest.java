package io.warrenmq.benchmarks.amqp10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final String STREAM =
      "414d515003010000" // protocol header, SASL
          + frame(1, "005340 c00801 b300000002 5858") // mechanisms: one symbol
          + frame(1, "005344 c00301 5000") // outcome: ok
          + "414d515000010000" // protocol header, AMQP
          // open: container, no hostname, frame 64 KiB, channel-max, idle time-out 30 s
          + frame(0, "005310 c01505 a10173 40 7000010000 6000ff 7000007530 40")
          // begin: remote channel, next outgoing id, incoming window
          + frame(0, "005311 d00000000b00000003 600003 5207 7000000190")
          // attach: handle, receiver, modes, source null, target empty list, two nulls, count
          + frame(0, "005312 c0150a a10161 43 41 5000 5000 40 00532945 40 40 5203")
          + frame(0, "005312 c00f07 a10161 43 42 5000 5000 40 00532945") // of a source refused
          // flow: of the session, then of a link, which asks for one of ours
          + frame(0, "005313 c00704 43 5264 43 5264")
          + frame(0, "005313 c00f0a 5205 5264 43 5264 43 5206 5207 40 40 41")
          // transfer: id in 64 bits, settled
          + frame(0, "00800000000000000014 c01005 43 8000000000000000ff a00101 43 41" + "00537745")
          + frame(0, "005314 c00201 43" + "00537745") // of the least fields
          // disposition of the receiver: range, settled, accepted; then one id, released
          + frame(0, "005315 c00a05 41 5201 5203 41 00532445")
          + frame(0, "005315 c00905 41 5209 40 41 00532645")
          + frame(0, "005315 c00905 42 5209 40 41 00532445") // of a sender: of no interest
          + "0000000802000000" // empty frame
          + frame(0, "005316 c01403 43 41 00531d c00b02 a30378 3a79 a103776879"); // detach
  private static final List<String> FRAMES =
      List.of(
          "header 3",
          "mechanisms",
          "outcome 0",
          "header 0",
          "open 65536 30000",
          "begin 3 7 400",
          "attach true true 3",
          "attach false false 0",
          new Flow(0, 100, false, 0, 0, false).toString(),
          new Flow(5, 100, true, 6, 7, true).toString(),
          "transfer 255 true 00537745",
          "transfer 0 false 00537745",
          "disposition 1 3 true true",
          "disposition 9 9 true false",
          "heartbeat",
          "link detached: x:y why");

  private final RecordingSink sink = new RecordingSink();
  private final FrameDecoder decoder = new FrameDecoder(sink);

  @Test
  void readsManyFramesAtOnce() {
    decoder.decode(hex(STREAM));

    assertThat(sink.frames).isEqualTo(FRAMES);
  }

  @Test
  void waitsForTheRestOfAFrame() {
    ByteBuf whole = hex(STREAM);
    ByteBuf in = Unpooled.buffer();

    while (whole.isReadable()) {
      in.writeByte(whole.readByte());
      decoder.decode(in);
    }

    assertThat(sink.frames).isEqualTo(FRAMES);
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void saysWhatWasEndedAndWhy() {
    decoder.decode(
        hex(frame(0, "00531745") + frame(0, "005318 c00f01 00531d c00902 a30378 3a79 a10162")));

    assertThat(sink.frames)
        .containsExactly("session ended by the broker", "connection closed: x:y b");
  }

  @Test
  void findsASectionOfAMessage() {
    ByteBuf in = hex("005370c0020142" + "005373d00000000400000000" + "005375a0024142");

    assertThat(Fields.section(in, 0, in.readableBytes(), Codes.DATA)).isEqualTo(22);
    assertThat(Fields.section(in, 0, in.readableBytes(), Codes.AMQP_VALUE)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000701000000", // size below that of a header
        "00000010 01000000 0000000000000000", // body begins inside the header
        "00000009 03000000 00", // body begins behind the frame
        "7f000000 02000000", // larger than any that we take
        "0000000e 02000000 005314 a00100", // a transfer that is no list
        "0000000c 02000000 00530045", // no performative
        "0000000f 02000000 005314 c00201 3f", // a value of no known type
        "00000018 02000000 005314 c00706 43 43 40 43 41 41 00537745", // a message in several frames
      })
  void refusesWhatNoBrokerMaySend(String frame) {
    assertThatThrownBy(() -> decoder.decode(hex(frame)))
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
    assertThat(sink.frames).isEmpty();
  }

  /** A frame on channel 0. */
  static String frame(int type, String body) {
    String compact = body.replace(" ", "");
    return String.format("%08x02%02x0000%s", 8 + compact.length() / 2, type, compact);
  }

  static ByteBuf hex(String text) {
    byte[] bytes = HexFormat.of().parseHex(text.replace(" ", ""));
    return Unpooled.buffer().writeBytes(bytes);
  }
}

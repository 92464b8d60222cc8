package io.warrenmq.benchmarks.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final String STREAM =
      "CONNECTED\nserver:x\nheart-beat:0,0\nversion:1.2\n\n\0\n"
          + "RECEIPT\nreceipt-id:00042\n\n\0\n"
          + "\n\r\n" // heart-beats
          + "MESSAGE\nsubscription:0\nack:T_0@@s@@1\nreceipt:7\ncontent-length:3\n\na\0b\0\n"
          + "MESSAGE\r\ndestination:/queue/a\r\nmessage-id:1\r\n\r\nwithout a length\0"
          + "MESSAGE\nack:first\nack:second\ncontent-length:0\ncontent-length:5\n\n\0"
          + "ERROR\nmessage:Bad CONNECT\ncontent-length:2\n\nno\0\n";
  private static final List<String> FRAMES =
      List.of(
          "connected",
          "receipt 42",
          "message [T_0@@s@@1] a\0b",
          "message [] without a length",
          "message [first] ",
          "error Bad CONNECT: no");

  private final RecordingSink sink = new RecordingSink();
  private final FrameDecoder decoder = new FrameDecoder(sink);

  @Test
  void readsManyFramesAtOnce() {
    decoder.decode(text(STREAM));

    assertThat(sink.frames).isEqualTo(FRAMES);
  }

  @Test
  void waitsForTheRestOfAFrame() {
    ByteBuf whole = text(STREAM);
    ByteBuf in = Unpooled.buffer();

    while (whole.isReadable()) {
      in.writeByte(whole.readByte());
      decoder.decode(in);
    }

    assertThat(sink.frames).isEqualTo(FRAMES);
    assertThat(in.isReadable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SEND\ndestination:/queue/a\n\n\0", // which is a client's
        "MESSAGE\ncontent-length:1\n\nab\0", // a length that is not the body's
        "MESSAGE\ncontent-length:-1\n\n\0",
        "MESSAGE\ncontent-length:\n\n\0",
        "MESSAGE\ncontent-length:1234567890\n\n\0",
        "RECEIPT\nreceipt-id:ours\n\n\0", // which no client here has asked for
        "RECEIPT\n\n\0",
      })
  void refusesWhatNoBrokerMaySend(String frame) {
    assertThatThrownBy(() -> decoder.decode(text(frame)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sink.frames).isEmpty();
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}

package io.warrenmq.amqp091.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final int FRAME_MAX = 131072;

  @Test
  void saysNothingUntilFrameIsWhole() {
    ByteBuf in = hex("ff 01 0005 00000005 003c0050 07 ce 08");

    for (int available = 0; available < 13; available++) {
      assertThat(FrameDecoder.frameBytes(in, 1, available, FRAME_MAX)).isZero();
    }
    assertThat(FrameDecoder.frameBytes(in, 1, 13, FRAME_MAX)).isEqualTo(13);
    assertThat(FrameDecoder.frameBytes(in, 1, 14, FRAME_MAX)).isEqualTo(13);
    assertThat(FrameDecoder.type(in, 1)).isEqualTo(FrameType.METHOD);
    assertThat(FrameDecoder.channel(in, 1)).isEqualTo(5);
    assertThat(FrameDecoder.payloadBytes(in, 1)).isEqualTo(5);
    assertThat(FrameDecoder.methodId(in, 1)).isEqualTo(60 << 16 | 80);
  }

  @Test
  void acceptsContentHeader() {
    ByteBuf in = hex("02 ffff 0000000e 003c 0001 ffffffffffffffff 0000 ce");

    assertThat(FrameDecoder.frameBytes(in, 0, in.readableBytes(), FRAME_MAX)).isEqualTo(22);
    assertThat(FrameDecoder.channel(in, 0)).isEqualTo(65535);
    assertThat(FrameDecoder.payloadBytes(in, 0)).isEqualTo(14);
  }

  @ParameterizedTest
  @ValueSource(ints = {FRAME_MAX + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
  void refusesTooLargeFrameByItsHeaderAlone(int size) {
    ByteBuf in = Unpooled.buffer().writeByte(3).writeShort(1).writeInt(size);

    MalformedFrame error = refusal(in, FRAME_MAX);

    assertThat(error.replyText())
        .isEqualTo(
            "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,%d,131064}"
                .formatted(size & 0xFFFF_FFFFL));
  }

  @Test
  void takesPayloadOfFrameMaxAsRabbitMqDoes() {
    ByteBuf in = Unpooled.buffer().writeByte(3).writeShort(1).writeInt(4096).writeZero(4096);
    in.writeByte(0xCE);

    assertThat(FrameDecoder.frameBytes(in, 0, in.readableBytes(), 4096)).isEqualTo(4104);
  }

  // Recorded from RabbitMQ 4.0.5.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "01 0001 00000002 003c ce | FRAME_ERROR - type 1, all octets = <<0,60>>: unknown_frame",
        "01 0000 00000000 ce | FRAME_ERROR - type 1, all octets = <<>>: unknown_frame",
        "02 0001 00000002 0000 ce | FRAME_ERROR - type 2, all octets = <<0,0>>: unknown_frame",
        "04 0001 00000003 616263 ce | FRAME_ERROR - type 4, all octets = <<\"abc\">>:"
            + " unknown_frame",
        "04 0000 00000003 616263 ce | FRAME_ERROR - type 4, all octets = <<\"abc\">>:"
            + " unknown_frame",
        "08 0000 00000001 61 ce | FRAME_ERROR - type 8, all octets = <<\"a\">>: unknown_frame",
        "08 0001 00000000 ce | UNEXPECTED_FRAME - type 8, all octets = <<>>",
        "08 0000 00000000 41 | FRAME_ERROR - type 8, all octets = <<>>:"
            + " {invalid_frame_end_marker,65}",
        "01 0001 0000000b 003c000a00000000000000 00 | FRAME_ERROR - type 1, all octets ="
            + " <<0,60,0,10,0,0,0,0,0,0,0>>: {invalid_frame_end_marker,0}",
        "02 0000 0000000e 003c000000000000000000000000 ce | UNEXPECTED_FRAME - type 2, all octets ="
            + " <<0,60,0,0,0,0,0,0,0,0,0,0,0,0>>",
      })
  void refusesInRabbitMqsWords(String frame, String replyText) {
    assertThat(refusal(hex(frame), FRAME_MAX).replyText()).isEqualTo(replyText);
  }

  @Test
  void showsAtMostSixteenOctetsOfPayload() {
    ByteBuf in = hex("fd 0001 00000014 000102030405060708090a0b0c0d0e0f10111213 ce");

    assertThat(refusal(in, FRAME_MAX).detail())
        .isEqualTo(
            "type 253, first 16 octets = <<0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15>>: unknown_frame");
  }

  @Test
  void takesHttpForTooLargeFrame() {
    ByteBuf in = Unpooled.copiedBuffer("GET / HTTP/1.1\r\n", US_ASCII);

    assertThat(refusal(in, FRAME_MAX).detail()).contains("{frame_too_large,539959368,131064}");
  }

  private static MalformedFrame refusal(ByteBuf in, int frameMax) {
    MalformedFrame error =
        catchThrowableOfType(
            MalformedFrame.class,
            () -> FrameDecoder.frameBytes(in, 0, in.readableBytes(), frameMax));
    assertThat(error).isNotNull().hasNoCause();
    assertThat(error.getStackTrace()).isEmpty();
    assertThat(error.methodId()).isZero();
    return error;
  }

  private static ByteBuf hex(String hex) {
    return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
  }
}

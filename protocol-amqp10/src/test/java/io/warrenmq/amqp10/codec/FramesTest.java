package io.warrenmq.amqp10.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.testkit.wire.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
  @Test
  void readsAHeaderWhereverItIs() {
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse("ff ff 0000000d 03 01 fffe aabbccdd ee"));

    assertThat(Frames.size(in, 2)).isEqualTo(13);
    assertThat(Frames.type(in, 2)).isEqualTo(Frames.TYPE_SASL);
    assertThat(Frames.channel(in, 2)).isEqualTo(65_534);
    assertThat(Frames.bodyAt(in, 2)).isEqualTo(2 + 12);
  }

  @Test
  void readsASizeAsUnsigned() {
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse("ffffffff"));

    assertThat(Frames.size(in, 0)).isEqualTo(0xFFFF_FFFFL);
  }

  @Test
  void bodyOfAnEmptyFrameIsAtItsEnd() {
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse("00000008 02 00 0000"));

    assertThat(Frames.bodyAt(in, 0)).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "00000008 00 00 0000, no header",
    "00000008 01 00 0000, less than a header",
    "00000008 03 00 0000, beyond the frame by a word",
    "000003fb ff 00 0000, beyond the frame by a byte",
    "00000007 02 00 0000, a frame smaller than its header",
    "00000000 02 00 0000, an empty one",
  })
  void refusesADataOffsetThatIsNotWithinTheFrame(String hex, String why) {
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse(hex));

    assertThatThrownBy(() -> Frames.bodyAt(in, 0)).as(why).isInstanceOf(DecodeFault.class);
  }

  @Test
  void takesTheLargestDataOffset() {
    ByteBuf in = Unpooled.wrappedBuffer(Hex.parse("000003fc ff 00 0000"));

    assertThat(Frames.bodyAt(in, 0)).isEqualTo(1020);
  }

  @Test
  void writesWhatItReads() {
    ByteBuf out = Unpooled.buffer().writeByte(0x77);

    int start = Frames.begin(out, Frames.TYPE_AMQP, 65_535);
    out.writeBytes(new byte[] {1, 2, 3});
    Frames.end(out, start);

    assertThat(Hex.format(ByteBufUtil.getBytes(out)))
        .isEqualTo("77 00 00 00 0b 02 00 ff ff 01 02 03");
  }
}

package io.warrenmq.amqp091.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncoderTest {
  @Test
  void writesNoBodyFrameForEmptyBody() {
    ByteBuf out = Unpooled.buffer();

    FrameEncoder.writeBody(out, 1, new byte[4], 2, 0, 4096);

    assertThat(out.readableBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1,9", "10,9", "56,64", "57,64", "112,64", "113,64", "5000,4096", "5000,0"})
  void splitsBodyAtFrameMax(int length, int frameMax) {
    byte[] body = new byte[length + 4];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) i;
    }
    ByteBuf out = Unpooled.buffer();

    FrameEncoder.writeBody(out, 3, body, 2, length, frameMax);

    assertThat((long) out.readableBytes()).isEqualTo(FrameEncoder.bodyFrameBytes(length, frameMax));
    ByteBuf joined = Unpooled.buffer();
    List<Integer> sizes = new ArrayList<>();
    int limit = frameMax == 0 ? Integer.MAX_VALUE : frameMax;
    for (int at = 0; at < out.writerIndex(); ) {
      int frame = FrameDecoder.frameBytes(out, at, out.writerIndex() - at, limit);
      assertThat(frame).isPositive().isLessThanOrEqualTo(limit);
      joined.writeBytes(out, at + FrameDecoder.HEADER_BYTES, FrameDecoder.payloadBytes(out, at));
      sizes.add(frame);
      at += frame;
    }
    assertThat(joined).isEqualTo(Unpooled.wrappedBuffer(body, 2, length));
    assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size == limit);
  }

  @Test
  void writesHeartbeat() {
    ByteBuf out = Unpooled.buffer();

    FrameEncoder.writeHeartbeat(out);

    assertThat(ByteBufUtil.hexDump(out)).isEqualTo("08000000000000ce");
    assertThat(FrameDecoder.frameBytes(out, 0, 8, 4096)).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 85, 86, 127, 128, 255})
  void shortStringsOfAllLengthsRoundTrip(int chars) {
    String string = "k".repeat(chars);
    ByteBuf out = Unpooled.buffer();

    Shortstr.write(out, string);

    assertThat(out.getUnsignedByte(0)).isEqualTo((short) chars);
    assertThat(Shortstr.decode(out, 1, chars)).isEqualTo(string);
  }
}

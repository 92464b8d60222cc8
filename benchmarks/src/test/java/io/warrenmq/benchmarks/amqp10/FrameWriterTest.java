package io.warrenmq.benchmarks.amqp10;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private final ByteBuf out = Unpooled.buffer();
  private final FrameWriter writer = new FrameWriter(out);

  @Test
  void writesAPerformativeWithAListInIt() {
    writer.frame(Codes.AMQP_FRAME, 3, Codes.ATTACH).string("a").uint(1).bool(true).nulls(1);
    writer.list(Codes.SOURCE).symbol("q").end().ubyte(2).end().endFrame();

    assertThat(ByteBufUtil.hexDump(out))
        .isEqualTo(
            "00000035"
                + "02000003"
                + "005312"
                + "d0"
                + "00000025"
                + "00000006"
                + "b10000000161"
                + "7000000001"
                + "41"
                + "40"
                + "005328"
                + "d0"
                + "0000000a"
                + "00000001"
                + "b30000000171"
                + "5002");
  }

  @Test
  void writesAMapBehindAPerformative() {
    writer.frame(Codes.AMQP_FRAME, 0, Codes.TRANSFER).end();
    writer.described(Codes.AMQP_VALUE).map().string("k").ushort(9).end().endFrame();

    assertThat(ByteBufUtil.hexDump(out))
        .isEqualTo(
            "00000029"
                + "02000000"
                + "005314"
                + "d0"
                + "00000004"
                + "00000000"
                + "005377"
                + "d1"
                + "0000000d"
                + "00000002"
                + "b1000000016b"
                + "600009");
  }

  @Test
  void noticesAListThatIsNotEnded() {
    writer.frame(Codes.AMQP_FRAME, 0, Codes.OPEN);

    assertThatThrownBy(writer::endFrame).isInstanceOf(IllegalStateException.class);
  }
}

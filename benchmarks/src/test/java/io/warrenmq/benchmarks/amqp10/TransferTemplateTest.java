package io.warrenmq.benchmarks.amqp10;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class TransferTemplateTest {
  private final ByteBuf out = Unpooled.buffer();

  @Test
  void writesAFrameWithItsIdsAndItsStamp() {
    TransferTemplate template = new TransferTemplate(14, true, false);

    template.write(out, 0x01020304, 1000, 2, 3);

    assertThat(ByteBufUtil.hexDump(out))
        .isEqualTo(
            "00000039"
                + "02000000"
                + "005314"
                + "c0"
                + "0f"
                + "05" // transfer, 15 bytes, 5 fields
                + "43"
                + "7001020304"
                + "a00401020304"
                + "43"
                + "42"
                + "005370"
                + "c00201"
                + "41" // header: durable
                + "005375"
                + "b00000000e" // data
                + "00000001"
                + "00000002"
                + "00000003"
                + "6d6e");
    assertThat(template.frameBytes()).isEqualTo(out.readableBytes());
  }

  @Test
  void aSettledTransientMessageSaysSo() {
    new TransferTemplate(12, false, true).write(out, 0, 0, 0, 0);

    assertThat(ByteBufUtil.hexDump(out)).contains("4341" + "005370c0020142");
  }

  @Test
  void isReadByTheDecoder() {
    RecordingSink sink = new RecordingSink();
    TransferTemplate template = new TransferTemplate(300, true, true);
    template.write(out, 7, 0, 0, 0);
    template.write(out, 8, 0, 0, 0);

    new FrameDecoder(sink).decode(out);

    assertThat(sink.frames).hasSize(2);
    assertThat(sink.frames.get(0)).startsWith("transfer 7 true 005370");
    assertThat(sink.frames.get(1)).startsWith("transfer 8 true 005370");
  }
}

package io.warrenmq.benchmarks.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketEncoderTest {
  private final ByteBuf out = Unpooled.buffer();

  @Test
  void connectsWithACleanSession() {
    PacketEncoder.connect(out, "ab", "", "", 60);

    assertThat(hex()).isEqualTo("100e" + "00044d515454" + "04" + "02" + "003c" + "00026162");
  }

  @Test
  void connectsWithNameAndPassword() {
    PacketEncoder.connect(out, "ab", "u", "pw", 0);

    assertThat(hex())
        .isEqualTo(
            "1015" + "00044d515454" + "04" + "c2" + "0000" + "00026162" + "000175" + "00027077");
  }

  @Test
  void subscribesToManyFilters() {
    PacketEncoder.subscribe(out, 0x0102, List.of("a", "b/+"), 1);

    assertThat(hex()).isEqualTo("820c" + "0102" + "000161" + "01" + "0003622f2b" + "01");
  }

  @Test
  void writesLengthsOfSeveralBytes() {
    PacketEncoder.subscribe(out, 1, Collections.nCopies(50, "0123456789"), 0);

    // 2 + 50 × 13 = 652 bytes: 0x8c 0x05.
    assertThat(hex()).startsWith("828c05" + "0001" + "000a30");
    assertThat(out.readableBytes()).isEqualTo(3 + 652);
  }

  @Test
  void acknowledgesAndPings() {
    PacketEncoder.puback(out, 0xfffe);
    PacketEncoder.pingreq(out);

    assertThat(hex()).isEqualTo("4002fffe" + "c000");
  }

  private String hex() {
    return ByteBufUtil.hexDump(out);
  }
}

package io.warrenmq.benchmarks.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublishTemplateTest {
  private final ByteBuf out = Unpooled.buffer();

  @Test
  void writesQos0WithoutAPacketId() {
    new PublishTemplate("t", 0, 14).write(out, 7, 1000, 2, 3);

    assertThat(ByteBufUtil.hexDump(out))
        .isEqualTo("3011" + "000174" + "00000001" + "00000002" + "00000003" + "6d6e");
  }

  @Test
  void writesQos1WithItsPacketId() {
    PublishTemplate template = new PublishTemplate("t", 1, 12);

    template.write(out, 0xabcd, 1000, 2, 3);
    template.write(out, 0xabce, 4000, 5, 6);

    assertThat(ByteBufUtil.hexDump(out))
        .isEqualTo(
            "3211"
                + "000174"
                + "abcd"
                + "00000001"
                + "00000002"
                + "00000003"
                + "3211"
                + "000174"
                + "abce"
                + "00000004"
                + "00000005"
                + "00000006");
    assertThat(template.packetBytes()).isEqualTo(19);
  }

  @Test
  void givesEveryMessageOneOfTheSubscribedTopics() {
    SubscribedTopics topics = new SubscribedTopics(30, 7);
    PublishTemplate template = new PublishTemplate(topics.topic(0), 0, 16);
    Set<String> seen = new TreeSet<>();

    for (int sequence = 0; sequence < 30; sequence++) {
      topics.choose(template, sequence);
      out.clear();
      template.write(out, 0, 0, 0, sequence);
      seen.add(out.toString(4, out.getUnsignedShort(2), StandardCharsets.UTF_8));
    }

    assertThat(seen).hasSize(30).contains("site/0001/device/0000029/value");
    assertThat(seen)
        .isEqualTo(IntStream.range(0, 30).mapToObj(topics::topic).collect(Collectors.toSet()));
  }
}

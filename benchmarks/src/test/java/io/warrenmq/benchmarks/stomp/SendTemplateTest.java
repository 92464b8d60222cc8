package io.warrenmq.benchmarks.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SendTemplateTest {
  private final ByteBuf out = Unpooled.buffer();

  @Test
  void writesATransientMessageWithoutAReceipt() {
    Destination topic = Destination.topic("t", false);

    new SendTemplate(topic, false, false, 14).write(out, 7, 1000, 2, 3);

    assertThat(written())
        .isEqualTo(
            "SEND\ndestination:/topic/t\ncontent-length:14\n\n" + "\0\0\0\1\0\0\0\2\0\0\0\3mn\0");
  }

  @Test
  void writesAPersistentMessageWithItsReceipt() {
    SendTemplate template = new SendTemplate(Destination.queue("q", true), true, true, 12);
    String head = "SEND\ndestination:/queue/q\npersistent:true\ncontent-length:12\nreceipt:";

    template.write(out, 0, 1000, 2, 3);
    template.write(out, SendTemplate.RECEIPTS - 1, 4000, 5, 6);

    assertThat(written())
        .isEqualTo(
            head
                + "00000\n\n\0\0\0\1\0\0\0\2\0\0\0\3\0"
                + head
                + "99999\n\n\0\0\0\4\0\0\0\5\0\0\0\6\0");
    assertThat(template.frameBytes()).isEqualTo(out.readableBytes() / 2);
  }

  private String written() {
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}

package io.warrenmq.amqp091.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NameCacheTest {
  private final NameCache names = new NameCache();

  private String text(String name) {
    ByteBuf in = Unpooled.directBuffer();
    in.writeByte(0).writeBytes(name.getBytes(StandardCharsets.UTF_8));
    try {
      return names.text(in, 1, in.readableBytes() - 1);
    } finally {
      in.release();
    }
  }

  @Test
  void givesTheSameTextForTheSameBytes() {
    String first = text("orders.eu.créé");

    assertThat(first).isEqualTo("orders.eu.créé");
    assertThat(text("orders.eu.créé")).isSameAs(first);
    assertThat(names.utf8(first)).isSameAs(names.utf8("orders.eu.créé"));
  }

  @Test
  void tellsManyNamesApart() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 10_000; i++) {
        String name = "key." + i + (i % 2 == 0 ? ".long.enough.for.words" : "");
        assertThat(text(name)).isEqualTo(name);
        assertThat(names.utf8(name)).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void cutsAfterAWholeCharacter() {
    assertThat(names.utf8("é".repeat(200))).hasSize(254);
    assertThat(names.utf8("x".repeat(300))).hasSize(255);
  }
}

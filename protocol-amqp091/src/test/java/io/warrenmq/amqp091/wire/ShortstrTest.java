package io.warrenmq.amqp091.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortstrTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "Größe", "ключ", "\uD83D\uDC30", "\uFFFD", "a\0b", "\uFFFF"})
  void readsUtf8FromHeapAndDirectBuffers(String text) {
    ByteBuf heap = Unpooled.buffer();
    Shortstr.write(heap.writeByte(0), text);
    ByteBuf direct = Unpooled.directBuffer().writeBytes(heap, 0, heap.writerIndex());
    int length = heap.getUnsignedByte(1);

    assertThat(Shortstr.decode(heap, 2, length)).isEqualTo(text);
    assertThat(Shortstr.decode(direct, 2, length)).isEqualTo(text);
    assertThat(Shortstr.decodeLenient(heap, 2, length)).isEqualTo(text);
    assertThat(Shortstr.decodeLenient(direct, 2, length)).isEqualTo(text);
    direct.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "61ff", "c080", "eda080", "f5808080", "e282", "80", "efbfbdff"})
  void refusesMalformedUtf8InRabbitMqsWords(String hex) {
    byte[] bytes = ByteBufUtil.decodeHexDump(hex);

    assertThatThrownBy(() -> Shortstr.decode(bytes, 0, bytes.length))
        .isInstanceOfSatisfying(
            MalformedFrame.class,
            error ->
                assertThat(error.replyText())
                    .isEqualTo("FRAME_ERROR - Malformed UTF-8 in shortstr"));
    assertThat(Shortstr.decodeLenient(bytes, 0, bytes.length)).contains("?");
  }

  @Property
  void lenientStringNeverTakesMoreOctetsThanItsSource(@ForAll @Size(max = 255) byte[] bytes) {
    String text = Shortstr.decodeLenient(bytes, 0, bytes.length);

    assertThat(text.getBytes(UTF_8).length).isLessThanOrEqualTo(bytes.length);
  }

  @Test
  void refusesToWriteMoreThan255Octets() {
    ByteBuf out = Unpooled.buffer();

    assertThatIllegalArgumentException().isThrownBy(() -> Shortstr.write(out, "x".repeat(256)));
    assertThatIllegalArgumentException().isThrownBy(() -> Shortstr.write(out, "ü".repeat(128)));
    assertThatIllegalArgumentException().isThrownBy(() -> Shortstr.write(out, new byte[256]));
    assertThat(out.readableBytes()).isZero();
  }
}

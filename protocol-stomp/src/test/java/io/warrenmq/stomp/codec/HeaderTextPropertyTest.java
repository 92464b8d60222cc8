package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HeaderTextPropertyTest {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(":\\\n\rncr\0 ключ/é")
        .withCharRange(' ', '~')
        .ofMaxLength(40);
  }

  @Property
  void whatIsEscapedIsReadAsItWas(
      @ForAll("texts") String name, @ForAll("texts") String value, @ForAll StompVersion version) {
    byte[] nameBytes = HeaderText.escape(name, version);
    byte[] valueBytes = HeaderText.escape(value, version);

    if (nameBytes == null || valueBytes == null) {
      assertThat(name + value).containsAnyOf("\0", "\r", "\n");
    } else if (!name.isEmpty() && (version.hasEscapes() || name.indexOf(':') < 0)) {
      ByteBuf bytes =
          Unpooled.buffer()
              .writeBytes("SEND\n".getBytes(UTF_8))
              .writeBytes(nameBytes)
              .writeByte(':')
              .writeBytes(valueBytes)
              .writeBytes("\n\n\0".getBytes(UTF_8));
      StompFrame frame = Frames.decoder(version).decode(bytes);

      assertThat(frame).isNotNull();
      assertThat(frame.headerCount()).isEqualTo(1);
      assertThat(frame.name(0)).isEqualTo(name);
      assertThat(frame.value(0))
          .isEqualTo(version == StompVersion.V1_0 ? value.replaceFirst("^ +", "") : value);
    }
  }

  /** A line of any version's frame is kept in the form of 1.2. */
  @Property
  void whatIsKeptOfALineIsReadAsItWas(
      @ForAll("texts") String name, @ForAll("texts") String value, @ForAll StompVersion version) {
    byte[] nameBytes = HeaderText.escape(name, version);
    byte[] valueBytes = HeaderText.escape(value, version);
    if (nameBytes == null
        || valueBytes == null
        || name.isEmpty()
        || (!version.hasEscapes() && name.indexOf(':') >= 0)) {
      return;
    }
    String text =
        "SEND\n" + new String(nameBytes, UTF_8) + ":" + new String(valueBytes, UTF_8) + "\n\n";
    StompFrame frame =
        Frames.decoder(version).decode(Unpooled.wrappedBuffer((text + "\0").getBytes(UTF_8)));
    assertThat(frame).isNotNull();

    byte[] kept = new byte[frame.lineBytes(0)];
    int end = frame.copyLine(0, kept, 0);

    assertThat(end).isEqualTo(kept.length);
    String read = frame.value(0);
    assertThat(kept)
        .isEqualTo(
            (new String(HeaderText.escape(name, StompVersion.V1_2), UTF_8)
                    + ":"
                    + new String(HeaderText.escape(read, StompVersion.V1_2), UTF_8)
                    + "\n")
                .getBytes(UTF_8));
    assertThat(frame.isLineEscaped(0)).isEqualTo(new String(kept, UTF_8).indexOf('\\') >= 0);
    assertThat(frame.isReturnEscaped(0)).isEqualTo((name + read).indexOf('\r') >= 0);
  }
}

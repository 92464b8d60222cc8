package io.warrenmq.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Death;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.core.store.StoredInput;
import io.warrenmq.core.store.StoredOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final MessageFormat FORMAT = new Named("test");
  private final MessageCodec codec = new MessageCodec(Map.of("test", FORMAT));

  private record Named(String name) implements MessageFormat {
    @Override
    public CanonicalMessage toCanonical(Message message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Message fromCanonical(Message original, CanonicalMessage content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> headers(Message message) {
      return Map.of();
    }

    @Override
    public Object property(Message message, Property property) {
      return null;
    }
  }

  private static byte[] stored(Message message) {
    StoredOutput out = new StoredOutput(64);
    out.reset(0);
    MessageCodec.write(out, message);
    byte[] bytes = new byte[out.size()];
    out.buffer().flip().get(bytes);
    return bytes;
  }

  private Message read(byte[] bytes) {
    return codec.read(new StoredInput(ByteBuffer.wrap(bytes)));
  }

  private static Message message(MessageFormat format, List<String> keys) {
    return new Message(
        format, new byte[] {1, 2, 3, 4, 5}, 2, true, 7, 12_345, 99, "exchänge", "key", keys);
  }

  private static void assertSame(Message read, Message written) {
    assertThat(read.format()).isSameAs(written.format());
    assertThat(read.bytes()).isEqualTo(written.bytes());
    assertThat(read.headerLength()).isEqualTo(written.headerLength());
    assertThat(read.isDurable()).isEqualTo(written.isDurable());
    assertThat(read.priority()).isEqualTo(written.priority());
    assertThat(read.ttlMs()).isEqualTo(written.ttlMs());
    assertThat(read.receivedMs()).isEqualTo(written.receivedMs());
    assertThat(read.exchange()).isEqualTo(written.exchange());
    assertThat(read.routingKeys()).isEqualTo(written.routingKeys());
    assertThat(read.annotations()).isEqualTo(written.annotations());
  }

  @Test
  void givesAMessageBackAsItWas() {
    Message written = message(FORMAT, List.of("second", "dritter Schlüssel"));

    assertSame(read(stored(written)), written);
  }

  @Test
  void givesBackAMessageWithoutAnything() {
    Message written =
        new Message(
            FORMAT,
            new byte[0],
            0,
            false,
            Message.NO_PRIORITY,
            Message.NO_TTL,
            0,
            "",
            "",
            List.of());

    assertSame(read(stored(written)), written);
  }

  @Test
  void givesBackTheDeathHistory() {
    Death death =
        new Death("q", DeathReason.EXPIRED, 3, 1000, 2000, "x", List.of("a", "b"), 60_000);
    Death first = new Death("p", DeathReason.REJECTED, 1, 500, 500, "", List.of("p"), -1);
    Message written =
        message(FORMAT, List.of())
            .annotate(
                new Annotations(
                    List.of(death, first),
                    first,
                    true,
                    Map.of("x-time", new Timestamp(5), "x-count", 7L)));

    assertSame(read(stored(written)), written);
  }

  @Test
  void namesAFormatThatNoPluginHas() {
    byte[] bytes = stored(message(new Named("other"), List.of()));

    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MessageCodec.UnknownFormatException.class)
        .hasMessageContaining("format 'other'");
  }

  @Test
  void refusesWhatIsCutShort() {
    byte[] bytes = stored(message(FORMAT, List.of("second")));

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(StoredInput.MalformedException.class);
    }
  }
}

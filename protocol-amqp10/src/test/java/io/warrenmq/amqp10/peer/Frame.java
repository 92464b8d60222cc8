package io.warrenmq.amqp10.peer;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.amqp10.performative.Performative;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A frame that the broker has sent.
 *
 * @param body a {@link Performative} or {@link HotFrame}; {@code null} for an empty frame
 */
record Frame(int type, int channel, @Nullable Object body) {
  static Frame of(int type, int channel, byte[] bytes) {
    if (bytes.length == 0) {
      return new Frame(type, channel, null);
    }
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);
    Described described = (Described) reader.read();
    byte[] rest = Arrays.copyOfRange(bytes, reader.position(), bytes.length);
    HotFrame hot = hot(described.code());
    if (hot != null) {
      hot.read(described.value(), rest);
      return new Frame(type, channel, hot);
    }
    if (rest.length > 0) {
      throw new AssertionError(rest.length + " bytes behind " + described);
    }
    return new Frame(type, channel, Performative.of(described));
  }

  private static @Nullable HotFrame hot(long code) {
    if (code == HotFrame.Flow.CODE) {
      return new HotFrame.Flow();
    } else if (code == HotFrame.Transfer.CODE) {
      return new HotFrame.Transfer();
    }
    return code == HotFrame.Disposition.CODE ? new HotFrame.Disposition() : null;
  }
}

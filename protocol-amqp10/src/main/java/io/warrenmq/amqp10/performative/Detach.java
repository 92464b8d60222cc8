package io.warrenmq.amqp10.performative;

import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detaches a link. §2.7.7.
 *
 * @param handle the sender's handle of the link, 0 to 2³²−1
 * @param closed whether the link ends, not only its attachment
 * @param error why; {@code null} when nothing went wrong
 */
public record Detach(long handle, boolean closed, @Nullable ErrorValue error)
    implements Performative {
  static final long CODE = 0x16;

  static Detach of(@Nullable Object list) {
    Fields fields = new Fields("detach", list);
    return new Detach(
        fields.mandatory(fields.uint(0), "handle"),
        fields.bool(1, false),
        ErrorValue.of(fields.described(2)));
  }

  @Override
  public long code() {
    return CODE;
  }

  @Override
  public List<@Nullable Object> fields() {
    return Arrays.asList(Unsigned.uint(handle), closed ? true : null, ErrorValue.described(error));
  }
}

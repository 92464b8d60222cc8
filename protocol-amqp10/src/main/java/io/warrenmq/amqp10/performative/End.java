package io.warrenmq.amqp10.performative;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a session. §2.7.8.
 *
 * @param error why; {@code null} when nothing went wrong
 */
public record End(@Nullable ErrorValue error) implements Performative {
  static final long CODE = 0x17;

  static End of(@Nullable Object list) {
    return new End(ErrorValue.of(new Fields("end", list).described(0)));
  }

  @Override
  public long code() {
    return CODE;
  }

  @Override
  public List<@Nullable Object> fields() {
    return Collections.singletonList(ErrorValue.described(error));
  }
}

package io.warrenmq.amqp10.performative;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection. §2.7.9.
 *
 * @param error why; {@code null} when nothing went wrong
 */
public record Close(@Nullable ErrorValue error) implements Performative {
  static final long CODE = 0x18;

  static Close of(@Nullable Object list) {
    return new Close(ErrorValue.of(new Fields("close", list).described(0)));
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

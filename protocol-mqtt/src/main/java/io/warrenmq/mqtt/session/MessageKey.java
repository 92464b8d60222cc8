package io.warrenmq.mqtt.session;

import io.warrenmq.api.message.Message;
import java.util.Arrays;

/**
 * A message as itself, also when it has been on disk in between: it came at the same time, by the
 * same routing key, with the same bytes. Immutable.
 *
 * @param message the message
 */
public record MessageKey(Message message) {
  @Override
  public boolean equals(Object other) {
    return other instanceof MessageKey key
        && key.message.receivedMs() == message.receivedMs()
        && key.message.routingKey().equals(message.routingKey())
        && Arrays.equals(key.message.bytes(), message.bytes());
  }

  /** Without the bytes, whose length would cost. */
  @Override
  public int hashCode() {
    return 31 * Long.hashCode(message.receivedMs()) + message.routingKey().hashCode();
  }
}

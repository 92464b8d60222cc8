package io.warrenmq.stomp.connection;

import io.warrenmq.stomp.codec.StompFault;
import org.jspecify.annotations.Nullable;

/**
 * How often both sides send signs of life, STOMP 1.1 and 1.2 "Heart-beating": as often as the
 * client asks, in whole seconds as in RabbitMQ. Immutable.
 *
 * @param fromClientMs what the client promises; 0 for nothing
 * @param fromBrokerMs what the client wants; 0 for nothing
 */
record HeartBeat(long fromClientMs, long fromBrokerMs) {
  static final HeartBeat NONE = new HeartBeat(0, 0);

  private static final int DIGITS_MAX = 9; // eleven days

  /**
   * Reads the header.
   *
   * @param text {@code null} when it is not there
   * @throws StompFault when it has another form
   */
  static HeartBeat of(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    int comma = text.indexOf(',');
    if (comma < 0) {
      throw bad(text);
    }
    return new HeartBeat(
        wholeSeconds(text.substring(0, comma), text),
        wholeSeconds(text.substring(comma + 1), text));
  }

  private static long wholeSeconds(String part, String text) {
    String number = part.strip();
    String digits = number.startsWith("-") ? number.substring(1) : number;
    if (digits.isEmpty()
        || digits.length() > DIGITS_MAX
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw bad(text);
    }
    long ms = Long.parseLong(number);
    return ms <= 0 ? 0 : ms < 1000 ? 1000 : ms / 1000 * 1000;
  }

  private static StompFault bad(String text) {
    return StompFault.closing(
        "Invalid header",
        "'heart-beat' is '" + text + "', and must be two numbers of milliseconds, as 1000,1000\n");
  }

  /** As CONNECTED has it: what the broker sends comes first. */
  String text() {
    return fromBrokerMs + "," + fromClientMs;
  }
}

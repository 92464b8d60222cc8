package io.warrenmq.stomp.message;

import io.warrenmq.api.message.Message;

/**
 * The header with which a message of STOMP is kept, before its body:
 *
 * <pre>
 * version 1 | flags 1 | lines
 * </pre>
 *
 * <p>Each line is a header as 1.2 writes it, {@code name:value} and a line feed, in the order in
 * which they came; none stands twice, and none is the frame's own. Flags: 1 when there are escapes,
 * 2 when there are escapes of carriage returns, which are none in 1.1. So the lines go to clients
 * of nearly all versions as they are. Stateless.
 */
final class SendHeader {
  /** Where the lines begin; they end with the header. */
  static final int LINES_AT = 2;

  /** Some lines have escapes. */
  static final int ESCAPED = 1;

  /** Some lines have the escape of a carriage return. */
  static final int RETURN_ESCAPED = 2;

  private static final int VERSION = 1;

  private SendHeader() {}

  /** Writes what stands before the lines. */
  static void write(byte[] to, int flags) {
    to[0] = VERSION;
    to[1] = (byte) flags;
  }

  static int flags(Message message) {
    return message.bytes()[1];
  }
}

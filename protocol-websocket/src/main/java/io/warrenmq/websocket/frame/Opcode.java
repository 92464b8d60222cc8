package io.warrenmq.websocket.frame;

/** Kinds of frames. RFC 6455 §5.2 */
public final class Opcode {
  /** Goes on with the message of the frame before. */
  public static final int CONTINUATION = 0;

  /** Text in UTF-8. */
  public static final int TEXT = 1;

  /** Bytes. */
  public static final int BINARY = 2;

  /** The peer sends nothing after this. */
  public static final int CLOSE = 8;

  /** To be answered. */
  public static final int PING = 9;

  /** The answer. */
  public static final int PONG = 10;

  private Opcode() {}

  static boolean isControl(int opcode) {
    return opcode >= CLOSE;
  }

  static boolean isKnown(int opcode) {
    return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
  }
}

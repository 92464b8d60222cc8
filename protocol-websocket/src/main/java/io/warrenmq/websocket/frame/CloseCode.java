package io.warrenmq.websocket.frame;

/** Why a WebSocket is closed. RFC 6455 §7.4.1 */
public final class CloseCode {
  /** It has done what it was for. */
  public static final int NORMAL = 1000;

  /** The broker stops. */
  public static final int GOING_AWAY = 1001;

  /** The peer broke the rules of the frames. */
  public static final int PROTOCOL_ERROR = 1002;

  /** Data of a kind that is not taken here. */
  public static final int UNSUPPORTED_DATA = 1003;

  /** Text that is not UTF-8. */
  public static final int INVALID_DATA = 1007;

  /** A frame above the limit. */
  public static final int TOO_BIG = 1009;

  private CloseCode() {}

  /** Whether a peer may send this code. §7.4.2: below 3000 those that are registered. */
  public static boolean isSendable(int code) {
    return (code >= NORMAL && code <= UNSUPPORTED_DATA)
        || (code >= INVALID_DATA && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}

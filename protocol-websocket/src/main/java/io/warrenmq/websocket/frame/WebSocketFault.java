package io.warrenmq.websocket.frame;

/**
 * The peer has sent what the rules of WebSocket do not allow: the connection is closed with this
 * code. Without a stack trace, as it is no surprise.
 */
public final class WebSocketFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * A fault.
   *
   * @param code one of {@link CloseCode}
   * @param text for the log and the close frame: ASCII, at most 123 characters
   */
  public WebSocketFault(int code, String text) {
    super(text, null, false, false);
    this.code = code;
  }

  static WebSocketFault protocol(String text) {
    return new WebSocketFault(CloseCode.PROTOCOL_ERROR, text);
  }

  /** What the peer is told. */
  public int code() {
    return code;
  }
}

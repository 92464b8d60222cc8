package io.warrenmq.stomp.codec;

/**
 * The client has done what cannot be done: it is told by an ERROR frame. Without a stack trace, as
 * it is no surprise.
 */
public final class StompFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int TEXT_CHARS_MAX = 1_000; // it may quote the client

  private final String summary;
  private final String detail;
  private final boolean closes;

  /**
   * A fault after which the client may go on.
   *
   * @param summary the ERROR's {@code message} header
   * @param detail its body, cut after 1,000 characters
   */
  public StompFault(String summary, String detail) {
    this(summary, detail, false);
  }

  private StompFault(String summary, String detail, boolean closes) {
    super(null, null, false, false);
    this.summary = summary;
    this.detail =
        detail.length() <= TEXT_CHARS_MAX ? detail : detail.substring(0, TEXT_CHARS_MAX) + "...";
    this.closes = closes;
  }

  /** A fault with which the connection ends, with the same texts. */
  public static StompFault closing(String summary, String detail) {
    return new StompFault(summary, detail, true);
  }

  /** Bytes that are no frame. */
  static StompFault malformed(String detail) {
    return closing("malformed", detail);
  }

  /** A frame above a limit of bytes. */
  static StompFault tooLarge(String detail) {
    return closing("too_large", detail);
  }

  /** A header that must not be there, or not with this value. */
  public static StompFault invalidHeader(String detail) {
    return new StompFault("Invalid header", detail);
  }

  /** The ERROR's {@code message} header. */
  public String summary() {
    return summary;
  }

  /** Whether the connection ends with it. */
  public boolean closes() {
    return closes;
  }

  /** The ERROR's body. */
  public String detail() {
    return detail;
  }

  @Override
  public String getMessage() {
    return summary + ": " + detail;
  }
}

package io.warrenmq.amqp091.error;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reply code of AMQP 0-9-1 §1.2, named as RabbitMQ prints it at the head of a reply text. Its
 * scope is the narrowest thing that such an error closes. Immutable.
 */
public enum ReplyCode {
  REPLY_SUCCESS(200, Scope.NONE),
  CONTENT_TOO_LARGE(311, Scope.CHANNEL),
  NO_ROUTE(312, Scope.CHANNEL),
  NO_CONSUMERS(313, Scope.CHANNEL),
  CONNECTION_FORCED(320, Scope.CONNECTION),
  INVALID_PATH(402, Scope.CONNECTION),
  ACCESS_REFUSED(403, Scope.CHANNEL),
  NOT_FOUND(404, Scope.CHANNEL),
  RESOURCE_LOCKED(405, Scope.CHANNEL),
  PRECONDITION_FAILED(406, Scope.CHANNEL),
  FRAME_ERROR(501, Scope.CONNECTION),
  SYNTAX_ERROR(502, Scope.CONNECTION),
  COMMAND_INVALID(503, Scope.CONNECTION),
  CHANNEL_ERROR(504, Scope.CONNECTION),
  UNEXPECTED_FRAME(505, Scope.CONNECTION),
  RESOURCE_ERROR(506, Scope.CONNECTION),
  NOT_ALLOWED(530, Scope.CONNECTION),
  NOT_IMPLEMENTED(540, Scope.CONNECTION),
  INTERNAL_ERROR(541, Scope.CONNECTION);

  /**
   * What an error closes: a "soft error" of the specification its channel, a "hard error" the
   * connection.
   */
  public enum Scope {
    NONE,
    CHANNEL,
    CONNECTION
  }

  /** Bytes of UTF-8 that a reply text may take: it is a shortstr. */
  public static final int TEXT_BYTES_MAX = 255;

  private static final String ELLIPSIS = "...";

  private final int code;
  private final Scope scope;

  ReplyCode(int code, Scope scope) {
    this.code = code;
    this.scope = scope;
  }

  /** The number on the wire, 200..541. */
  public int code() {
    return code;
  }

  public Scope scope() {
    return scope;
  }

  /** Whether this error ends the whole connection, and not only a channel. */
  public boolean closesConnection() {
    return scope == Scope.CONNECTION;
  }

  /** The reply code with this number, or null where the specification has none. */
  public static @Nullable ReplyCode of(int code) {
    for (ReplyCode each : values()) {
      if (each.code == code) {
        return each;
      }
    }
    return null;
  }

  /**
   * The reply text: {@code NAME - detail}. A longer one than {@link #TEXT_BYTES_MAX} bytes is cut
   * after 252 and ends in three dots, as RabbitMQ does it; where RabbitMQ would cut a character in
   * two, the whole character goes.
   */
  public String text(String detail) {
    String text = name() + " - " + detail;
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= TEXT_BYTES_MAX) {
      return text;
    }
    int end = TEXT_BYTES_MAX - ELLIPSIS.length();
    while ((utf8[end] & 0xC0) == 0x80) { // a continuation byte: the character began before the cut
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8) + ELLIPSIS;
  }
}

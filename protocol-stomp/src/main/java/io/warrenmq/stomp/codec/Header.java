package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The headers that mean something to the broker; others are the application's. */
public enum Header {
  // The frame's own: of no use to who gets the message, or told to it by the broker.
  DESTINATION(Kind.FRAME),
  CONTENT_LENGTH(Kind.FRAME),
  RECEIPT(Kind.FRAME),
  TRANSACTION(Kind.FRAME),
  SUBSCRIPTION(Kind.FRAME),
  MESSAGE_ID(Kind.FRAME),
  REDELIVERED(Kind.FRAME),
  ACK(Kind.FRAME),

  // Properties of a message.
  CONTENT_TYPE(Kind.PROPERTY),
  CONTENT_ENCODING(Kind.PROPERTY),
  PERSISTENT(Kind.PROPERTY),
  PRIORITY(Kind.PROPERTY),
  CORRELATION_ID(Kind.PROPERTY),
  REPLY_TO(Kind.PROPERTY),
  EXPIRATION(Kind.PROPERTY),
  AMQP_MESSAGE_ID(Kind.PROPERTY),
  TIMESTAMP(Kind.PROPERTY),
  TYPE(Kind.PROPERTY),
  USER_ID(Kind.PROPERTY),
  APP_ID(Kind.PROPERTY),

  // Of other frames; a message may have its own of these names.
  ACCEPT_VERSION(Kind.OTHER),
  HOST(Kind.OTHER),
  LOGIN(Kind.OTHER),
  PASSCODE(Kind.OTHER),
  HEART_BEAT(Kind.OTHER),
  ID(Kind.OTHER),
  SELECTOR(Kind.OTHER),
  BROWSER(Kind.OTHER),
  REQUEUE(Kind.OTHER),
  DURABLE(Kind.OTHER),
  AUTO_DELETE(Kind.OTHER),
  EXCLUSIVE(Kind.OTHER),
  PREFETCH_COUNT(Kind.OTHER);

  /** Who a header is for. */
  private enum Kind {
    FRAME,
    PROPERTY,
    OTHER
  }

  private static final Header[][] BY_LENGTH = byLength();

  private final Kind kind;
  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final byte[] bytes = text.getBytes(US_ASCII);

  Header(Kind kind) {
    this.kind = kind;
  }

  private static Header[][] byLength() {
    int longest = Arrays.stream(values()).mapToInt(header -> header.bytes.length).max().orElse(0);
    Header[][] all = new Header[longest + 1][];
    for (int length = 0; length <= longest; length++) {
      int wanted = length;
      all[length] =
          Arrays.stream(values())
              .filter(header -> header.bytes.length == wanted)
              .toArray(Header[]::new);
    }
    return all;
  }

  /** Its name, in lower case as it stands in frames. */
  public String text() {
    return text;
  }

  /** Whether it belongs to a frame and does not stay with the message. */
  public boolean isOfFrame() {
    return kind == Kind.FRAME;
  }

  /** Whether it is a property of a message, and none of its application's headers. */
  public boolean isProperty() {
    return kind == Kind.PROPERTY;
  }

  /** The header of this name; {@code null} when it is the application's. */
  public static @Nullable Header of(byte[] from, int at, int end) {
    int length = end - at;
    if (length < BY_LENGTH.length) {
      for (Header header : BY_LENGTH[length]) {
        if (Arrays.equals(from, at, end, header.bytes, 0, length)) {
          return header;
        }
      }
    }
    return null;
  }

  /** The header of this name; {@code null} when it is the application's. */
  public static @Nullable Header of(String name) {
    if (name.length() < BY_LENGTH.length) {
      for (Header header : BY_LENGTH[name.length()]) {
        if (header.text.equals(name)) {
          return header;
        }
      }
    }
    return null;
  }
}

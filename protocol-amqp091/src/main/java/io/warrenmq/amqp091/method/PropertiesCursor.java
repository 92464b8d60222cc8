package io.warrenmq.amqp091.method;

import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.MalformedFrame;
import io.warrenmq.amqp091.wire.Shortstr;
import org.jspecify.annotations.Nullable;

/**
 * Where each property of one content header lies: found in one pass, without making an object. It
 * is made to be reused; its offsets are of the array last parsed. Confined to one loop. AMQP 0-9-1
 * §4.2.6.1:
 *
 * <pre>
 *   | flags uint16: bit 15 content-type ... bit 2 cluster-id | the properties whose flag is set, in order |
 * </pre>
 *
 * <p>As in RabbitMQ the two lowest flags mean nothing, not even that more flags follow, and the
 * list must end where the frame does. Where RabbitMQ answers 541 INTERNAL_ERROR to anything
 * malformed here, we say SYNTAX_ERROR. Strings are not checked to be UTF-8.
 */
public final class PropertiesCursor {
  public static final int CONTENT_TYPE = 0;
  public static final int CONTENT_ENCODING = 1;
  public static final int HEADERS = 2;
  public static final int DELIVERY_MODE = 3;
  public static final int PRIORITY = 4;
  public static final int CORRELATION_ID = 5;
  public static final int REPLY_TO = 6;
  public static final int EXPIRATION = 7;
  public static final int MESSAGE_ID = 8;
  public static final int TIMESTAMP = 9;
  public static final int TYPE = 10;
  public static final int USER_ID = 11;
  public static final int APP_ID = 12;
  public static final int CLUSTER_ID = 13;

  /** There is no expiration. */
  public static final long EXPIRATION_ABSENT = -1;

  /**
   * There is an expiration, and it is not a number of 0 to ten years, which is all that RabbitMQ
   * takes.
   */
  public static final long EXPIRATION_INVALID = -2;

  private static final int COUNT = 14;
  private static final int FLAGS_BYTES = 2;
  private static final int FLAGS_USED = 0xFFFC;
  private static final long EXPIRATION_MS_MAX = 10L * 365 * 24 * 3600 * 1000; // ten years

  private final int[] offsets = new int[COUNT];
  private final int[] lengths = new int[COUNT];
  private byte[] bytes = {};
  private int flags;

  /**
   * Parses the {@code length} octets of property flags and list from {@code offset} on. Checks the
   * headers all through, so that {@link #headers} cannot fail later.
   *
   * @throws MalformedFrame SYNTAX_ERROR; what the cursor says is then of no use
   */
  public void parse(byte[] source, int offset, int length) {
    if (length < FLAGS_BYTES) {
      throw malformed("property flags are missing");
    }
    int end = offset + length;
    int present = ((source[offset] & 0xFF) << 8 | (source[offset + 1] & 0xFF)) & FLAGS_USED;
    bytes = source;
    flags = present;
    int position = offset + FLAGS_BYTES;
    for (int rest = present; rest != 0; ) {
      int property = Integer.numberOfLeadingZeros(rest) - 16;
      rest &= ~flag(property);
      position = step(property, position, end);
    }
    if (position != end) {
      throw malformed("octets after the last property");
    }
  }

  /** Notes where a property's value lies; returns where it ends. */
  private int step(int property, int position, int end) {
    int start = position;
    int size;
    switch (property) {
      case DELIVERY_MODE, PRIORITY:
        size = 1;
        break;
      case TIMESTAMP:
        size = 8;
        break;
      case HEADERS:
        start += 4;
        size = start <= end ? (int) number(position, 4) : -1;
        break;
      default:
        start += 1;
        size = start <= end ? bytes[position] & 0xFF : -1;
    }
    if (size < 0 || size > end - start) {
      throw malformed("a property's length exceeds the content header");
    }
    if (property == HEADERS) {
      FieldTable.validate(bytes, start, size);
    }
    offsets[property] = start;
    lengths[property] = size;
    return start + size;
  }

  /** Whether the property, one of the constants above, is there. */
  public boolean has(int property) {
    return (flags & flag(property)) != 0;
  }

  /** Offset of a present property's value, its length octets not included, in the array parsed. */
  public int offset(int property) {
    assert has(property);
    return offsets[property];
  }

  /** Octets of a present property's value. */
  public int length(int property) {
    assert has(property);
    return lengths[property];
  }

  /** Delivery mode 0..255; 2 is persistent. 0 when absent. */
  public int deliveryMode() {
    return has(DELIVERY_MODE) ? bytes[offsets[DELIVERY_MODE]] & 0xFF : 0;
  }

  /** 0..255, or -1 when absent. */
  public int priority() {
    return has(PRIORITY) ? bytes[offsets[PRIORITY]] & 0xFF : -1;
  }

  /** Seconds since 1970, unsigned; 0 when absent. */
  public long timestamp() {
    return has(TIMESTAMP) ? number(offsets[TIMESTAMP], 8) : 0;
  }

  /**
   * The expiration in milliseconds, 0 to ten years, or {@link #EXPIRATION_ABSENT} or {@link
   * #EXPIRATION_INVALID}. Digits with, as in RabbitMQ, perhaps a sign in front.
   */
  public long expirationMs() {
    if (!has(EXPIRATION)) {
      return EXPIRATION_ABSENT;
    }
    int at = offsets[EXPIRATION];
    int end = at + lengths[EXPIRATION];
    boolean isNegative = at < end && bytes[at] == '-';
    if (at < end && (isNegative || bytes[at] == '+')) {
      at++;
    }
    if (at == end) {
      return EXPIRATION_INVALID;
    }
    long value = 0;
    for (; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9 || (value = value * 10 + digit) > EXPIRATION_MS_MAX) {
        return EXPIRATION_INVALID;
      }
    }
    return isNegative && value != 0 ? EXPIRATION_INVALID : value;
  }

  /** A string property, with a {@code ?} for what is not UTF-8; null when absent. */
  public @Nullable String string(int property) {
    assert property != HEADERS && property != TIMESTAMP;
    return has(property)
        ? Shortstr.decodeLenient(bytes, offsets[property], lengths[property])
        : null;
  }

  /** The headers, decoded; null when absent. */
  public @Nullable FieldTable headers() {
    return has(HEADERS) ? FieldTable.decode(bytes, offsets[HEADERS], lengths[HEADERS]) : null;
  }

  private long number(int offset, int size) {
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = number << 8 | (bytes[offset + i] & 0xFF);
    }
    return number;
  }

  private static int flag(int property) {
    return 0x8000 >>> property;
  }

  private static MalformedFrame malformed(String detail) {
    return new MalformedFrame(
        ReplyCode.SYNTAX_ERROR, "malformed content header: " + detail, MethodId.BASIC_PUBLISH);
  }
}

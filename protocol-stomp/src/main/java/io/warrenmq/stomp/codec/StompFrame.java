package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A frame as it lies in its bytes: one for all of a connection, valid until the next is decoded and
 * while what was read is not released. Of headers that stand more than once the first counts. STOMP
 * 1.2 "Repeated Header Entries". Confined to the connection's loop.
 */
public final class StompFrame {
  /** The value has escapes. */
  static final int VALUE_ESCAPED = 1;

  /** The name has escapes. */
  static final int NAME_ESCAPED = 2;

  /** A colon stands in the value as it is, which all brokers take. */
  static final int COLON = 4;

  /** A backslash stands for itself, in a frame without escapes. */
  static final int BACKSLASH = 8;

  /** An escape is that of the carriage return, which 1.2 alone has. */
  static final int RETURN_ESCAPED = 16;

  private static final Header[] HEADERS = Header.values();
  private static final int KNOWN = 8; // of the flags, from where on they say which header it is
  private static final int HEAD_BYTES = 256; // of most frames
  private static final int HEAD_BYTES_KEPT = 4_096;
  private static final int LINE = 5; // numbers for each header: its four ends, and flags
  private static final int LINES = 12; // headers of most frames
  private static final long NO_NUMBER = Long.MIN_VALUE;
  private static final int DIGITS_MAX = 18; // no more fit for sure

  private final int[] known = new int[HEADERS.length];
  private byte[] head = new byte[HEAD_BYTES];
  private int[] lines = new int[LINE * LINES];
  private Command command = Command.SEND;
  private int commandBytes;
  private int headers;
  private long present; // a bit for each known header
  private ByteBuf body = Unpooled.EMPTY_BUFFER;
  private int bodyAt;
  private int bodyBytes;

  StompFrame() {}

  // ---- what the decoder writes ----

  void begin() {
    if (head.length > HEAD_BYTES_KEPT) {
      head = new byte[HEAD_BYTES];
      lines = new int[LINE * LINES];
    }
    headers = 0;
    present = 0;
    body = Unpooled.EMPTY_BUFFER;
    bodyBytes = 0;
  }

  /** The bytes of the head, with room for so many; the former bytes stay. */
  byte[] head(int bytes) {
    if (bytes > head.length) {
      head = Arrays.copyOf(head, Math.max(bytes, head.length * 2));
    }
    return head;
  }

  void command(Command command, int bytes) {
    this.command = command;
    commandBytes = bytes;
  }

  void addHeader(int from, int nameEnd, int valueFrom, int valueEnd, int flags) {
    int at = headers * LINE;
    if (at == lines.length) {
      lines = Arrays.copyOf(lines, at * 2);
    }
    lines[at] = from;
    lines[at + 1] = nameEnd;
    lines[at + 2] = valueFrom;
    lines[at + 3] = valueEnd;
    Header header = Header.of(head, from, nameEnd);
    lines[at + 4] = header == null ? flags : flags | (header.ordinal() + 1) << KNOWN;
    if (header != null && !has(header)) {
      present |= 1L << header.ordinal();
      known[header.ordinal()] = headers;
    }
    headers++;
  }

  void body(ByteBuf in, int at, int bytes) {
    body = in;
    bodyAt = at;
    bodyBytes = bytes;
  }

  // ---- what there is ----

  /** What is asked for. */
  public Command command() {
    return command;
  }

  /** The command as it stands there, with a question mark for what is not printable ASCII. */
  public String commandText() {
    return new String(head, 0, commandBytes, ISO_8859_1).replaceAll("\\P{Print}", "?");
  }

  /** How many headers there are, repeated ones too. */
  public int headerCount() {
    return headers;
  }

  /** Which header this is; {@code null} when it is the application's. */
  public @Nullable Header header(int index) {
    int which = flags(index) >>> KNOWN;
    return which == 0 ? null : HEADERS[which - 1];
  }

  /** The name of a header. */
  public String name(int index) {
    return text(from(index), nameEnd(index), flag(index, NAME_ESCAPED));
  }

  /** The value of a header. */
  public String value(int index) {
    return text(valueFrom(index), valueEnd(index), flag(index, VALUE_ESCAPED));
  }

  private String text(int from, int end, boolean escaped) {
    return escaped
        ? HeaderText.unescape(head, from, end)
        : new String(head, from, end - from, UTF_8);
  }

  /** Whether a header is there. */
  public boolean has(Header header) {
    return (present & 1L << header.ordinal()) != 0;
  }

  /** The place of a known header among {@link #headerCount}; −1 when it is not there. */
  public int find(Header header) {
    return has(header) ? known[header.ordinal()] : -1;
  }

  /** The value of a known header; {@code null} when it is not there. */
  public @Nullable String text(Header header) {
    return has(header) ? value(known[header.ordinal()]) : null;
  }

  /** The value of any header; {@code null} when it is not there. Costs their number. */
  public @Nullable String text(String name) {
    Header header = Header.of(name);
    if (header != null) {
      return text(header);
    }
    for (int i = 0; i < headers; i++) {
      if (name.equals(name(i))) {
        return value(i);
      }
    }
    return null;
  }

  /**
   * The value of a known header as the client has written it, for a frame that gives it back: its
   * escapes are those of the client's version. {@code null} when it is not there.
   */
  public byte @Nullable [] raw(Header header) {
    int index = find(header);
    return index < 0 ? null : Arrays.copyOfRange(head, valueFrom(index), valueEnd(index));
  }

  /** Whether a known header is there and stands as {@link #raw} has given it before. */
  public boolean hasRaw(Header header, byte[] value) {
    int index = find(header);
    return index >= 0
        && Arrays.equals(head, valueFrom(index), valueEnd(index), value, 0, value.length);
  }

  /**
   * The number that a known header ends in.
   *
   * @param before what stands before it, as the client writes it
   * @return −1 when it has another form, or is not there
   */
  public long numberBehind(Header header, byte[] before) {
    int index = find(header);
    if (index < 0) {
      return -1;
    }
    int digits = valueFrom(index) + before.length;
    int end = valueEnd(index);
    if (digits >= end
        || end - digits > DIGITS_MAX
        || !Arrays.equals(head, valueFrom(index), digits, before, 0, before.length)) {
      return -1;
    }
    long number = 0;
    for (int i = digits; i < end; i++) {
      int digit = head[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Whether a known header says {@code true}; Python's clients write {@code True}. */
  public boolean isTrue(Header header) {
    int index = find(header);
    return index >= 0 && (is(index, "true") || is(index, "True"));
  }

  /** Whether a known header says {@code false}. */
  public boolean isFalse(Header header) {
    int index = find(header);
    return index >= 0 && (is(index, "false") || is(index, "False"));
  }

  private boolean is(int index, String ascii) {
    int from = valueFrom(index);
    if (valueEnd(index) - from != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (head[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The whole number that a known header has.
   *
   * @param absent what it is when the header is not there
   * @throws StompFault when it is none, or not within the bounds
   */
  public long number(Header header, long absent, long min, long max) {
    int index = find(header);
    if (index < 0) {
      return absent;
    }
    long number = number(index);
    if (number == NO_NUMBER || number < min || number > max) {
      throw StompFault.invalidHeader(
          "'"
              + header.text()
              + "' is '"
              + value(index)
              + "', and must be a whole number from "
              + min
              + " to "
              + max);
    }
    return number;
  }

  private long number(int index) {
    int from = valueFrom(index);
    int end = valueEnd(index);
    while (from < end && head[from] == ' ') {
      from++;
    }
    while (from < end && head[end - 1] == ' ') {
      end--;
    }
    boolean negative = from < end && head[from] == '-';
    int digits = negative ? from + 1 : from;
    if (digits == end) {
      return NO_NUMBER;
    }
    while (end - digits > DIGITS_MAX && head[digits] == '0') {
      digits++;
    }
    if (end - digits > DIGITS_MAX) {
      return NO_NUMBER;
    }
    long number = 0;
    for (int i = digits; i < end; i++) {
      int digit = head[i] - '0';
      if (digit < 0 || digit > 9) {
        return NO_NUMBER;
      }
      number = number * 10 + digit;
    }
    return negative ? -number : number;
  }

  /** Lets the spaces before values not count, as in 1.0. */
  public void trimValues() {
    for (int i = 0; i < headers; i++) {
      int at = i * LINE;
      while (lines[at + 2] < lines[at + 3] && head[lines[at + 2]] == ' ') {
        lines[at + 2]++;
      }
    }
  }

  /** Bytes of the body. */
  public int bodyBytes() {
    return bodyBytes;
  }

  /** Copies the body. */
  public void copyBody(byte[] to, int at) {
    body.getBytes(bodyAt, to, at, bodyBytes);
  }

  // ---- headers as lines of 1.2 ----

  /** Whether two headers have the same name. */
  public boolean isSameName(int index, int other) {
    return Arrays.equals(head, from(index), nameEnd(index), head, from(other), nameEnd(other));
  }

  /** Bytes of {@link #copyLine}. */
  public int lineBytes(int index) {
    int bytes = valueEnd(index) - valueFrom(index) + nameEnd(index) - from(index) + 2;
    int flags = flags(index);
    if ((flags & (COLON | BACKSLASH)) != 0) {
      bytes += toEscape(from(index), nameEnd(index), flags);
      bytes += toEscape(valueFrom(index), valueEnd(index), flags);
    }
    return bytes;
  }

  private int toEscape(int from, int end, int flags) {
    int count = 0;
    for (int i = from; i < end; i++) {
      if (mustEscape(head[i], flags)) {
        count++;
      }
    }
    return count;
  }

  private static boolean mustEscape(byte b, int flags) {
    return b == ':' || (b == '\\' && (flags & BACKSLASH) != 0);
  }

  /**
   * Copies a header as a line in the form of 1.2, {@code name:value} and a line feed, its escapes
   * included.
   *
   * @return where the next line goes
   */
  public int copyLine(int index, byte[] to, int at) {
    int flags = flags(index);
    int next = copy(from(index), nameEnd(index), flags, to, at);
    to[next++] = ':';
    next = copy(valueFrom(index), valueEnd(index), flags, to, next);
    to[next++] = '\n';
    return next;
  }

  private int copy(int from, int end, int flags, byte[] to, int at) {
    if ((flags & (COLON | BACKSLASH)) == 0) {
      System.arraycopy(head, from, to, at, end - from);
      return at + end - from;
    }
    int next = at;
    for (int i = from; i < end; i++) {
      if (mustEscape(head[i], flags)) {
        to[next++] = '\\';
        to[next++] = (byte) (head[i] == ':' ? 'c' : '\\');
      } else {
        to[next++] = head[i];
      }
    }
    return next;
  }

  /** Whether {@link #copyLine} has escapes. */
  public boolean isLineEscaped(int index) {
    return flag(index, VALUE_ESCAPED | NAME_ESCAPED | COLON | BACKSLASH);
  }

  /** Whether {@link #copyLine} has the escape of a carriage return, which 1.2 alone knows. */
  public boolean isReturnEscaped(int index) {
    return flag(index, RETURN_ESCAPED);
  }

  private int from(int index) {
    return lines[index * LINE];
  }

  private int nameEnd(int index) {
    return lines[index * LINE + 1];
  }

  private int valueFrom(int index) {
    return lines[index * LINE + 2];
  }

  private int valueEnd(int index) {
    return lines[index * LINE + 3];
  }

  private int flags(int index) {
    return lines[index * LINE + 4];
  }

  private boolean flag(int index, int flag) {
    return (flags(index) & flag) != 0;
  }
}

package io.warrenmq.amqp091.wire;

/**
 * Steps over the entries of an encoded field table that has been checked before, without making
 * objects.
 */
public final class TableEntries {
  /** {@link #octets} of a value that begins with its length. */
  static final int LENGTH_IN_FRONT = -1;

  /** {@link #octets} of no known type. */
  static final int UNKNOWN = -2;

  /** Octets of such a length. */
  static final int LENGTH_BYTES = 4;

  private TableEntries() {}

  /** Offset of the value, its type in front, of the entry at {@code entry}. */
  public static int value(byte[] bytes, int entry) {
    return entry + 1 + (bytes[entry] & 0xFF);
  }

  /**
   * Offset behind the value at {@code value}: of the next entry of a table, or the next value of an
   * array.
   */
  public static int next(byte[] bytes, int value) {
    int content = value + 1;
    int octets = octets(bytes[value]);
    return octets >= 0 ? content + octets : content + LENGTH_BYTES + length(bytes, content);
  }

  /**
   * Octets that a value of the type takes behind its type; {@link #LENGTH_IN_FRONT} when its first
   * four say how many follow, {@link #UNKNOWN} when there is no such type.
   */
  static int octets(byte type) {
    return switch (type) {
      case 'S', 'x', 'A', 'F' -> LENGTH_IN_FRONT;
      case 'V' -> 0;
      case 't', 'b', 'B' -> 1;
      case 's', 'u' -> 2;
      case 'I', 'i', 'f' -> 4;
      case 'D' -> 5;
      case 'l', 'L', 'd', 'T' -> 8;
      default -> UNKNOWN;
    };
  }

  /**
   * The four octets of length at {@code at}; negative, which no checked one is, means 2^31 or more.
   */
  public static int length(byte[] bytes, int at) {
    return (bytes[at] << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }

  /** Whether the entry at {@code entry} has this name. */
  public static boolean isNamed(byte[] bytes, int entry, String name) {
    int length = bytes[entry] & 0xFF;
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      if (next >= 0x80) {
        return Shortstr.decodeLenient(bytes, entry + 1, length).equals(name);
      } else if (i >= length || bytes[entry + 1 + i] != next) {
        return false;
      }
    }
    return length == name.length();
  }
}

package io.warrenmq.amqp091.message;

/**
 * Steps over the entries of an encoded field table that has been checked before, without making
 * objects.
 */
final class TableEntries {
  private TableEntries() {}

  /** Offset of the value, its type in front, of the entry at {@code entry}. */
  static int value(byte[] bytes, int entry) {
    return entry + 1 + (bytes[entry] & 0xFF);
  }

  /**
   * Offset behind the value at {@code value}: of the next entry of a table, or the next value of an
   * array.
   */
  static int next(byte[] bytes, int value) {
    int content = value + 1;
    return switch (bytes[value]) {
      case 't', 'b', 'B' -> content + 1;
      case 's', 'u' -> content + 2;
      case 'I', 'i', 'f' -> content + 4;
      case 'D' -> content + 5;
      case 'l', 'L', 'd', 'T' -> content + 8;
      case 'S', 'x', 'A', 'F' -> content + 4 + length(bytes, content);
      default -> content; // void
    };
  }

  /** The four octets of length at {@code at}; they have been checked, so it is not negative. */
  static int length(byte[] bytes, int at) {
    return (bytes[at] << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }

  /** Whether the entry at {@code entry} has this name, ASCII. */
  static boolean isNamed(byte[] bytes, int entry, String name) {
    if (bytes[entry] != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[entry + 1 + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

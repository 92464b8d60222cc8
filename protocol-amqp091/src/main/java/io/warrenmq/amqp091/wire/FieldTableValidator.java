package io.warrenmq.amqp091.wire;

/**
 * Walks over a field table as {@link FieldTableReader} does, and makes nothing. Depth bounds the
 * recursion. The one type with two names gets the usual one.
 */
final class FieldTableValidator {
  private FieldTableValidator() {}

  /** Checks the entries in {@code [position, end)}. */
  static void table(byte[] bytes, int position, int end, int depth) {
    if (position < end) {
      FieldTableReader.checkDepth(depth);
    }
    int at = position;
    while (at < end) {
      at = step(at + 1, bytes[at] & 0xFF, end);
      at = value(bytes, at, end, depth);
    }
  }

  private static void array(byte[] bytes, int position, int end, int depth) {
    if (position < end) {
      FieldTableReader.checkDepth(depth);
    }
    int at = position;
    while (at < end) {
      at = value(bytes, at, end, depth);
    }
  }

  /** Checks one value, its type in front; returns where it ends. */
  private static int value(byte[] bytes, int position, int end, int depth) {
    if (position >= end) {
      throw FieldTableReader.truncated();
    }
    int at = position + 1;
    switch (bytes[position]) {
      case 'V':
        return at;
      case 't', 'b', 'B':
        return step(at, 1, end);
      case 's', 'u':
        return step(at, 2, end);
      case 'I', 'i', 'f':
        return step(at, 4, end);
      case 'D':
        return step(at, 5, end);
      case 'L':
        // Another name of 'l', which some clients write and others cannot read: as in RabbitMQ, it
        // does not leave the broker.
        int next = step(at, 8, end);
        bytes[position] = 'l';
        return next;
      case 'l', 'd', 'T':
        return step(at, 8, end);
      case 'S', 'x':
        return step(at + 4, length(bytes, at, end), end);
      case 'F':
        {
          int inner = step(at + 4, length(bytes, at, end), end);
          table(bytes, at + 4, inner, depth + 1);
          return inner;
        }
      case 'A':
        {
          int inner = step(at + 4, length(bytes, at, end), end);
          array(bytes, at + 4, inner, depth + 1);
          return inner;
        }
      default:
        throw FieldTableReader.unknownType(bytes[position]);
    }
  }

  private static int length(byte[] bytes, int position, int end) {
    step(position, 4, end);
    return bytes[position] << 24
        | (bytes[position + 1] & 0xFF) << 16
        | (bytes[position + 2] & 0xFF) << 8
        | (bytes[position + 3] & 0xFF);
  }

  private static int step(int position, int length, int end) {
    if (length < 0 || length > end - position) {
      throw FieldTableReader.truncated();
    }
    return position + length;
  }
}

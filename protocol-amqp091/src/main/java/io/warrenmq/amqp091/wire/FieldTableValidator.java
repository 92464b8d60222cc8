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
    byte type = bytes[position];
    int at = position + 1;
    int octets = TableEntries.octets(type);
    if (octets >= 0) {
      int next = step(at, octets, end);
      if (type == 'L') {
        // Another name of 'l', which some clients write and others cannot read: as in RabbitMQ, it
        // does not leave the broker.
        bytes[position] = 'l';
      }
      return next;
    }
    if (octets == TableEntries.UNKNOWN) {
      throw FieldTableReader.unknownType(type);
    }
    int content = step(at, TableEntries.LENGTH_BYTES, end);
    int inner = step(content, TableEntries.length(bytes, at), end);
    if (type == 'F') {
      table(bytes, content, inner, depth + 1);
    } else if (type == 'A') {
      array(bytes, content, inner, depth + 1);
    }
    return inner;
  }

  private static int step(int position, int length, int end) {
    if (length < 0 || length > end - position) {
      throw FieldTableReader.truncated();
    }
    return position + length;
  }
}

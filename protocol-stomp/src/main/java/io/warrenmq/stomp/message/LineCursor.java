package io.warrenmq.stomp.message;

import io.warrenmq.api.message.Message;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.HeaderText;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the headers of a stored message. They were checked when the message came. One
 * thread.
 */
final class LineCursor {
  private final byte[] bytes;
  private final int end;
  private int from;
  private int next;
  private int nameEnd;

  private LineCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.next = from;
    this.end = end;
  }

  /** Before the first header of a message of this protocol. */
  static LineCursor of(Message message) {
    return new LineCursor(message.bytes(), SendHeader.LINES_AT, message.headerLength());
  }

  /** Goes to the next header; false when there is none. */
  boolean next() {
    if (next >= end) {
      return false;
    }
    from = next;
    int at = from;
    while (bytes[at] != ':') {
      at++;
    }
    nameEnd = at;
    while (bytes[at] != '\n') {
      at++;
    }
    next = at + 1;
    return true;
  }

  /** Goes to a header; false when there is none of that name behind this place. */
  boolean find(Header header) {
    while (next()) {
      if (is(header)) {
        return true;
      }
    }
    return false;
  }

  /** Which header it is; {@code null} when it is the application's. */
  @Nullable Header header() {
    return Header.of(bytes, from, nameEnd);
  }

  private boolean is(Header header) {
    return isNamed(header.text());
  }

  /** Whether the header has this name. */
  boolean isNamed(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 0x80 || c == ':' || c == '\\' || c == '\n' || c == '\r') {
        return name().equals(name);
      } else if (from + i >= nameEnd || bytes[from + i] != c) {
        return false;
      }
    }
    return from + name.length() == nameEnd;
  }

  String name() {
    return HeaderText.unescape(bytes, from, nameEnd);
  }

  String value() {
    return HeaderText.unescape(bytes, nameEnd + 1, next - 1);
  }

  /** The value as a whole number; {@code null} when it is none. */
  @Nullable Long number() {
    try {
      return Long.valueOf(value().strip());
    } catch (NumberFormatException e) {
      return null; // what does not fit is left out
    }
  }

  /** Where the line begins. */
  int from() {
    return from;
  }

  /** Where the line ends, behind its line feed. */
  int end() {
    return next;
  }
}

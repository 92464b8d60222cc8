package io.warrenmq.mqtt.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.warrenmq.api.message.Message;
import java.util.Arrays;

/**
 * Goes through the properties of a stored message. They were checked when the message came. One
 * thread.
 */
public final class PropertyCursor {
  private final byte[] bytes;
  private final int end;
  private int at;
  private int id;
  private int valueAt;
  private int length;
  private int nameAt; // of a user property
  private int nameLength;

  private PropertyCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Before the first property of a message of this protocol. */
  public static PropertyCursor of(Message message) {
    return new PropertyCursor(
        message.bytes(), PublishHeader.propertiesAt(message), message.headerLength());
  }

  /** Goes to the next property; false when there is none. */
  public boolean next() {
    if (at >= end) {
      return false;
    }
    id = bytes[at++];
    if (id == PropertyId.PAYLOAD_FORMAT) {
      valueAt = at;
      length = 1;
      at++;
      return true;
    }
    takeString();
    if (id == PropertyId.USER_PROPERTY) {
      nameAt = valueAt;
      nameLength = length;
      takeString();
    }
    return true;
  }

  private void takeString() {
    length = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    valueAt = at + 2;
    at = valueAt + length;
  }

  /** Which property it is. */
  public int id() {
    return id;
  }

  /** Its value, of one byte. */
  public int octet() {
    return bytes[valueAt];
  }

  /** Its value as text. */
  public String text() {
    return new String(bytes, valueAt, length, UTF_8);
  }

  /** Its value as bytes. */
  public byte[] binary() {
    return Arrays.copyOfRange(bytes, valueAt, valueAt + length);
  }

  /** The name of a user property. */
  public String name() {
    return new String(bytes, nameAt, nameLength, UTF_8);
  }

  /** Whether a user property has this name. */
  boolean isNamed(String name) {
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      if (next >= 0x80) {
        return name().equals(name);
      } else if (i >= nameLength || bytes[nameAt + i] != next) {
        return false;
      }
    }
    return nameLength == name.length();
  }
}

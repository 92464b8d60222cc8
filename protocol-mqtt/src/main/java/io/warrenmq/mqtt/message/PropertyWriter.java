package io.warrenmq.mqtt.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes properties. What is too long for a property is left out. One thread. */
public final class PropertyWriter {
  private static final int BYTES_MAX = 65_535;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A property of one byte. */
  public void octet(int id, int value) {
    out.write(id);
    out.write(value);
  }

  /** A property of two bytes. */
  public void shortNumber(int id, int value) {
    out.write(id);
    writeShort(value);
  }

  /** A property of four bytes. */
  public void number(int id, long value) {
    out.write(id);
    writeShort((int) (value >> 16));
    writeShort((int) value);
  }

  /** A property that is a string. */
  public void text(int id, String value) {
    binary(id, value.getBytes(UTF_8));
  }

  /** A property that is bytes. */
  public void binary(int id, byte[] value) {
    if (value.length <= BYTES_MAX) {
      out.write(id);
      string(value);
    }
  }

  /** A user property. */
  public void user(String name, String value) {
    byte[] nameBytes = name.getBytes(UTF_8);
    byte[] valueBytes = value.getBytes(UTF_8);
    if (nameBytes.length <= BYTES_MAX && valueBytes.length <= BYTES_MAX) {
      out.write(PropertyId.USER_PROPERTY);
      string(nameBytes);
      string(valueBytes);
    }
  }

  private void string(byte[] bytes) {
    writeShort(bytes.length);
    out.writeBytes(bytes);
  }

  private void writeShort(int value) {
    out.write(value >> 8);
    out.write(value);
  }

  /** How many bytes were written. */
  public int length() {
    return out.size();
  }

  /** All that was written. */
  public byte[] bytes() {
    return out.toByteArray();
  }
}

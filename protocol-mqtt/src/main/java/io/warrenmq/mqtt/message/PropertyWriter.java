package io.warrenmq.mqtt.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes properties. What is too long for a property is left out. One thread. */
final class PropertyWriter {
  private static final int BYTES_MAX = 65_535;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  void text(int id, String value) {
    binary(id, value.getBytes(UTF_8));
  }

  void binary(int id, byte[] value) {
    if (value.length <= BYTES_MAX) {
      out.write(id);
      string(value);
    }
  }

  void user(String name, String value) {
    byte[] nameBytes = name.getBytes(UTF_8);
    byte[] valueBytes = value.getBytes(UTF_8);
    if (nameBytes.length <= BYTES_MAX && valueBytes.length <= BYTES_MAX) {
      out.write(PropertyId.USER_PROPERTY);
      string(nameBytes);
      string(valueBytes);
    }
  }

  private void string(byte[] bytes) {
    out.write(bytes.length >> 8);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}

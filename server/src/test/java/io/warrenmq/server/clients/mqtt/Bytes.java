package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Packets of MQTT by hand, the wrong ones too. */
final class Bytes {
  /** An empty list of MQTT 5.0 properties: its length alone. */
  static final byte[] NO_PROPERTIES = {0};

  private Bytes() {}

  /** Bytes of the low halves of {@code values}. */
  static byte[] of(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] u16(int value) {
    return of(value >> 8, value);
  }

  static byte[] u32(int value) {
    return join(u16(value >>> 16), u16(value));
  }

  /** Text or binary data behind its length of two bytes. */
  static byte[] binary(byte[] data) {
    return join(u16(data.length), data);
  }

  static byte[] text(String text) {
    return binary(text.getBytes(UTF_8));
  }

  static byte[] varInt(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    do {
      int digit = rest & 0x7f;
      rest >>>= 7;
      out.write(rest == 0 ? digit : digit | 0x80);
    } while (rest != 0);
    return out.toByteArray();
  }

  /** Properties of MQTT 5.0 behind their length. */
  static byte[] properties(byte[]... properties) {
    byte[] all = join(properties);
    return join(varInt(all.length), all);
  }

  /** A packet with the first byte as given and the right remaining length. */
  static byte[] packet(int first, byte[]... body) {
    byte[] all = join(body);
    return join(of(first), varInt(all.length), all);
  }

  /** CONNECT of version 3, 4 or 5; {@code rest} is client id and what the flags say follows. */
  static byte[] connect(int version, int flags, int keepAlive, byte[] properties, String clientId) {
    return connect(version, flags, keepAlive, properties, text(clientId));
  }

  static byte[] connect(int version, int flags, int keepAlive, byte[] properties, byte[] payload) {
    return packet(
        0x10,
        text(version == 3 ? "MQIsdp" : "MQTT"),
        of(version, flags),
        u16(keepAlive),
        properties,
        payload);
  }

  /** PUBLISH with the given low four bits; no packet id when it is negative. */
  static byte[] publish(int flags, byte[] topic, int packetId, byte[] properties, String payload) {
    return packet(
        0x30 | flags,
        topic,
        packetId < 0 ? new byte[0] : u16(packetId),
        properties,
        payload.getBytes(UTF_8));
  }

  static byte[] subscribe(int packetId, byte[] properties, String filter, int options) {
    return packet(0x82, u16(packetId), properties, text(filter), of(options));
  }
}

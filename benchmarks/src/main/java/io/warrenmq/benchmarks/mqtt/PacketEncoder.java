package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the MQTT 3.1.1 packets of a client; PUBLISH is a {@link PublishTemplate}'s. */
final class PacketEncoder {
  private static final int CLEAN_SESSION = 0x02;
  private static final int PASSWORD = 0x40;
  private static final int USER_NAME = 0x80;
  private static final int LEVEL_3_1_1 = 4;

  private PacketEncoder() {}

  /**
   * CONNECT with a clean session.
   *
   * @param user empty to connect without a name and a password
   * @param keepAliveS 0 for none
   */
  static void connect(ByteBuf out, String clientId, String user, String password, int keepAliveS) {
    boolean named = !user.isEmpty();
    int length = 10 + textBytes(clientId) + (named ? textBytes(user) + textBytes(password) : 0);
    header(out, PacketType.CONNECT << 4, length);
    text(out, "MQTT");
    out.writeByte(LEVEL_3_1_1);
    out.writeByte(CLEAN_SESSION | (named ? USER_NAME | PASSWORD : 0));
    out.writeShort(keepAliveS);
    text(out, clientId);
    if (named) {
      text(out, user);
      text(out, password);
    }
  }

  static void subscribe(ByteBuf out, int packetId, List<String> filters, int qos) {
    int length = 2;
    for (String filter : filters) {
      length += textBytes(filter) + 1;
    }
    header(out, (PacketType.SUBSCRIBE << 4) | 0x02, length);
    out.writeShort(packetId);
    for (String filter : filters) {
      text(out, filter);
      out.writeByte(qos);
    }
  }

  static void puback(ByteBuf out, int packetId) {
    out.writeInt((PacketType.PUBACK << 28) | (2 << 16) | packetId);
  }

  static void pingreq(ByteBuf out) {
    out.writeShort(PacketType.PINGREQ << 12);
  }

  /** A packet's first byte and its remaining length. */
  static void header(ByteBuf out, int first, int length) {
    out.writeByte(first);
    int rest = length;
    while (rest > 0x7f) {
      out.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static void text(ByteBuf out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.writeBytes(bytes);
  }

  private static int textBytes(String text) {
    return 2 + text.getBytes(StandardCharsets.UTF_8).length;
  }
}

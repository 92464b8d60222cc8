package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;

/** Reads the MQTT 3.1.1 packets that a broker sends to a client which uses QoS 0 and 1. */
final class PacketDecoder {
  private static final int LENGTH_BYTES_MAX = 4;

  private PacketDecoder() {}

  /**
   * Hands every whole packet of {@code in} to {@code sink} and leaves the bytes of a packet that is
   * not whole unread.
   *
   * @throws IllegalArgumentException for what no broker may send to such a client
   */
  static void decode(ByteBuf in, PacketSink sink) {
    while (true) {
      int start = in.readerIndex();
      int available = in.readableBytes();
      int length = 0;
      int header = 1;
      int digit;
      do {
        if (header > LENGTH_BYTES_MAX) {
          throw new IllegalArgumentException("remaining length of more than four bytes");
        }
        if (available <= header) {
          return;
        }
        digit = in.getByte(start + header);
        length |= (digit & 0x7f) << (7 * (header - 1));
        header++;
      } while (digit < 0);
      if (available < header + length) {
        return;
      }
      int body = start + header;
      in.readerIndex(body + length);
      packet(in.getUnsignedByte(start), in, body, length, sink);
    }
  }

  private static void packet(int first, ByteBuf in, int body, int length, PacketSink sink) {
    switch (first >> 4) {
      case PacketType.PUBLISH -> publish(first, in, body, length, sink);
      case PacketType.PUBACK -> {
        expect(length == 2, "PUBACK", length);
        sink.onPuback(in.getUnsignedShort(body));
      }
      case PacketType.CONNACK -> {
        expect(length == 2, "CONNACK", length);
        sink.onConnack(in.getUnsignedByte(body + 1));
      }
      case PacketType.SUBACK -> suback(in, body, length, sink);
      case PacketType.PINGRESP -> {
        expect(length == 0, "PINGRESP", length);
        sink.onPingresp();
      }
      default -> throw new IllegalArgumentException("packet of type " + (first >> 4));
    }
  }

  private static void publish(int first, ByteBuf in, int body, int length, PacketSink sink) {
    int qos = (first >> 1) & 3;
    expect(qos < 2, "PUBLISH of QoS 2 or 3", length);
    expect(length >= 2, "PUBLISH", length);
    int head = 2 + in.getUnsignedShort(body);
    int packetId = 0;
    if (qos > 0) {
      expect(length >= head + 2, "PUBLISH", length);
      packetId = in.getUnsignedShort(body + head);
      head += 2;
    }
    expect(length >= head, "PUBLISH", length);
    sink.onPublish(qos, packetId, in, body + head, length - head);
  }

  private static void suback(ByteBuf in, int body, int length, PacketSink sink) {
    expect(length > 2, "SUBACK", length);
    boolean granted = true;
    for (int index = body + 2; index < body + length; index++) {
      granted &= in.getByte(index) >= 0; // 0x80 is a refusal
    }
    sink.onSuback(in.getUnsignedShort(body), granted);
  }

  private static void expect(boolean condition, String packet, int length) {
    if (!condition) {
      throw new IllegalArgumentException(packet + ", remaining length " + length);
    }
  }
}

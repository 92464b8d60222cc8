package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.benchmarks.load.Stamp;
import java.nio.charset.StandardCharsets;

/**
 * The PUBLISH packets of one publisher, which differ in a few bytes only: each is a copy of one
 * array. The payload begins with a {@link Stamp}.
 */
final class PublishTemplate {
  private final byte[] packet;
  private final int qos;
  private final int topicIndex;
  private final int payloadIndex;

  /**
   * @param qos 0 or 1
   * @param payloadBytes {@link Stamp#BYTES} or more
   */
  PublishTemplate(String topic, int qos, int payloadBytes) {
    int topicBytes = topic.getBytes(StandardCharsets.UTF_8).length;
    int length = 2 + topicBytes + 2 * qos + payloadBytes;
    ByteBuf out = Unpooled.buffer(5 + length);
    PacketEncoder.header(out, (PacketType.PUBLISH << 4) | (qos << 1), length);
    topicIndex = out.writerIndex() + 2;
    PacketEncoder.text(out, topic);
    payloadIndex = out.writerIndex() + 2 * qos;
    out.writeZero(2 * qos);
    for (int index = 0; index < payloadBytes; index++) {
      out.writeByte('a' + index % 26);
    }
    packet = new byte[out.readableBytes()];
    out.readBytes(packet);
    this.qos = qos;
  }

  /** Of each of its packets. */
  int packetBytes() {
    return packet.length;
  }

  /** Writes {@code number} over {@code digits} bytes of the topic, with zeros before it. */
  void setTopicNumber(int offset, int digits, int number) {
    int rest = number;
    for (int index = topicIndex + offset + digits - 1; index >= topicIndex + offset; index--) {
      packet[index] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * Appends one packet.
   *
   * @param packetId not looked at with QoS 0
   */
  void write(ByteBuf out, int packetId, long dueNs, int publisher, int sequence) {
    int start = out.writerIndex();
    out.writeBytes(packet);
    if (qos > 0) {
      out.setShort(start + payloadIndex - 2, packetId);
    }
    Stamp.set(out, start + payloadIndex, dueNs, publisher, sequence);
  }
}

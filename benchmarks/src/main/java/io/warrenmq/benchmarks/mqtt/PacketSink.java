package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;

/** Takes the packets that {@link PacketDecoder} finds, in their order. */
interface PacketSink {
  /** The broker's answer to CONNECT; {@code returnCode} 0 when it accepted. */
  void onConnack(int returnCode);

  /** The answer to a SUBSCRIBE; {@code granted} when it took every filter of it. */
  void onSuback(int packetId, boolean granted);

  /** A QoS 1 message of ours has arrived at the broker. */
  void onPuback(int packetId);

  /** The answer to a PINGREQ. */
  void onPingresp();

  /**
   * A message for us. Its payload is in {@code in} from {@code payloadIndex} on, until this method
   * returns.
   *
   * @param packetId 0 with QoS 0
   */
  void onPublish(int qos, int packetId, ByteBuf in, int payloadIndex, int payloadBytes);
}

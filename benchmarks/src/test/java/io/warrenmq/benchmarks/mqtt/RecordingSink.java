package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told. */
final class RecordingSink implements PacketSink {
  final List<String> packets = new ArrayList<>();

  @Override
  public void onConnack(int returnCode) {
    packets.add("connack " + returnCode);
  }

  @Override
  public void onSuback(int packetId, boolean granted) {
    packets.add("suback " + packetId + ' ' + granted);
  }

  @Override
  public void onPuback(int packetId) {
    packets.add("puback " + packetId);
  }

  @Override
  public void onPingresp() {
    packets.add("pingresp");
  }

  @Override
  public void onPublish(int qos, int packetId, ByteBuf in, int payloadIndex, int payloadBytes) {
    String payload = in.toString(payloadIndex, payloadBytes, StandardCharsets.US_ASCII);
    packets.add("publish " + qos + ' ' + packetId + ' ' + payload);
  }
}

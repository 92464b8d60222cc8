package io.warrenmq.mqtt.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.warrenmq.mqtt.packet.AuthPacket;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.DisconnectPacket;
import io.warrenmq.mqtt.packet.PublishPacket;
import io.warrenmq.mqtt.packet.SubscribePacket;
import io.warrenmq.mqtt.packet.UnsubscribePacket;
import java.util.ArrayList;
import java.util.List;

/** Packets that were read, as text. */
final class Packets implements PacketSink {
  static final PacketLimits LIMITS = new PacketLimits(1000, 20, 5, 4);

  final List<String> all = new ArrayList<>();
  final List<ConnectPacket> connects = new ArrayList<>();

  /** Reads all that there is. */
  static Packets of(PacketDecoder decoder, ByteBuf bytes) {
    Packets packets = new Packets();
    while (decoder.decode(bytes, packets)) {
      // until there is no whole one
    }
    return packets;
  }

  @Override
  public void onConnect(ConnectPacket connect) {
    connects.add(connect);
    all.add("CONNECT " + connect.clientId());
  }

  @Override
  public void onPublish(PublishPacket publish) {
    byte[] kept = new byte[publish.keptBytes() + publish.payloadBytes()];
    publish.copyTo(kept, 0);
    all.add(
        "PUBLISH %s qos %d id %d dup %b retain %b alias %d expiry %d kept %s payload %s"
            .formatted(
                publish.topic(),
                publish.qos(),
                publish.packetId(),
                publish.isDuplicate(),
                publish.isRetain(),
                publish.topicAlias(),
                publish.expiry(),
                ByteBufUtil.hexDump(kept, 0, publish.keptBytes()),
                ByteBufUtil.hexDump(kept, publish.keptBytes(), publish.payloadBytes())));
  }

  @Override
  public void onPuback(int packetId, int reasonCode) {
    all.add("PUBACK " + packetId + " " + reasonCode);
  }

  @Override
  public void onPubrec(int packetId, int reasonCode) {
    all.add("PUBREC " + packetId + " " + reasonCode);
  }

  @Override
  public void onPubrel(int packetId, int reasonCode) {
    all.add("PUBREL " + packetId + " " + reasonCode);
  }

  @Override
  public void onPubcomp(int packetId, int reasonCode) {
    all.add("PUBCOMP " + packetId + " " + reasonCode);
  }

  @Override
  public void onSubscribe(SubscribePacket subscribe) {
    all.add(subscribe.toString());
  }

  @Override
  public void onUnsubscribe(UnsubscribePacket unsubscribe) {
    all.add(unsubscribe.toString());
  }

  @Override
  public void onPingreq() {
    all.add("PINGREQ");
  }

  @Override
  public void onDisconnect(DisconnectPacket disconnect) {
    all.add(disconnect.toString());
  }

  @Override
  public void onAuth(AuthPacket auth) {
    all.add(auth.toString());
  }
}

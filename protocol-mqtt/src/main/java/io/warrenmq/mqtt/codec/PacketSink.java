package io.warrenmq.mqtt.codec;

import io.warrenmq.mqtt.packet.AuthPacket;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.DisconnectPacket;
import io.warrenmq.mqtt.packet.PublishPacket;
import io.warrenmq.mqtt.packet.SubscribePacket;
import io.warrenmq.mqtt.packet.UnsubscribePacket;

/**
 * Takes a client's packets. What it throws goes through to who reads. Called on the connection's
 * loop.
 */
public interface PacketSink {
  void onConnect(ConnectPacket connect);

  /**
   * A message.
   *
   * @param publish valid until the call returns
   */
  void onPublish(PublishPacket publish);

  void onPuback(int packetId, int reasonCode);

  void onPubrec(int packetId, int reasonCode);

  void onPubrel(int packetId, int reasonCode);

  void onPubcomp(int packetId, int reasonCode);

  void onSubscribe(SubscribePacket subscribe);

  void onUnsubscribe(UnsubscribePacket unsubscribe);

  void onPingreq();

  void onDisconnect(DisconnectPacket disconnect);

  void onAuth(AuthPacket auth);
}

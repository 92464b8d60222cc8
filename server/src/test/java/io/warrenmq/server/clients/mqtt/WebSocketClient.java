package io.warrenmq.server.clients.mqtt;

import io.warrenmq.server.clients.MqttUnderTest;

/** A connected client of MQTT over WebSocket, whichever library it is of. For one thread. */
interface WebSocketClient extends AutoCloseable {
  /** A message that came. */
  record Received(byte[] payload, int qos) {}

  /** Returns when the subscription is granted with this QoS. */
  void subscribe(String topic, int qos) throws Exception;

  /** Returns when the handshake of the QoS is done. */
  void publish(String topic, byte[] payload, int qos) throws Exception;

  /** The next message, which must come in time. */
  default Received take() throws Exception {
    return take(MqttTest.PATIENCE_SECONDS);
  }

  /** The next message, which must come within this time. */
  Received take(int seconds) throws Exception;

  boolean isConnected();

  /** Ends the session and the connection in good order. */
  @Override
  void close() throws Exception;

  /** The libraries there are. */
  enum Library {
    HIVEMQ,
    PAHO_3,
    PAHO_5;

    /** Connects to a path, for example {@code /ws}; fails when it is refused. */
    WebSocketClient connect(String clientId, String path) throws Exception {
      int port = MqttUnderTest.webSocketPort().orElseThrow();
      String uri = "ws://" + MqttUnderTest.host() + ":" + port + path;
      return switch (this) {
        case HIVEMQ -> HiveMqWebSocketClient.connect(clientId, path, "mqtt");
        case PAHO_3 -> new Paho3WebSocketClient(uri, clientId);
        case PAHO_5 -> new Paho5WebSocketClient(uri, clientId);
      };
    }
  }
}

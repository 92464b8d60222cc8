package io.warrenmq.server.clients;

import java.util.OptionalInt;

/**
 * Where the MQTT tests find their broker: on the ports of the loopback interface that the system
 * properties {@code warrenmq.test.mqtt.port} and, for WebSocket, {@code
 * warrenmq.test.web_mqtt.port} name, which must let anonymous clients in, or else in the WarrenMQ
 * of this process. Thread-safe.
 */
public final class MqttUnderTest {
  private static final String GIVEN = System.getProperty("warrenmq.test.mqtt.port", "");
  private static final int PORT = find(GIVEN, "mqtt").orElseThrow();
  private static final OptionalInt WEB_SOCKET_PORT =
      find(System.getProperty("warrenmq.test.web_mqtt.port", ""), "web_mqtt");

  private MqttUnderTest() {}

  /** The port of MQTT over TCP. */
  public static int port() {
    return PORT;
  }

  /**
   * The port of MQTT over WebSocket, at the path {@code /ws}; nothing of another broker that is not
   * said to have it.
   */
  public static OptionalInt webSocketPort() {
    return WEB_SOCKET_PORT;
  }

  public static String host() {
    return "127.0.0.1";
  }

  private static OptionalInt find(String port, String protocol) {
    if (!port.isEmpty()) {
      return OptionalInt.of(Integer.parseInt(port));
    }
    // Both are to be the same broker's.
    return GIVEN.isEmpty() ? OptionalInt.of(InProcessBroker.port(protocol)) : OptionalInt.empty();
  }
}

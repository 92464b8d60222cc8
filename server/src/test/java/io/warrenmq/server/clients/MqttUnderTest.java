package io.warrenmq.server.clients;

import java.util.OptionalInt;

/**
 * Where the MQTT tests find their broker: on the port of the loopback interface that the system
 * property {@code warrenmq.test.mqtt.port} names, which must let anonymous clients in, or else in
 * the WarrenMQ of this process. Thread-safe.
 */
public final class MqttUnderTest {
  private static final String PROPERTY = "warrenmq.test.mqtt.port";
  private static final OptionalInt PORT = find();

  private MqttUnderTest() {}

  /** The port of MQTT over TCP, or nothing when the broker does not speak MQTT. */
  public static OptionalInt port() {
    return PORT;
  }

  public static String host() {
    return "127.0.0.1";
  }

  private static OptionalInt find() {
    String given = System.getProperty(PROPERTY, "");
    return given.isEmpty() ? InProcessBroker.mqttPort() : OptionalInt.of(Integer.parseInt(given));
  }
}

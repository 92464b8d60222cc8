package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.warrenmq.server.clients.ClientProgram;
import io.warrenmq.server.clients.MqttUnderTest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The suites of {@code server/src/test/clients} that speak MQTT. */
@Timeout(value = 70, unit = TimeUnit.SECONDS)
class MqttSuitesIT extends MqttTest {
  private static void passes(List<String> command) throws Exception {
    passes(ClientProgram.startMqtt(command));
  }

  private static void passesOverWebSocket(List<String> command) throws Exception {
    assumeTrue(MqttUnderTest.webSocketPort().isPresent(), NO_WEB_SOCKET);
    passes(ClientProgram.startMqttOverWebSocket(command));
  }

  private static void passes(ClientProgram suite) throws Exception {
    try (suite) {
      assertThat(suite.awaitSuccess()).as("what the suite says").isNotEmpty();
    }
  }

  @Test
  void paho() throws Exception {
    passes(ClientProgram.python("test_mqtt.py"));
  }

  @Test
  void mqttJs() throws Exception {
    passes(ClientProgram.node("mqtt.test.js"));
  }

  @Test
  void pahoOverWebSocket() throws Exception {
    passesOverWebSocket(ClientProgram.python("test_mqtt.py"));
  }

  @Test
  void mqttJsOverWebSocket() throws Exception {
    passesOverWebSocket(ClientProgram.node("mqtt.test.js"));
    passesOverWebSocket(ClientProgram.node("mqtt-websocket.test.js"));
  }

  @Test
  void mosquittoClients() throws Exception {
    passes(ClientProgram.shell("mosquitto-clients.sh"));
  }
}

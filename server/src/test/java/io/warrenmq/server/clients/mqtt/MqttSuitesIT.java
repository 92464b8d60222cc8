package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.ClientProgram;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The suites of {@code server/src/test/clients} that speak MQTT. */
@Timeout(value = 70, unit = TimeUnit.SECONDS)
class MqttSuitesIT extends MqttTest {
  private static void passes(List<String> command) throws Exception {
    try (ClientProgram suite = ClientProgram.startMqtt(command)) {
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
  void mosquittoClients() throws Exception {
    passes(ClientProgram.shell("mosquitto-clients.sh"));
  }
}

package io.warrenmq.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkProtocolTest {
  @ParameterizedTest
  @CsvSource({
    "amqp091, amqp, 0-9-1",
    "AMQP 0-9-1, amqp, 0-9-1",
    "amqp10, amqp, 1.0",
    "AMQP 1-0, amqp, 1.0",
    "MQTT 3-1-1, mqtt, 3.1.1",
    "MQTT 5-0, mqtt, 5.0",
    "STOMP 1.2, stomp, 1.2",
    "mqtt, mqtt,",
    "line, line,"
  })
  void knowsNameAndVersion(String protocol, String name, String version) {
    assertThat(NetworkProtocol.of(protocol)).isEqualTo(new NetworkProtocol(name, version));
  }
}

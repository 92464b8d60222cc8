package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingKeysTest {
  private static Config load(String line) throws ConfigException {
    return Configs.load("warren.opentelemetry." + line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:4318",
        "https://otlp.example.org/v1/traces",
        "http://[::1]:4318/otlp/",
        "http://10.0.0.1"
      })
  void takesTheAddressOfACollector(String endpoint) throws Exception {
    assertThat(load("endpoint = " + endpoint).text("warren.opentelemetry.endpoint"))
        .isEqualTo(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint = localhost:4318",
        "endpoint = grpc://localhost:4317",
        "endpoint = http://",
        "endpoint = http:///v1/traces",
        "endpoint = http://localhost:70000",
        "endpoint = http://user:password@localhost",
        "endpoint = http://localhost/?a=b",
        "endpoint = 'http://local host'",
        "enabled = perhaps",
        "sample_ratio = 1.5",
        "sample_ratio = -0.1",
        "sample_ratio = NaN",
        "queue_size = 0",
        "export_interval = 0",
        "timeout = 1",
        "service_name = ''"
      })
  void refusesAnotherValue(String line) {
    assertThatThrownBy(() -> load(line))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("warren.opentelemetry." + line.substring(0, line.indexOf(' ')));
  }

  @Test
  void doesNotShowHeaders() throws Exception {
    assertThat(load("headers.authorization = hidden").render()).doesNotContain("hidden");
  }
}

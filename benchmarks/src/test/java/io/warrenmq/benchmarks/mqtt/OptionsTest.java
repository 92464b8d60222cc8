package io.warrenmq.benchmarks.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void readsTheScenarioAndWhatIsGiven() {
    Options options = Options.parse("fan-in", "--port", "1900", "--user", "guest");

    assertThat(options.scenario()).isEqualTo(Options.Scenario.FAN_IN);
    assertThat(options.number("port")).isEqualTo(1900);
    assertThat(options.text("user")).isEqualTo("guest");
    assertThat(options.number("publishers")).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fan-away",
        "idle --port",
        "idle --colour red",
        "idle port 1",
        "idle --port x",
        "idle --qos 2",
        "idle --payload 15",
        "idle --window 0",
      })
  void refusesWhatItDoesNotKnow(String line) {
    assertThatThrownBy(() -> Options.parse(line.isEmpty() ? new String[0] : line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void usageNamesEveryScenario() {
    assertThat(Options.usage()).contains("one-to-one, fan-out, fan-in, idle, subscriptions");
  }
}

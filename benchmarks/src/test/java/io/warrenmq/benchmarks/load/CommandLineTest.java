package io.warrenmq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private final CommandLine.Grammar grammar =
      new CommandLine.Grammar(List.of("fan-in", "idle"), 1883, 128)
          .count("publishers", 1000, "publishers")
          .flag("durable", 1, "whether messages are durable")
          .word("kind", List.of("classic", "quorum"), "of the queues");

  @Test
  void readsTheScenarioAndWhatIsGiven() {
    CommandLine line =
        grammar.parse("fan-in", "--port", "1900", "--user", "guest", "--durable", "0");

    assertThat(line.scenario()).isEqualTo("fan-in");
    assertThat(line.number("port")).isEqualTo(1900);
    assertThat(line.text("user")).isEqualTo("guest");
    assertThat(line.isSet("durable")).isFalse();
  }

  @Test
  void hasTheStandardOfWhatIsNotGiven() {
    CommandLine line = grammar.parse("idle");

    assertThat(line.number("port")).isEqualTo(1883);
    assertThat(line.number("publishers")).isEqualTo(1000);
    assertThat(line.text("kind")).isEqualTo("classic");
    assertThatThrownBy(() -> line.text("colour")).isInstanceOf(IllegalStateException.class);
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
        "idle --port 65536",
        "idle --payload 11",
        "idle --publishers 0",
        "idle --durable 2",
        "idle --kind stream",
      })
  void refusesWhatItDoesNotKnow(String text) {
    assertThatThrownBy(() -> grammar.parse(text.isEmpty() ? new String[0] : text.split(" ")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void usageNamesEveryScenarioAndOption() {
    assertThat(grammar.usage()).contains("SCENARIO: fan-in, idle").contains("--publishers");
  }
}

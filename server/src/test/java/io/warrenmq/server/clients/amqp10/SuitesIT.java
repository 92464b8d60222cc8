package io.warrenmq.server.clients.amqp10;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.BrokerUnderTest;
import io.warrenmq.server.clients.ClientProgram;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suites of {@code server/src/test/clients} that speak AMQP 1.0. */
@Timeout(value = 70, unit = TimeUnit.SECONDS)
class SuitesIT {
  private static void passes(List<String> command, Map<String, String> environment)
      throws Exception {
    try (ClientProgram suite = ClientProgram.start(command, environment)) {
      assertThat(suite.awaitSuccess()).as("what the suite says").isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages", "settling", "modified", "credit", "connections"})
  void rhea(String suite) throws Exception {
    passes(ClientProgram.node("rhea/" + suite + ".test.js"), Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "containers",
        "direct-replies",
        "nodes",
        "exactly-once",
        "refusals",
        "modified-more"
      })
  @Tag(Amqp10Test.NOT_RABBITMQ)
  void rheaWithWhatRabbitMqDoesNotHave(String suite) throws Exception {
    passes(ClientProgram.node("rhea/" + suite + ".test.js"), Map.of());
  }

  @Test
  @Tag(Amqp10Test.NOT_RABBITMQ)
  void rheaWithFilters() throws Exception {
    passes(ClientProgram.node("rhea/filters.test.js"), Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages", "settling", "credit"})
  @Tag(Amqp10Test.NOT_RABBITMQ)
  void rheaOverWebSocket(String suite) throws Exception {
    String url = BrokerUnderTest.get().amqpOverWebSocket().toString();
    passes(ClientProgram.node("rhea/" + suite + ".test.js"), Map.of("AMQP_WS_URL", url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"test_proton.py", "test_proton_types.py"})
  void proton(String suite) throws Exception {
    passes(ClientProgram.python(suite), Map.of());
  }

  @Test
  @Tag(Amqp10Test.NOT_RABBITMQ)
  void protonWithWhatRabbitMqDoesNotHave() throws Exception {
    passes(ClientProgram.python("test_proton_warren.py"), Map.of());
  }
}

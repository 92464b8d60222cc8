package io.warrenmq.server.clients.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.BrokerUnderTest;
import io.warrenmq.server.clients.ClientProgram;
import io.warrenmq.server.clients.amqp10.Amqp10Test;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The suites of {@code server/src/test/clients}: each tests one client library of its language. */
class ClientSuitesIT {
  private static void passes(List<String> command) throws Exception {
    passes(command, Map.of());
  }

  private static void passes(List<String> command, Map<String, String> environment)
      throws Exception {
    try (ClientProgram suite = ClientProgram.start(command, environment)) {
      assertThat(suite.awaitSuccess()).as("what the suite says").isNotEmpty();
    }
  }

  @Test
  void amqplibWithPromises() throws Exception {
    passes(ClientProgram.node("promises.test.js"));
  }

  @Test
  void amqplibWithCallbacks() throws Exception {
    passes(ClientProgram.node("callbacks.test.js"));
  }

  @Test
  @Tag(Amqp10Test.NOT_RABBITMQ)
  void cloudAmqpClientOverWebSocket() throws Exception {
    String url = BrokerUnderTest.get().amqpOverWebSocket().toString();
    passes(ClientProgram.node("amqp-websocket.test.js"), Map.of("AMQP_WS_URL", url));
  }

  @Test
  void pikaBlocking() throws Exception {
    passes(ClientProgram.python("test_blocking.py"));
  }

  @Test
  void pikaAsynchronous() throws Exception {
    passes(ClientProgram.python("test_asynchronous.py"));
  }

  @Test
  void bunny() throws Exception {
    passes(ClientProgram.ruby("bunny.rb"));
  }

  @Test
  void amqpTools() throws Exception {
    passes(ClientProgram.shell("amqp-tools.sh"));
  }
}

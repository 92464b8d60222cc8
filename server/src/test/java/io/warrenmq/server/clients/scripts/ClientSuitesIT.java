package io.warrenmq.server.clients.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.ClientProgram;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The suites of {@code server/src/test/clients}: each tests one client library of its language. */
class ClientSuitesIT {
  private static void passes(List<String> command) throws Exception {
    try (ClientProgram suite = ClientProgram.start(command, Map.of())) {
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

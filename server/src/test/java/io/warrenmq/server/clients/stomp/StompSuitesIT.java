package io.warrenmq.server.clients.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.ClientProgram;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The suites of {@code server/src/test/clients} that speak STOMP. */
@Timeout(value = 70, unit = TimeUnit.SECONDS)
class StompSuitesIT {
  private static void passes(List<String> command) throws Exception {
    try (ClientProgram suite = ClientProgram.startStomp(command)) {
      assertThat(suite.awaitSuccess()).as("what the suite says").isNotEmpty();
    }
  }

  @Test
  void pythonStomp() throws Exception {
    passes(ClientProgram.python("test_stomp.py"));
  }

  @Test
  void rubyStomp() throws Exception {
    passes(ClientProgram.ruby("stomp.rb"));
  }

  @Test
  void perlNetStomp() throws Exception {
    passes(ClientProgram.perl("net-stomp.pl"));
  }

  @Test
  void stompit() throws Exception {
    passes(ClientProgram.node("stomp/stompit.test.js"));
  }

  /** Both at once: each waits for heart-beats. */
  @Test
  void stompJsOverTcpAndWebSocket() throws Exception {
    List<String> command = ClientProgram.node("stomp/stompjs.test.js");
    try (ClientProgram overTcp = ClientProgram.startStomp(command);
        ClientProgram overWebSocket = ClientProgram.startStompOverWebSocket(command)) {
      assertThat(overTcp.awaitSuccess()).as("what it says over TCP").isNotEmpty();
      assertThat(overWebSocket.awaitSuccess()).as("what it says over WebSocket").isNotEmpty();
    }
  }
}

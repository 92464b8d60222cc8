package com.example.line;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.testkit.conformance.ProtocolConformance;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The line protocol keeps what every protocol has to. */
class LineConformanceTest extends ProtocolConformance {
  @Override
  protected ProtocolPlugin newPlugin() {
    return new LineProtocol();
  }

  @Override
  protected List<byte[]> login(String username, String password) {
    return List.of(line("HELLO 1"), line("LOGIN " + username + " " + password));
  }

  @Override
  protected byte[] publish(String text) {
    return line("PUB amq.direct " + QUEUE + " " + text);
  }

  @Override
  protected List<byte[]> subscribe() {
    return List.of(line("SUB " + QUEUE));
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }
}

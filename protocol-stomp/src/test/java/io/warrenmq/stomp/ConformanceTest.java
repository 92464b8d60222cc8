package io.warrenmq.stomp;

import io.warrenmq.api.protocol.ProtocolPlugin;
import io.warrenmq.stomp.connection.StompProtocol;
import io.warrenmq.testkit.conformance.ProtocolConformance;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** STOMP keeps what every protocol has to. */
class ConformanceTest extends ProtocolConformance {
  @Override
  protected ProtocolPlugin newPlugin() {
    return new StompProtocol();
  }

  @Override
  protected List<byte[]> login(String username, String password) {
    return List.of(
        frame(
            "CONNECT\naccept-version:1.2\nhost:/\nlogin:%s\npasscode:%s\n\n"
                .formatted(username, password)));
  }

  @Override
  protected byte[] publish(String text) {
    return frame("SEND\ndestination:/exchange/amq.topic/" + QUEUE + "\n\n" + text);
  }

  @Override
  protected List<byte[]> subscribe() {
    return List.of(
        frame("SUBSCRIBE\nid:1\nack:client-individual\ndestination:/amq/queue/" + QUEUE + "\n\n"));
  }

  /** The session's identifier is a random one. */
  @Override
  protected byte[] comparable(byte[] received) {
    return new String(received, StandardCharsets.UTF_8)
        .replaceAll("session-[-\\w]+", "session")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] frame(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }
}

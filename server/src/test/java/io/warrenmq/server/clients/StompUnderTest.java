package io.warrenmq.server.clients;

/**
 * Where the STOMP tests find their broker: on the port of the loopback interface that the system
 * property {@code warrenmq.test.stomp.port} names, or else in the WarrenMQ of this process.
 * Thread-safe.
 */
public final class StompUnderTest {
  private static final String GIVEN = System.getProperty("warrenmq.test.stomp.port", "");

  private StompUnderTest() {}

  /** The port of STOMP over TCP. */
  public static int port() {
    return GIVEN.isEmpty() ? InProcessBroker.port("stomp") : Integer.parseInt(GIVEN);
  }

  /** The port of STOMP over WebSocket at the path {@code /ws}, of the WarrenMQ of this process. */
  public static int webSocketPort() {
    return InProcessBroker.port("web_stomp");
  }

  public static String host() {
    return "127.0.0.1";
  }
}

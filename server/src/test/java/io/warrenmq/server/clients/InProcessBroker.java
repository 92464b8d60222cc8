package io.warrenmq.server.clients;

import io.warrenmq.server.boot.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Where the tests get a WarrenMQ of this process from, when no other broker was named. */
final class InProcessBroker {
  private InProcessBroker() {}

  /**
   * Starts a broker on free ports of the loopback interface, which lives as long as this process:
   * with {@code clients/definitions.json} imported, the bundled exchange types, and the mechanisms
   * PLAIN, AMQPLAIN and ANONYMOUS. It has two event loops, so that every test crosses from one to
   * the other.
   *
   * @return its address, as {@code amqp://guest:guest@127.0.0.1:PORT}
   */
  static URI start() {
    return URI.create("amqp://guest:guest@127.0.0.1:" + port("amqp091"));
  }

  /** The port of a protocol, for example {@code mqtt} or, over WebSocket, {@code web_mqtt}. */
  static int port(String protocol) {
    return broker().address(protocol).getPort();
  }

  /** Starts it when it is first asked for. */
  private static final class Holder {
    static final EmbeddedBroker BROKER = startOnce();
  }

  private static EmbeddedBroker broker() {
    return Holder.BROKER;
  }

  private static EmbeddedBroker startOnce() {
    try {
      Path definitions =
          Path.of(
              Objects.requireNonNull(InProcessBroker.class.getResource("/clients/definitions.json"))
                  .toURI());
      return EmbeddedBroker.start(
          Files.createTempDirectory("warren-clients"),
          Map.of(
              "web_amqp.use_http_auth", "true",
              "web_amqp.ws_opts.compress", "true",
              "listeners.tcp.default", "127.0.0.1:0",
              "mqtt.listeners.tcp.default", "127.0.0.1:0",
              "stomp.listeners.tcp.default", "127.0.0.1:0",
              "web_stomp.tcp.listener", "127.0.0.1:0",
              "web_mqtt.tcp.listener", "127.0.0.1:0",
              "web_amqp.tcp.listener", "127.0.0.1:0",
              "load_definitions", definitions.toString(),
              "warren.event_loops", "2"));
    } catch (Exception e) {
      throw new IllegalStateException("the broker under test did not start", e);
    }
  }
}

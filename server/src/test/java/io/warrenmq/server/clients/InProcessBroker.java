package io.warrenmq.server.clients;

import java.net.URI;

/** Where the tests get a WarrenMQ of this process from, when no other broker was named. */
final class InProcessBroker {
  private InProcessBroker() {}

  /**
   * Starts a broker on a free port of the loopback interface, which lives as long as this process:
   * with {@code clients/definitions.json} imported, the bundled exchange types, the mechanisms
   * PLAIN, AMQPLAIN and ANONYMOUS, and consumer timeouts looked for every second.
   *
   * @return its address, as {@code amqp://guest:guest@127.0.0.1:PORT}
   */
  static URI start() {
    throw new UnsupportedOperationException(
        "the server cannot be started in process yet: name a broker by"
            + " -Dwarrenmq.test.amqp=amqp://guest:guest@127.0.0.1:PORT");
  }
}

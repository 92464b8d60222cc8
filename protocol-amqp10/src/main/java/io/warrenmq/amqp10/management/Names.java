package io.warrenmq.amqp10.management;

/**
 * What RabbitMQ says of names before it looks for what they name. Immutable.
 *
 * @param vhost the vhost that all are in
 */
record Names(String vhost) {
  private static final String RESERVED = "amq.";

  /** How a queue is called in texts. */
  String queue(String name) {
    return "queue '" + name + "' in vhost '" + vhost + "'";
  }

  /** How an exchange is called in texts. */
  String exchange(String name) {
    return "exchange '" + name + "' in vhost '" + vhost + "'";
  }

  static boolean isReserved(String name) {
    return name.startsWith(RESERVED);
  }

  static Refused reserved(String resource) {
    return new Refused(
        Refused.FORBIDDEN, resource + " starts with reserved prefix '" + RESERVED + "'");
  }

  /** Fails with {@link Refused} for the default exchange, which is as it is. */
  static void checkNotDefaultExchange(String exchange) {
    if (exchange.isEmpty()) {
      throw new Refused(Refused.FORBIDDEN, "operation not permitted on the default exchange");
    }
  }
}

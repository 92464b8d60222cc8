package io.warrenmq.server.clients.matrix;

/**
 * Where a message is sent to.
 *
 * @param exchange {@link #TOPICS}, or the default exchange, which is empty
 * @param key the routing key, or the queue
 */
record Target(String exchange, String key) {
  static final String TOPICS = "amq.topic";

  static Target topic(String key) {
    return new Target(TOPICS, key);
  }

  static Target queue(String name) {
    return new Target("", name);
  }

  boolean isQueue() {
    return exchange.isEmpty();
  }
}

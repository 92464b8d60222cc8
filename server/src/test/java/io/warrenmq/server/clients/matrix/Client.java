package io.warrenmq.server.clients.matrix;

import com.rabbitmq.client.Channel;

/** A connection of one protocol that publishes and consumes. For one thread. */
interface Client extends AutoCloseable {
  int PATIENCE_SECONDS = 20;

  /**
   * A message as a consumer of its protocol sees it.
   *
   * @param fields its destination among them
   */
  record Arrived(Fields fields, byte[] body) {}

  /** Publishes; returns when the broker has confirmed it. */
  void publish(Target target, Fields fields, byte[] body) throws Exception;

  /**
   * Consumes from a new queue what comes under a routing key of the topic exchange, and under the
   * queue's name, so that clients which know no queues reach it too.
   *
   * @param admin declares what the protocol does not
   * @return the queue's name
   */
  String listen(Channel admin, String key) throws Exception;

  /** The next message, waited for. */
  Arrived next() throws Exception;

  /** Publishes what is refused; returns how the protocol says so. Afterwards it is of no use. */
  String refusedPublish(Target target) throws Exception;

  /** The same of a topic or a queue from which it asks for messages. */
  String refusedConsume(Target source) throws Exception;
}

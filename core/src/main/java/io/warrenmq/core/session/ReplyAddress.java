package io.warrenmq.core.session;

import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.queue.Consumer;
import io.warrenmq.core.queue.ConsumerSession;
import io.warrenmq.core.queue.Overflow;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueOptions;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.vhost.Vhost;
import java.util.Base64;
import java.util.Map;

/**
 * Where answers to requests of a session go: a queue that no one can see, with one consumer on the
 * same loop. What the session's socket cannot take is kept up to a bound, then dropped from the
 * oldest. Confined to the session's loop.
 */
final class ReplyAddress {
  /** What all reply addresses begin with. */
  static final String PREFIX = "amq.rabbitmq.reply-to.";

  // To those who look whether the requester is there it is what RabbitMQ calls such a queue.
  private static final Arguments TYPE =
      Arguments.of(Map.of("x-queue-type", "rabbit_volatile_queue"));

  private static final QueueOptions OPTIONS =
      new QueueOptions(
          QueueType.CLASSIC,
          -1,
          -1,
          10_000,
          64L << 20,
          Overflow.DROP_HEAD,
          null,
          null,
          0,
          0,
          false,
          -1,
          -1,
          null);

  private final Vhost vhost;
  private final Queue queue;
  private final LoopServices services;

  private ReplyAddress(Vhost vhost, Queue queue, LoopServices services) {
    this.vhost = vhost;
    this.queue = queue;
    this.services = services;
  }

  static ReplyAddress open(
      ClientConnection connection,
      LoopServices services,
      Vhost vhost,
      ConsumerSession session,
      DeliverySink sink) {
    byte[] secret = new byte[24];
    connection.random().nextBytes(secret);
    String name = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Queue queue =
        new Queue(
            vhost.name(),
            new QueueDeclaration(name, false, false, true, TYPE),
            OPTIONS,
            connection,
            0,
            services.queues());
    ConsumerSpec spec =
        new ConsumerSpec(name, name, true, true, 0, ConsumerSpec.Flow.PREFETCH, 0, Arguments.NONE);
    queue.addConsumer(
        new Consumer(queue, spec, session, sink, services.mailboxes()), services.loop());
    vhost.replyQueues().put(name, queue);
    return new ReplyAddress(vhost, queue, services);
  }

  String name() {
    return queue.name();
  }

  void close() {
    vhost.replyQueues().remove(queue.name());
    queue.delete(services.loop(), false, false);
  }
}

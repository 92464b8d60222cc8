package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.api.broker.VhostAccess;

/**
 * What basic.qos has asked for. RabbitMQ's reading of {@code global}, not the specification's:
 * without it the count is for each consumer that begins from now on, with it for the channel as a
 * whole. Confined to the connection's loop.
 */
final class Prefetch {
  private final VhostAccess session;
  private int perConsumer; // 0 to 65535; 0 for no limit

  Prefetch(VhostAccess session, int perConsumer) {
    this.session = session;
    this.perConsumer = perConsumer;
  }

  /** The prefetch of a new consumer; 0 for no limit. */
  int perConsumer() {
    return perConsumer;
  }

  void onQos(BasicQos method) {
    if (method.prefetchSize() != 0) {
      throw new AmqpFault(
          ReplyCode.NOT_IMPLEMENTED, "prefetch_size!=0 (" + method.prefetchSize() + ")");
    }
    if (method.global()) {
      session.setSessionPrefetch(method.prefetchCount());
    } else {
      session.setSessionPrefetch(0); // as RabbitMQ: asking for one kind ends the other
      perConsumer = method.prefetchCount();
    }
  }
}

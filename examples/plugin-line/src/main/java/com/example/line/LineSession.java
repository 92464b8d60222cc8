package com.example.line;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.ConsumerSpec.Flow;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.queue.SettleTimeouts;
import io.warrenmq.api.queue.UnackedDeliveries;
import io.warrenmq.api.resource.Arguments;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a client does that is logged in: its publishes, numbered from 1, and its deliveries,
 * numbered from 1 too. Confined to the connection's loop.
 */
final class LineSession implements SessionListener {
  private static final int SUBSCRIPTIONS_MAX = 100;
  private static final int GOT_MAX = 1000; // of messages it took by GET and has not acknowledged
  private static final int NAME_BYTES_MAX = 255;

  private final Transport transport;
  private final LineOptions options;
  private final BrokerLimits limits;
  private final Consumer<BrokerException> faults;
  private final BrokerConnection connection;
  private final VhostAccess access;
  private final UnackedDeliveries unacked = new UnackedDeliveries();
  private final SettleTimeouts timeouts;
  private long published;
  private long delivered;
  private int subscriptions;
  private boolean ended;

  /**
   * Begins.
   *
   * @param faults takes what ends the connection
   */
  LineSession(
      Transport transport,
      LineOptions options,
      BrokerLimits limits,
      BrokerConnection connection,
      Consumer<BrokerException> faults) {
    this.transport = transport;
    this.options = options;
    this.limits = limits;
    this.faults = faults;
    this.connection = connection;
    this.access = connection.openSession(this);
    this.timeouts =
        new SettleTimeouts(transport.loop(), limits.consumerTimeoutMs(), this::checkTimeout);
    timeouts.start();
  }

  /** {@code PUB}: is answered by DONE or LOST, with the publish's number. */
  void publish(String exchange, String routingKey, String text) {
    long number = ++published;
    try {
      Message message = message(exchange.equals("-") ? "" : exchange, routingKey, text);
      if (access.publish(message, number) == VhostAccess.UNROUTABLE) {
        say("LOST " + number + " unroutable");
      }
    } catch (BrokerException refusal) {
      say("LOST " + number + " " + reason(refusal));
    }
  }

  private Message message(String exchange, String routingKey, String text) {
    byte[] bytes = Lines.unescape(text);
    if (bytes.length > limits.messageBytesMax()) {
      throw new BrokerException(
          ErrorKind.TOO_LARGE, "a message may have at most " + limits.messageBytesMax() + " bytes");
    }
    if (ByteBufUtil.utf8Bytes(exchange) > NAME_BYTES_MAX
        || ByteBufUtil.utf8Bytes(routingKey) > NAME_BYTES_MAX) {
      throw new BrokerException(ErrorKind.TOO_LARGE, "an exchange or a key is too long");
    }
    return LineFormat.message(bytes, exchange, routingKey, transport.loop().clock().wallMs());
  }

  /** It may be that {@link VhostAccess#publish} has not returned yet. */
  @Override
  public void onConfirm(long number, boolean accepted) {
    say(accepted ? "DONE " + number : "LOST " + number + " refused by a queue");
  }

  /** {@code SUB}: messages come as MSG, and are to be acknowledged. */
  Future<Void> subscribe(String queue) {
    if (subscriptions == SUBSCRIPTIONS_MAX) {
      return refused("there are " + SUBSCRIPTIONS_MAX + " subscriptions");
    }
    String tag = "line-" + ++subscriptions;
    ConsumerSpec spec =
        new ConsumerSpec(
            queue, tag, false, false, 0, Flow.PREFETCH, options.prefetch(), Arguments.NONE);
    return access.consume(spec, new Subscription(queue)).onSuccess(at -> say("OK SUB")).mapEmpty();
  }

  /** {@code GET}: one MSG, or EMPTY. */
  Future<Void> get(String queue) {
    if (unacked.count() >= subscriptions * options.prefetch() + GOT_MAX) {
      return refused("too many messages are not acknowledged");
    }
    return access
        .get(queue, false)
        .onSuccess(
            got -> {
              if (got == null) {
                say("EMPTY " + queue);
              } else {
                deliver(queue, got.delivery());
              }
            })
        .mapEmpty();
  }

  private static Future<Void> refused(String why) {
    return Future.failedFuture(new BrokerException(ErrorKind.LIMIT_REACHED, why));
  }

  /** {@code ACK} and {@code NACK}. */
  void settle(long number, SettleOutcome outcome) {
    Delivery delivery = unacked.remove(number);
    if (delivery == null) {
      throw new BrokerException(ErrorKind.PRECONDITION_FAILED, "no message is " + number);
    }
    access.settle(delivery, outcome);
  }

  private void deliver(String queue, Delivery delivery) {
    long number = ++delivered;
    unacked.add(number, delivery);
    if (delivery.settleTimeoutMs() > 0) { // its queue has a time of its own
      timeouts.keep(delivery.settleTimeoutMs());
    }
    // In our own format it is the very same message, in another one it is converted, once for all.
    byte[] text = delivery.message().in(LineFormat.INSTANCE).bytes();
    if (!ended) { // a get may be answered after the client has gone
      Lines.write(transport, "MSG " + number + " " + queue + " ", text);
    }
  }

  private void checkTimeout(long nowMs) {
    long timeoutMs = unacked.overdueMs(nowMs, limits.consumerTimeoutMs());
    if (timeoutMs > 0) {
      faults.accept(
          new BrokerException(ErrorKind.PRECONDITION_FAILED, "no ACK within " + timeoutMs + " ms"));
    }
  }

  /** The client is gone: what it has not acknowledged is for others. */
  void end() {
    ended = true;
    timeouts.stop();
    access.close();
    Delivery delivery = unacked.pollUpTo(Long.MAX_VALUE);
    while (delivery != null) {
      access.settle(delivery, SettleOutcome.REQUEUE);
      delivery = unacked.pollUpTo(Long.MAX_VALUE);
    }
    connection.close();
  }

  private void say(String line) {
    if (!ended) {
      Lines.write(transport, line);
    }
  }

  /** A refusal in the protocol's words: its kind, and the text for the client's developer. */
  static String reason(BrokerException refusal) {
    String kind = refusal.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return kind + " " + refusal.text().replace('\n', ' ').replace('\r', ' ');
  }

  private final class Subscription implements DeliverySink {
    private final String queue;

    Subscription(String queue) {
      this.queue = queue;
    }

    @Override
    public void onDelivery(Delivery delivery) {
      deliver(queue, delivery);
    }

    @Override
    public void onCancelled() {
      subscriptions--;
      say("GONE " + queue);
    }
  }
}

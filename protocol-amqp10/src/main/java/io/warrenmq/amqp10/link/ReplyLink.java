package io.warrenmq.amqp10.link;

import io.vertx.core.Future;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Durability;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;

/**
 * A link on which the client receives answers to its requests past all queues: RabbitMQ's direct
 * reply-to. As there, what comes without credit is dropped; so is what the session's window keeps
 * back beyond a bound. Confined to the connection's loop.
 */
public final class ReplyLink extends UnqueuedLink implements DeliverySink {
  /** What a client wants of a dynamic source that is to be a reply address. */
  static final Symbol CAPABILITY = new Symbol("rabbitmq:volatile-queue");

  /** Bytes that may wait for the session's window before answers are dropped. */
  static final long WAITING_BYTES_MAX = 64L << 20;

  private static final String LINK_DETACH = "link-detach";

  private ReplyLink(LinkSession session, Attach attach) {
    super(session, attach);
  }

  /** Whether a client asks for a reply address. */
  public static boolean isWanted(Source source) {
    return source.dynamic() && source.capabilities().contains(CAPABILITY);
  }

  /**
   * Makes the link, and its address.
   *
   * @throws AmqpFault not-implemented when the client wants more of answers than they can have
   */
  public static Link open(LinkSession session, Attach attach, Source source) {
    if (attach.sndSettleMode() != SndSettleMode.SETTLED
        || source.address() != null
        || source.durability() != Durability.NONE
        || !source.expiryPolicy().equals(LINK_DETACH)
        || source.timeoutS() != 0) {
      throw AmqpFault.link(
          AmqpCondition.NOT_IMPLEMENTED,
          "Dynamic source not supported: a "
              + CAPABILITY
              + " goes with snd-settle-mode settled, without address, durable none, expiry-policy "
              + LINK_DETACH
              + " and timeout 0");
    }
    ReplyLink link = new ReplyLink(session, attach);
    String name = session.access().openReplyAddress(link);
    return link.ofNode(new LinkNode(name, LinkNode.Kind.REPLY_ADDRESS));
  }

  @Override
  public void onDelivery(Delivery delivery) {
    if (!isClosed() && hasCredit() && session().waitingBytes() < WAITING_BYTES_MAX) {
      hand(delivery.message());
    }
  }

  @Override
  public void onCancelled() {
    // A reply address ends with its link, not before.
  }

  @Override
  void onCredit() {
    drainRest();
  }

  @Override
  Future<Void> onClose() {
    return Future.succeededFuture();
  }
}

package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.amqp10.performative.Source;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link on which the client receives, as far as credit goes. Confined to the connection's loop.
 */
public abstract class OutgoingLink extends Link {
  private static final Map<String, Object> NO_PROPERTIES = Map.of();

  private final LinkCredit credit = new LinkCredit();
  private final boolean settled;
  private final long messageBytesMax;
  private final SettleOutcome defaultOutcome;
  private final Map<String, Object> addedByDefault;
  private boolean draining;

  OutgoingLink(LinkSession session, Attach attach) {
    super(session, attach.name(), (int) attach.handle());
    this.settled = attach.sndSettleMode() == SndSettleMode.SETTLED;
    this.messageBytesMax = attach.maxMessageSize();
    Source source = attach.source();
    DeliveryState said = source == null ? null : source.defaultOutcome();
    this.defaultOutcome = said == null ? SettleOutcome.RELEASE : Outcomes.of(said);
    this.addedByDefault = said == null ? Map.of() : Outcomes.added(said);
  }

  @Override
  public final Role role() {
    return Role.SENDER;
  }

  @Override
  public final int deliveryCount() {
    return credit.deliveryCount();
  }

  @Override
  public final long credit() {
    return credit.left();
  }

  /** Whether what it sends is settled by that. */
  public final boolean isSettled() {
    return settled;
  }

  /** Whether the client takes a message of so many bytes. */
  public final boolean takes(long bytes) {
    return messageBytesMax == 0 || Long.compareUnsigned(bytes, messageBytesMax) <= 0;
  }

  /** What a delivery is that the client settles without an outcome. */
  public final SettleOutcome defaultOutcome() {
    return defaultOutcome;
  }

  /** What is added to the message of such a delivery; mostly nothing. */
  public final Map<String, Object> addedByDefault() {
    return addedByDefault;
  }

  @Override
  public final void onFlow(LinkFlow flow) {
    boolean isAnswered = flow.hasCredit && flow.drain; // by the drain's end, now or later
    if (flow.hasCredit) {
      credit.onFlow(flow);
      draining = flow.drain;
      onCredit();
    }
    if (flow.echo && !isAnswered) {
      onEcho();
    }
  }

  /** The client wants to know how the link is. */
  void onEcho() {
    answerEcho();
  }

  /** Says how the link is. */
  final void answerEcho() {
    session().sendFlow(this, false, NO_PROPERTIES);
  }

  /** A message was sent. */
  public final void onSent() {
    credit.onSent();
    onCredit();
  }

  /** Whether credit that finds no message is to be given back. */
  final boolean isDraining() {
    return draining;
  }

  /** Deliveries that the client accepts in all, since the link was attached. */
  final long limit() {
    return credit.limit();
  }

  /** Deliveries that were sent, and credit that was given back. */
  final long count() {
    return credit.count();
  }

  /** Credit that finds no message is given back. */
  final void skip(long deliveries) {
    credit.skip(deliveries);
  }

  /** All credit is used up or given back: says so. */
  final void endDrain() {
    draining = false;
    session().sendFlow(this, true, NO_PROPERTIES);
  }

  /** Whether its messages are the broker's own, which go out as they are. */
  public boolean isOwnMessages() {
    return false;
  }

  /**
   * A message is larger than the client takes: the link ends, as the message would be the next
   * again.
   *
   * @param delivery {@code null} when it was settled
   */
  public final void onTooLarge(int bytes, @Nullable Delivery delivery) {
    if (delivery != null) {
      session().access().settle(delivery, SettleOutcome.RELEASE);
    }
    session()
        .fail(
            this,
            AmqpFault.link(
                AmqpCondition.MESSAGE_SIZE_EXCEEDED,
                "a message of " + bytes + " bytes is larger than the client's max-message-size"));
  }

  /** There is credit, more or less than before, or a message less is waiting for it. */
  abstract void onCredit();
}

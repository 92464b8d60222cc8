package io.warrenmq.amqp10.link;

import io.vertx.core.Future;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link on which the client consumes from a queue. The queue is granted no more credit at a time
 * than may wait for the session's window. Confined to the connection's loop.
 */
public final class QueueLink extends OutgoingLink implements DeliverySink {
  /** The distribution mode of those that look and take nothing. §3.5.7. */
  public static final String COPY = "copy";

  private static final int AHEAD = 512; // deliveries

  private final String queue;
  private final SourceFilters filters;
  private final boolean browser;
  private @Nullable ConsumerHandle consumer; // null until the broker has opened it
  // The queue counts what it has handed out and what it was granted; so does the link, less what
  // came when the client had taken its credit back, and was returned.
  private long arrived;
  private long returned;
  private long granted;
  private boolean grantedDrain;
  private boolean attached; // the client knows of it
  private boolean echoing;
  private long available; // when the queue was last asked
  private @Nullable Boolean active; // null: the queue has no single active consumer

  /**
   * Creates the link that a client asks for; {@link #open} begins it.
   *
   * @param browser whether the client looks, and takes nothing
   */
  public QueueLink(
      LinkSession session, Attach attach, String queue, SourceFilters filters, boolean browser) {
    super(session, attach);
    this.queue = queue;
    this.filters = filters;
    this.browser = browser;
  }

  /** The queue's name. */
  public String queue() {
    return queue;
  }

  /** What the client wants of the queue. */
  public SourceFilters filters() {
    return filters;
  }

  /** Whether the client looks, and takes nothing. */
  public boolean isBrowser() {
    return browser;
  }

  /**
   * Opens the consumer.
   *
   * @return completes when it is there; fails with what the broker says
   */
  public Future<Void> open(ConsumerSpec spec) {
    return session()
        .access()
        .consume(spec, this)
        .onSuccess(
            opened -> {
              consumer = opened;
              if (isClosed()) {
                opened.cancel();
              }
            })
        .mapEmpty();
  }

  @Override
  public void onDelivery(Delivery delivery) {
    arrived++;
    if (!isSettled() && (isClosed() || arrived - returned > limit())) {
      returned++;
      session().access().settle(delivery, SettleOutcome.RELEASE);
    } else if (!isClosed()) { // What is settled goes out, as it would be lost otherwise.
      session()
          .transmit(
              this,
              delivery.message(),
              isSettled() ? null : delivery,
              delivery.isRedelivered(),
              deliveryCount(delivery));
    }
  }

  /** Where the queue does not tell, once at least: to JMS it is what tells redelivery. */
  private static int deliveryCount(Delivery delivery) {
    int count = delivery.deliveryCount();
    return count < 0 && delivery.isRedelivered() ? 1 : count;
  }

  @Override
  void onCredit() {
    ConsumerHandle opened = consumer;
    if (opened == null) {
      return;
    }
    long wanted = Math.min(limit(), count() + AHEAD) + returned;
    boolean isDue = wanted - granted >= AHEAD / 2 || wanted == limit() + returned;
    if ((isDue && wanted != granted) || isDraining() != grantedDrain) {
      grant(opened, wanted);
    }
    if (isDraining() && count() == limit()) {
      endDrain();
      grantedDrain = false;
    }
  }

  private void grant(ConsumerHandle opened, long total) {
    granted = total;
    grantedDrain = isDraining();
    opened.grant(total, grantedDrain);
  }

  @Override
  public void onDrained(long totalDeliveries) {
    long skipped = totalDeliveries - arrived;
    ConsumerHandle opened = consumer;
    if (isClosed() || opened == null || skipped <= 0) {
      return;
    }
    arrived = totalDeliveries;
    available = 0;
    skip(skipped);
    if (isDraining() && granted < limit() + returned) {
      grant(opened, limit() + returned); // The queue is empty: the rest goes at once.
    }
    onCredit();
  }

  /**
   * Asks the queue how many messages it has, behind the grant that the echo came with: what was
   * handed out by then goes before the answer. One answer is for all that come until then.
   */
  @Override
  void onEcho() {
    if (echoing) {
      return;
    }
    echoing = true;
    session()
        .access()
        .inspectQueue(queue)
        .onComplete(
            status -> {
              echoing = false;
              available = status.succeeded() ? status.result().readyCount() : 0;
              if (!isClosed()) {
                answerEcho();
              }
            });
  }

  @Override
  public long available() {
    return available;
  }

  @Override
  public void onAttached() {
    attached = true;
    if (active != null) {
      onActive(active);
    }
  }

  /** Tells whether it is the single active consumer; as RabbitMQ since 4.3. */
  @Override
  public void onActive(boolean isActive) {
    active = isActive;
    if (attached) {
      session().sendFlow(this, false, Map.of("rabbitmq:active", isActive));
    }
  }

  @Override
  public void onAnnotationsRefused() {
    session()
        .fail(
            this,
            AmqpFault.link(
                AmqpCondition.RESOURCE_LIMIT_EXCEEDED,
                "a message of queue '"
                    + queue
                    + "' was settled without the message-annotations of modified: it may be given "
                    + Annotations.WEIGHT_MAX
                    + " bytes of them"));
  }

  @Override
  public void onCancelled() {
    session()
        .fail(
            this,
            AmqpFault.link(AmqpCondition.RESOURCE_DELETED, "queue '" + queue + "' was deleted"));
  }

  @Override
  Future<Void> onClose() {
    ConsumerHandle opened = consumer;
    return opened == null ? Future.succeededFuture() : opened.cancel().otherwiseEmpty().mapEmpty();
  }
}

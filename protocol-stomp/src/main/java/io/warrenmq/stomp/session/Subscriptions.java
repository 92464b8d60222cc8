package io.warrenmq.stomp.session;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.ConsumerSpec.Flow;
import io.warrenmq.api.queue.MessageFilter;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.destination.Destination;
import io.warrenmq.stomp.destination.Destination.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a session. STOMP 1.2 "SUBSCRIBE", "UNSUBSCRIBE". Confined to the
 * connection's loop.
 */
final class Subscriptions {
  private static final int PREFETCH_MAX = 65_535;

  private final SessionContext context;
  private final DeclaredQueues queues;
  private final Deliveries deliveries;
  private final Map<String, Subscription> byTag = new LinkedHashMap<>();
  private final List<Subscription> ended = new ArrayList<>(0); // with unacknowledged messages

  /**
   * Creates it.
   *
   * @param overdueMs see {@link Deliveries}
   */
  Subscriptions(SessionContext context, DeclaredQueues queues, LongBinaryOperator overdueMs) {
    this.context = context;
    this.queues = queues;
    this.deliveries = new Deliveries(context, this, overdueMs);
  }

  // ---- SUBSCRIBE ----

  void onSubscribe(StompFrame frame) {
    byte[] receipt = frame.raw(Header.RECEIPT);
    checkDurable(frame);
    Destination destination = FrameHeaders.destination(frame);
    SubscriptionName name = SubscriptionName.of(frame);
    Subscription subscription = new Subscription(deliveries, name, destination, ackMode(frame));
    String selector = frame.text(Header.SELECTOR);
    MessageFilter filter = selector == null ? null : filter(selector);
    ConsumerSpec spec = spec(frame, subscription);
    Future<Void> begun =
        switch (destination.kind()) {
          case TEMP_QUEUE ->
              throw new StompFault(
                  "Invalid destination",
                  "'" + destination.text() + "' is not a valid destination for 'SUBSCRIBE'\n");
          case QUEUE -> {
            QueueDeclaration wanted = QueueHeaders.shared(frame, destination.name());
            add(subscription);
            yield queues
                .declare(wanted)
                .compose(from -> consume(subscription, of(spec, from, filter)));
          }
          case AMQ_QUEUE, REPLY_QUEUE -> {
            add(subscription);
            yield consume(subscription, of(spec, destination.name(), filter));
          }
          case EXCHANGE, TOPIC -> {
            // Its own queue lets in what matches only, also while the client is away.
            QueueDeclaration wanted =
                QueueHeaders.subscription(frame, destination, name.id(), selector);
            add(subscription);
            yield consumeOwn(subscription, wanted, spec);
          }
        };
    context.await(
        begun.onFailure(refused -> forget(subscription)),
        receipt,
        done -> context.receipt(receipt));
  }

  /** One that outlives its client is found again by its id. */
  private static void checkDurable(StompFrame frame) {
    if (QueueHeaders.isDurable(frame) && !frame.has(Header.ID)) {
      throw new StompFault("Missing Header", "Header 'id' is required for durable subscriptions");
    }
  }

  /** Of copies there is nothing to acknowledge. */
  private static AckMode ackMode(StompFrame frame) {
    AckMode asked = AckMode.of(frame.text(Header.ACK));
    return frame.isTrue(Header.BROWSER) ? AckMode.AUTO : asked;
  }

  private MessageFilter filter(String selector) {
    try {
      return context.broker().selector(selector);
    } catch (BrokerException refusal) {
      throw StompFault.invalidHeader("'selector': " + refusal.text() + "\n");
    }
  }

  private ConsumerSpec spec(StompFrame frame, Subscription subscription) {
    long prefetch =
        frame.number(
            Header.PREFETCH_COUNT, context.broker().limits().defaultPrefetch(), 0, PREFETCH_MAX);
    Arguments arguments = QueueHeaders.ofConsumer(frame);
    ConsumerSpec spec =
        new ConsumerSpec(
            "",
            subscription.name().consumerTag(),
            subscription.ackMode() == AckMode.AUTO,
            false,
            arguments.get(QueueHeaders.PRIORITY) instanceof Long priority ? priority.intValue() : 0,
            Flow.PREFETCH,
            (int) prefetch,
            arguments);
    return frame.isTrue(Header.BROWSER) ? spec.browsing() : spec;
  }

  private static ConsumerSpec of(ConsumerSpec spec, String queue, @Nullable MessageFilter filter) {
    return new ConsumerSpec(
        queue,
        spec.tag(),
        spec.autoSettle(),
        spec.exclusive(),
        spec.priority(),
        spec.flow(),
        spec.prefetch(),
        spec.arguments(),
        filter,
        spec.mode());
  }

  private void add(Subscription subscription) {
    String tag = subscription.name().consumerTag();
    int max = context.broker().limits().consumersPerChannelMax();
    if (byTag.containsKey(tag)) {
      throw StompFault.closing(
          "Duplicated subscription identifier",
          "A subscription identified by '" + tag + "' already exists.");
    } else if (max > 0 && byTag.size() >= max) {
      throw Refusals.fault(
          new BrokerException(
              ErrorKind.NOT_ALLOWED, "reached maximum (" + max + ") of consumers per channel"));
    }
    byTag.put(tag, subscription);
  }

  /** From a queue of its own, which does not stay without it if it was made for it. */
  private Future<Void> consumeOwn(
      Subscription subscription, QueueDeclaration wanted, ConsumerSpec spec) {
    return context
        .access()
        .declareQueue(wanted)
        .compose(
            made ->
                bind(made.name(), subscription.destination())
                    .compose(bound -> consume(subscription, of(spec, made.name(), null)))
                    .recover(
                        refused ->
                            made.isNew()
                                ? context
                                    .access()
                                    .deleteQueue(made.name(), true, false)
                                    .transform(gone -> Future.failedFuture(refused))
                                : Future.failedFuture(refused)));
  }

  private Future<Void> bind(String queue, Destination destination) {
    return context
        .access()
        .bind(
            new BindingDeclaration(
                context.format().destinations().exchange(destination),
                queue,
                false,
                context.format().destinations().routingKey(destination),
                Arguments.NONE));
  }

  private Future<Void> consume(Subscription subscription, ConsumerSpec spec) {
    return context
        .access()
        .consume(spec, subscription)
        .map(
            handle -> {
              subscription.opened(spec.queue(), handle);
              return null;
            });
  }

  /**
   * Opens the subscription to the answers that go to a queue of the broker's: the client does not
   * end it.
   *
   * @param name its id is told to the client with each answer
   */
  Future<Void> openReplies(String queue, SubscriptionName name) {
    Subscription subscription =
        new Subscription(
            deliveries, name, new Destination(Kind.AMQ_QUEUE, queue, ""), AckMode.AUTO);
    String tag = subscription.name().consumerTag();
    add(subscription);
    return context
        .access()
        .declareQueue(new QueueDeclaration(queue, false, true, true, Arguments.NONE))
        .compose(
            made ->
                consume(
                    subscription,
                    new ConsumerSpec(queue, tag, true, false, 0, Flow.PREFETCH, 0, Arguments.NONE)))
        .onFailure(refused -> forget(subscription));
  }

  // ---- UNSUBSCRIBE ----

  void onUnsubscribe(StompFrame frame) {
    byte[] receipt = frame.raw(Header.RECEIPT);
    checkDurable(frame);
    SubscriptionName name = SubscriptionName.of(frame);
    Subscription subscription = byTag.get(name.consumerTag());
    if (subscription == null) {
      throw new StompFault(
          "No subscription found",
          "UNSUBSCRIBE must refer to an existing subscription.\nSubscription to \""
              + name.text()
              + "\" not found.\n");
    }
    boolean deletes =
        QueueHeaders.isDurable(frame) && subscription.destination().kind() == Kind.TOPIC;
    Future<Void> gone =
        Objects.requireNonNull(subscription.consumer())
            .cancel()
            .compose(
                cancelled -> {
                  forget(subscription);
                  return deletes
                      ? context
                          .access()
                          .deleteQueue(subscription.queue(), false, false)
                          .<Void>mapEmpty()
                      : Future.succeededFuture();
                });
    context.await(gone, receipt, done -> context.receipt(receipt));
  }

  /**
   * A subscription has ended: what of it is not acknowledged stays so.
   *
   * @return whether it had not before
   */
  boolean forget(Subscription subscription) {
    boolean was = byTag.remove(subscription.name().consumerTag(), subscription);
    if (was) {
      keep(subscription);
    }
    return was;
  }

  // ---- what is not acknowledged ----

  /** The subscription of this consumer tag that has this message unacknowledged. */
  @Nullable Subscription find(String consumerTag, long tag) {
    Subscription current = byTag.get(consumerTag);
    if (current != null && current.unacked().contains(tag)) {
      return current;
    }
    for (Subscription each : ended) {
      if (each.name().consumerTag().equals(consumerTag) && each.unacked().contains(tag)) {
        return each;
      }
    }
    return null;
  }

  /** Whether there is a subscription of this consumer tag. */
  boolean isKnown(String consumerTag) {
    return byTag.containsKey(consumerTag);
  }

  /** Some of its messages may be unacknowledged again, or all acknowledged. */
  void keep(Subscription subscription) {
    if (byTag.get(subscription.name().consumerTag()) != subscription) {
      ended.remove(subscription);
      if (subscription.unacked().count() > 0) {
        ended.add(subscription);
      }
    }
  }

  /** Calls for each that may have unacknowledged messages. */
  void forEach(Consumer<Subscription> action) {
    byTag.values().forEach(action);
    ended.forEach(action);
  }

  /** {@link io.warrenmq.api.queue.UnackedDeliveries#overdueMs} of the first that has such. */
  long overdueMs(long nowMs, long defaultMs) {
    long[] found = new long[1];
    forEach(each -> found[0] = Math.max(found[0], each.unacked().overdueMs(nowMs, defaultMs)));
    return found[0];
  }

  /** The session ends. */
  void stop() {
    deliveries.stop();
  }
}

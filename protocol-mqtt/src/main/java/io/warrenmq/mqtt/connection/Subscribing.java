package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.session.ClientKey;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.subscription.Subscription.RetainHandling;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's subscriptions at the broker: its queues, their bindings and its consumers. Confined
 * to the connection's loop, one request at a time.
 */
final class Subscribing {
  private static final Logger LOG = LoggerFactory.getLogger(Subscribing.class);

  private static final Arguments CLASSIC = Arguments.of(Map.of("x-queue-type", "classic"));

  private final Node node;
  private final SessionState state;
  private final ClientKey key;
  private final VhostAccess access;
  private final Deliveries deliveries;
  private final int prefetch;
  private final Runnable onCancelled;
  private final Map<TopicFilter, ConsumerHandle> shares = new HashMap<>(0);
  private @Nullable Future<Void> qos0Queue; // from the first subscription that needs it
  private @Nullable Future<Void> qos1Queue;

  /**
   * Without anything at the broker yet.
   *
   * @param onCancelled called when a queue of the session is deleted from outside
   */
  Subscribing(
      Node node,
      SessionState state,
      VhostAccess access,
      Deliveries deliveries,
      int prefetch,
      Runnable onCancelled) {
    this.node = node;
    this.state = state;
    this.key = state.key();
    this.access = access;
    this.deliveries = deliveries;
    this.prefetch = prefetch;
    this.onCancelled = onCancelled;
  }

  /** Takes the session up where its former connection has left it. */
  Future<Void> resume() {
    List<Future<Void>> all = new ArrayList<>();
    if (state.hasQueue()) {
      all.add(qos1Queue());
    }
    for (Subscription subscription : state.subscriptions().all()) {
      if (subscription.filter().shareName() != null) {
        all.add(consumeShared(subscription));
      } else if (subscription.qos() == 0) {
        all.add(bindTo(subscription));
      }
    }
    return Future.all(all).mapEmpty();
  }

  /**
   * Subscribes.
   *
   * @return completes with the reason code: what is granted, or why not; never fails
   */
  Future<Integer> subscribe(Subscription subscription) {
    Subscription former = state.subscriptions().find(subscription.filter());
    if (former == null && state.subscriptions().size() >= node.options().subscriptionsMax()) {
      return Future.succeededFuture(ReasonCode.QUOTA_EXCEEDED);
    }
    Future<Void> made =
        subscription.filter().shareName() == null
            ? bindTo(subscription).compose(bound -> unbindFormer(former, subscription))
            : share(subscription, former);
    return made.map(
            done -> {
              state.subscriptions().put(subscription);
              return subscription.qos();
            })
        .otherwise(this::reason);
  }

  /** Sends what is retained for a subscription that was granted. */
  void sendRetained(Subscription subscription, boolean isNew) {
    RetainHandling handling = subscription.retainHandling();
    boolean wanted =
        handling == RetainHandling.ALWAYS || (handling == RetainHandling.IF_NEW && isNew);
    if (wanted && subscription.filter().shareName() == null) { // MQTT 5.0 §4.8.2
      deliveries.sendRetained(subscription);
    }
  }

  /**
   * Unsubscribes.
   *
   * @return completes with the reason code; never fails
   */
  Future<Integer> unsubscribe(TopicFilter filter) {
    Subscription former = state.subscriptions().remove(filter);
    if (former == null) {
      return Future.succeededFuture(ReasonCode.NO_SUBSCRIPTION_EXISTED);
    }
    Future<Void> gone = filter.shareName() == null ? unbind(former) : leave(filter);
    return gone.map(ReasonCode.SUCCESS).otherwise(this::reason);
  }

  private int reason(Throwable failure) {
    if (!(failure instanceof BrokerException refusal)) {
      LOG.error("{}: a subscription failed", key, failure);
      return ReasonCode.UNSPECIFIED_ERROR;
    }
    LOG.warn("{}: subscription refused: {}", key, refusal.text());
    return refusal.kind() == ErrorKind.ACCESS_REFUSED
        ? ReasonCode.NOT_AUTHORIZED
        : refusal.kind() == ErrorKind.LIMIT_REACHED
            ? ReasonCode.QUOTA_EXCEEDED
            : ReasonCode.UNSPECIFIED_ERROR;
  }

  // ---- subscriptions of its own ----

  private Future<Void> bindTo(Subscription subscription) {
    Future<Void> queue = subscription.qos() == 0 ? qos0Queue() : qos1Queue();
    return queue.compose(there -> access.bind(binding(subscription)));
  }

  /** A subscription whose QoS changes comes by the other queue from now on. */
  private Future<Void> unbindFormer(@Nullable Subscription former, Subscription now) {
    return former == null || (former.qos() == 0) == (now.qos() == 0)
        ? Future.succeededFuture()
        : unbind(former);
  }

  private Future<Void> unbind(Subscription subscription) {
    return access.unbind(binding(subscription));
  }

  private BindingDeclaration binding(Subscription subscription) {
    String queue = subscription.qos() == 0 ? key.qos0Queue() : key.qos1Queue();
    return binding(queue, subscription.filter());
  }

  private BindingDeclaration binding(String queue, TopicFilter filter) {
    return new BindingDeclaration(
        node.options().exchange(),
        queue,
        false,
        node.keys().keyOfFilter(filter.text()),
        Arguments.NONE);
  }

  private Future<Void> qos0Queue() {
    Future<Void> known = qos0Queue;
    if (known == null || known.failed()) {
      Arguments arguments =
          Arguments.of(
              Map.of(
                  "x-queue-type", "classic",
                  "x-max-length", (long) node.options().mailboxSoftLimit(),
                  "x-overflow", "drop-head"));
      known =
          access
              .declareQueue(new QueueDeclaration(key.qos0Queue(), false, true, false, arguments))
              .compose(there -> consume(key.qos0Queue(), true, 0, deliveries.qos0Sink(onCancelled)))
              .mapEmpty();
      qos0Queue = known;
    }
    return known;
  }

  private Future<Void> qos1Queue() {
    Future<Void> known = qos1Queue;
    if (known == null || known.failed()) {
      boolean lasts = state.outlivesConnection();
      Future<Void> declared =
          state.hasQueue()
              ? access.checkQueue(key.qos1Queue()).mapEmpty()
              : access
                  .deleteQueue(key.qos1Queue(), false, false) // of a session that is not known
                  .compose(
                      gone ->
                          access.declareQueue(
                              new QueueDeclaration(key.qos1Queue(), lasts, !lasts, false, CLASSIC)))
                  .mapEmpty();
      known =
          declared
              .onSuccess(there -> state.hasQueue(true))
              .compose(
                  there ->
                      consume(key.qos1Queue(), false, prefetch, deliveries.qos1Sink(onCancelled)))
              .mapEmpty();
      qos1Queue = known;
    }
    return known;
  }

  private Future<ConsumerHandle> consume(
      String queue, boolean autoSettle, int most, DeliverySink sink) {
    return access.consume(
        new ConsumerSpec(
            queue, queue, autoSettle, false, 0, ConsumerSpec.Flow.PREFETCH, most, Arguments.NONE),
        sink);
  }

  // ---- shared subscriptions ----

  private Future<Void> share(Subscription subscription, @Nullable Subscription former) {
    String queue = SharedSubscriptions.queue(subscription.filter());
    Future<Void> member = Future.succeededFuture();
    if (former == null) {
      node.shares().join(key.vhost(), subscription.filter());
      member =
          access
              .declareQueue(new QueueDeclaration(queue, true, false, false, CLASSIC))
              .compose(there -> access.bind(binding(queue, subscription.filter())));
    }
    return member
        .compose(in -> cancel(subscription.filter()))
        .compose(free -> consumeShared(subscription))
        .onFailure(
            refused -> {
              if (former == null) {
                node.shares().leave(key.vhost(), subscription.filter());
              }
            });
  }

  private Future<Void> consumeShared(Subscription subscription) {
    return consume(
            SharedSubscriptions.queue(subscription.filter()),
            false,
            prefetch,
            deliveries.sharedSink(subscription, onCancelled))
        .map(
            consumer -> {
              shares.put(subscription.filter(), consumer);
              return null;
            });
  }

  private Future<Void> cancel(TopicFilter filter) {
    ConsumerHandle consumer = shares.remove(filter);
    return consumer == null ? Future.succeededFuture() : consumer.cancel();
  }

  private Future<Void> leave(TopicFilter filter) {
    boolean last = node.shares().leave(key.vhost(), filter);
    return cancel(filter)
        .compose(
            left ->
                last
                    ? access.deleteQueue(SharedSubscriptions.queue(filter), false, false).mapEmpty()
                    : Future.<Void>succeededFuture());
  }
}

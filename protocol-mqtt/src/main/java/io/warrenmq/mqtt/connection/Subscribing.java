package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.session.ClientKey;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.store.SessionRecords;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.sys.SysTopics;
import io.warrenmq.mqtt.topic.TopicFilter;
import io.warrenmq.mqtt.topic.TopicKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's subscriptions at the broker: its queues, their bindings and its consumers. Confined
 * to the connection's loop, one request at a time.
 *
 * <p>What a session has at the broker is in its records first, so that nothing is there that nobody
 * would take away.
 */
final class Subscribing {
  private static final Logger LOG = LoggerFactory.getLogger(Subscribing.class);

  private final Node node;
  private final Loop loop;
  private final SessionState state;
  private final ClientKey key;
  private final String qos0Name; // each in many bindings
  private final String qos1Name;
  private final SessionRecords records;
  private final VhostAccess access;
  private final Deliveries deliveries;
  private final int prefetch;
  private final Runnable onCancelled;
  private final Map<TopicFilter, ConsumerHandle> shares = new HashMap<>(0);
  private @Nullable Future<Void> qos0Queue; // from the first subscription that needs it
  private @Nullable Future<Void> qos1Queue;
  private boolean refusalLogged;

  /**
   * Without anything at the broker yet.
   *
   * @param onCancelled called when a queue of the session is deleted from outside
   */
  Subscribing(
      Node node,
      Loop loop,
      SessionState state,
      VhostAccess access,
      Deliveries deliveries,
      int prefetch,
      Runnable onCancelled) {
    this.node = node;
    this.loop = loop;
    this.state = state;
    this.key = state.key();
    this.qos0Name = key.qos0Queue();
    this.qos1Name = key.qos1Queue();
    this.records = node.store().sessions();
    this.access = access;
    this.deliveries = deliveries;
    this.prefetch = prefetch;
    this.onCancelled = onCancelled;
  }

  /** Takes the session up where its former connection has left it. */
  Future<Void> resume() {
    List<Future<Void>> all = new ArrayList<>();
    if (state.hasQueue()) {
      all.add(qos1Queue(true));
    }
    for (Subscription subscription : state.subscriptions().all()) {
      if (subscription.filter().isShared()) {
        all.add(resumeShared(subscription));
      } else if (subscription.qos() == 0) {
        all.add(bindTo(subscription));
      }
    }
    return Future.all(all).mapEmpty();
  }

  /**
   * What became of a subscription that was asked for.
   *
   * @param reason what is granted, or why not
   * @param isNew whether the session has not had its filter before
   */
  record Answered(Subscription subscription, int reason, boolean isNew) {}

  /**
   * Subscribes.
   *
   * @return completes with an answer to each; never fails
   */
  Future<List<Answered>> subscribe(List<Subscription> asked) {
    Map<TopicFilter, Future<Integer>> answers = new HashMap<>();
    List<Future<Answered>> inOrder = new ArrayList<>(asked.size());
    int room = node.options().subscriptionsMax() - state.subscriptions().size();
    for (Subscription each : asked) {
      Future<Integer> same = answers.get(each.filter());
      boolean isNew = same == null && state.subscriptions().find(each.filter()) == null;
      Future<Integer> answer;
      if (isNew && room == 0) {
        answer = Future.succeededFuture(ReasonCode.QUOTA_EXCEEDED);
      } else {
        room -= isNew ? 1 : 0;
        // The same filter twice in a packet: one after the other.
        answer = same == null ? subscribe(each) : same.compose(done -> subscribe(each));
        answers.put(each.filter(), answer);
      }
      inOrder.add(answer.map(reason -> new Answered(each, reason, isNew)));
    }
    return Future.join(inOrder).map(done -> done.list());
  }

  private Future<Integer> subscribe(Subscription subscription) {
    if (subscription.filter().isShared() && SysTopics.covers(subscription.filter().text())) {
      // They come by no queue, which is what is shared.
      return Future.succeededFuture(ReasonCode.TOPIC_FILTER_INVALID);
    }
    Subscription former = state.subscriptions().find(subscription.filter());
    return recorded(subscription)
        .compose(
            there ->
                subscription.filter().isShared()
                    ? share(subscription, former)
                    : bindTo(subscription).compose(bound -> unbindFormer(former, subscription)))
        .map(
            done -> {
              if (state.subscriptions().put(subscription) == null) {
                node.sys().counters(loop).addSubscription(subscription.filter(), 1);
              }
              return subscription.qos();
            })
        .otherwise(
            failure -> {
              if (former == null) {
                records.remove(state, subscription.filter());
              } else {
                records.put(state, former);
              }
              return reason(failure);
            });
  }

  private Future<Void> recorded(Subscription subscription) {
    boolean shared = subscription.filter().isShared();
    if (shared) {
      records.putShare(key.vhost(), subscription.filter());
    } else if (subscription.qos() > 0 && !state.hasQueue()) {
      state.hasQueue(true);
      records.put(state);
    }
    records.put(state, subscription);
    return shared || state.isKept() ? node.store().stored(loop) : Future.succeededFuture();
  }

  /**
   * Unsubscribes.
   *
   * @return completes with a reason code for each; never fails
   */
  Future<List<Integer>> unsubscribe(List<TopicFilter> filters) {
    List<Future<Integer>> answers = new ArrayList<>(filters.size());
    for (TopicFilter filter : filters) {
      answers.add(unsubscribe(filter));
    }
    return Future.join(answers)
        .compose(done -> state.isKept() ? node.store().stored(loop) : Future.succeededFuture())
        .map(stored -> answers.stream().map(Future::result).toList())
        .otherwise(failure -> Collections.nCopies(answers.size(), reason(failure)));
  }

  private Future<Integer> unsubscribe(TopicFilter filter) {
    Subscription former = state.subscriptions().remove(filter);
    if (former == null) {
      return Future.succeededFuture(ReasonCode.NO_SUBSCRIPTION_EXISTED);
    }
    node.sys().counters(loop).addSubscription(filter, -1);
    records.remove(state, filter);
    Future<Void> gone = filter.isShared() ? leave(filter) : unbind(former);
    return gone.map(ReasonCode.SUCCESS).otherwise(this::reason);
  }

  private int reason(Throwable failure) {
    if (!(failure instanceof BrokerException refusal)) {
      LOG.error("{}: a subscription failed", key, failure);
      return ReasonCode.UNSPECIFIED_ERROR;
    }
    // Once, as the client can ask for more; WRONG_STATE: it has gone meanwhile.
    if (refusal.kind() != ErrorKind.WRONG_STATE && !refusalLogged) {
      refusalLogged = true;
      LOG.warn("{}: subscription refused: {}", key, refusal.text());
    }
    return refusal.kind() == ErrorKind.ACCESS_REFUSED
        ? ReasonCode.NOT_AUTHORIZED
        : refusal.kind() == ErrorKind.LIMIT_REACHED
            ? ReasonCode.QUOTA_EXCEEDED
            : ReasonCode.UNSPECIFIED_ERROR;
  }

  // ---- subscriptions of its own ----

  private Future<Void> bindTo(Subscription subscription) {
    Future<Void> queue = subscription.qos() == 0 ? qos0Queue() : qos1Queue(false);
    return queue.compose(there -> access.bind(binding(subscription)));
  }

  /** A subscription whose QoS changes comes by the other queue from now on. */
  private Future<Void> unbindFormer(@Nullable Subscription former, Subscription now) {
    return former == null || (former.qos() == 0) == (now.qos() == 0)
        ? Future.succeededFuture()
        : unbind(former);
  }

  private Future<Void> unbind(Subscription subscription) {
    return hasBindingOfAnother(subscription)
        ? Future.succeededFuture()
        : access.unbind(binding(subscription));
  }

  private boolean hasBindingOfAnother(Subscription subscription) {
    TopicKeys keys = node.keys();
    TopicFilter filter = subscription.filter();
    if (!keys.mayBeOfOthers(filter.text())) {
      return false;
    }
    for (Subscription each : state.subscriptions().all()) {
      TopicFilter other = each.filter();
      if (!other.isShared()
          && !other.equals(filter)
          && (each.qos() == 0) == (subscription.qos() == 0) // in the same queue
          && keys.haveSameKey(filter.text(), other.text())) {
        return true;
      }
    }
    return false;
  }

  private BindingDeclaration binding(Subscription subscription) {
    String queue = subscription.qos() == 0 ? qos0Name : qos1Name;
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
              .declareQueue(new QueueDeclaration(qos0Name, false, true, false, arguments))
              .compose(there -> consume(qos0Name, true, 0, deliveries.qos0Sink(onCancelled)))
              .mapEmpty();
      qos0Queue = known;
    }
    return known;
  }

  /**
   * The queue for QoS 1 and 2.
   *
   * @param resumed whether there should be one already
   */
  private Future<Void> qos1Queue(boolean resumed) {
    Future<Void> known = qos1Queue;
    if (known == null || known.failed()) {
      Future<Void> there =
          resumed
              ? access
                  .checkQueue(qos1Name)
                  .<Void>mapEmpty()
                  .recover(
                      missing ->
                          isNotFound(missing) ? makeQos1Queue() : Future.failedFuture(missing))
              // If there is one, it is of a session that is not known.
              : access.deleteQueue(qos1Name, false, false).compose(gone -> makeQos1Queue());
      known =
          there
              .compose(
                  ready -> consume(qos1Name, false, prefetch, deliveries.qos1Sink(onCancelled)))
              .mapEmpty();
      qos1Queue = known;
    }
    return known;
  }

  /** What was bound to a former one, that has gone meanwhile, is bound again. */
  private Future<Void> makeQos1Queue() {
    boolean lasts = state.isKept();
    Arguments type = type(lasts ? node.options().durableQueueType() : "classic");
    return access
        .declareQueue(new QueueDeclaration(qos1Name, lasts, !lasts, false, type))
        .onFailure(
            refused -> {
              state.hasQueue(false);
              records.put(state);
            })
        .compose(
            made -> {
              List<Future<Void>> bound = new ArrayList<>();
              for (Subscription each : state.subscriptions().all()) {
                if (each.qos() > 0 && !each.filter().isShared()) {
                  bound.add(access.bind(binding(each)));
                }
              }
              return Future.all(bound).mapEmpty();
            });
  }

  private static Arguments type(String type) {
    return Arguments.of(Map.of("x-queue-type", type));
  }

  private static boolean isNotFound(Throwable failure) {
    return BrokerException.is(failure, ErrorKind.NOT_FOUND);
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
    TopicFilter filter = subscription.filter();
    Future<Void> member =
        former == null
            ? node.shares().join(loop, key.vhost(), filter, () -> makeShared(filter))
            : Future.succeededFuture();
    return member
        .compose(in -> cancel(filter))
        .compose(free -> consumeShared(subscription))
        .recover(
            refused ->
                (former == null ? leave(filter) : Future.<Void>succeededFuture())
                    .transform(left -> Future.failedFuture(refused)));
  }

  private Future<Void> makeShared(TopicFilter filter) {
    String queue = SharedSubscriptions.queue(filter);
    Arguments type = type(node.options().durableQueueType());
    return access
        .declareQueue(new QueueDeclaration(queue, true, false, false, type))
        .compose(there -> access.bind(binding(queue, filter)));
  }

  private Future<Void> resumeShared(Subscription subscription) {
    return consumeShared(subscription)
        .recover(
            missing ->
                isNotFound(missing)
                    ? makeShared(subscription.filter()).compose(made -> consumeShared(subscription))
                    : Future.failedFuture(missing));
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
    return cancel(filter).compose(left -> node.ends().leave(loop, access, key.vhost(), filter));
  }
}

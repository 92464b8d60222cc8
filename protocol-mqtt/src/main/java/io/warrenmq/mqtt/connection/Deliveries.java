package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.mqtt.codec.PacketWriter;
import io.warrenmq.mqtt.connection.Answers.Answer;
import io.warrenmq.mqtt.message.PublishHeader;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.retained.RetainedMessages.Retained;
import io.warrenmq.mqtt.session.Fingerprint;
import io.warrenmq.mqtt.session.KeptDelivery;
import io.warrenmq.mqtt.session.MessageKey;
import io.warrenmq.mqtt.session.OutboundInflight.Sent;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.sys.Counter;
import io.warrenmq.mqtt.sys.SysFeed;
import io.warrenmq.mqtt.sys.SysTopics;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client is sent, and what it says of that. What comes from its queues is matched with its
 * subscriptions once more: they say what a binding cannot. MQTT 5.0 §3.3, §4.3, §4.9. Confined to
 * the connection's loop.
 */
final class Deliveries implements SysFeed.Watcher {
  private final Node node;
  private final Loop loop;
  private final SessionState state;
  private final VhostAccess access;
  private final PacketWriter writer;
  private final Answers answers;
  private final byte[] clientId;
  private final int receiveMaximum;
  private final OutboundAliases aliases;
  private final PacketWriter.Publish packet = new PacketWriter.Publish();
  private final Match match = new Match();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0); // for the client to acknowledge
  private final ArrayDeque<Recorded> recorded = new ArrayDeque<>(0);
  private final ArrayDeque<RetainedToSend> retained = new ArrayDeque<>(0);
  private final ArrayDeque<Sent> again = new ArrayDeque<>(0); // of the former connection, not yet
  private String lastKey = "";
  private @Nullable String lastTopic;
  private boolean writable;

  /** A delivery that the client does not take yet. */
  private record Waiting(Delivery delivery, Message message, @Nullable Subscription share) {}

  /** One of QoS 2 whose identifier is on its way to disk: it is sent when it is there. */
  private record Recorded(
      int packetId, boolean duplicate, Message message, @Nullable Subscription share) {}

  /** Retained messages that a new subscription is still to be sent. */
  private record RetainedToSend(Iterator<Retained> messages, Subscription subscription) {}

  Deliveries(
      Node node,
      Loop loop,
      SessionState state,
      VhostAccess access,
      PacketWriter writer,
      Answers answers,
      byte[] clientId,
      int receiveMaximum,
      int topicAliasMaximum,
      boolean writable) {
    this.node = node;
    this.loop = loop;
    this.state = state;
    this.access = access;
    this.writer = writer;
    this.answers = answers;
    this.clientId = clientId;
    this.receiveMaximum = receiveMaximum;
    this.aliases = new OutboundAliases(topicAliasMaximum);
    this.writable = writable;
  }

  // ---- from queues ----

  /** Takes what comes from the queue for subscriptions of QoS 0. */
  DeliverySink qos0Sink(Runnable onCancelled) {
    return new Sink(onCancelled) {
      @Override
      public void onDelivery(Delivery delivery) {
        Message message = delivery.message().in(node.format());
        String topic = topic(message);
        if (topic != null && match.own(message, topic) && match.qos == 0) {
          send(message, topic, 0, 0, false);
        }
      }

      @Override
      public void onDropped(int count) {
        node.sys().counters(loop).add(Counter.DROPPED, count);
      }
    };
  }

  /** Takes what comes from the queue for subscriptions of QoS 1 and 2. */
  DeliverySink qos1Sink(Runnable onCancelled) {
    return sink(null, onCancelled);
  }

  /** Takes what comes from the queue of a shared subscription. */
  DeliverySink sharedSink(Subscription share, Runnable onCancelled) {
    return sink(share, onCancelled);
  }

  private DeliverySink sink(@Nullable Subscription share, Runnable onCancelled) {
    return new Sink(onCancelled) {
      @Override
      public void onDelivery(Delivery delivery) {
        Message message = delivery.message().in(node.format());
        if (!waiting.isEmpty() || !hasRoom() || !deliver(delivery, message, share)) {
          waiting.add(new Waiting(delivery, message, share));
        }
      }
    };
  }

  private abstract static class Sink implements DeliverySink {
    private final Runnable onCancelled;

    Sink(Runnable onCancelled) {
      this.onCancelled = onCancelled;
    }

    @Override
    public void onCancelled() {
      onCancelled.run();
    }
  }

  private boolean hasRoom() {
    return state.outbound().size() < receiveMaximum;
  }

  /** Sends a message; false when it has to wait behind one that is not on disk yet. */
  private boolean deliver(Delivery delivery, Message message, @Nullable Subscription share) {
    String topic = topic(message);
    if (topic == null || !match.find(message, topic, share)) {
      access.settle(delivery, SettleOutcome.COMPLETE);
      return true;
    }
    int qos = Math.min(PublishHeader.qos(message), match.qos);
    if (qos == 2 && state.isKept()) {
      record(delivery, message, topic, share);
      return true;
    } else if (!recorded.isEmpty()) {
      return false;
    } else if (qos == 0) {
      send(message, topic, 0, 0, false);
      access.settle(delivery, SettleOutcome.COMPLETE);
      return true;
    }
    MessageKey key = new MessageKey(message);
    boolean duplicate = delivery.isRedelivered() && state.outbound().isReturned(key);
    int id = state.outbound().send(qos, delivery, key);
    if (!send(message, topic, qos, id, duplicate)) {
      skip(id);
    }
    return true;
  }

  /** It counts as sent. [MQTT-3.1.2-25] */
  private void skip(int id) {
    Sent sent = state.outbound().forget(id);
    if (sent != null) {
      settle(sent, ReasonCode.SUCCESS);
    }
  }

  // ---- what is recorded before it is sent ----

  /**
   * Begins to send a message of QoS 2 of a session that is kept: the broker knows after a restart
   * which identifier it has, and whether the client has it.
   */
  private void record(
      Delivery delivery, Message message, String topic, @Nullable Subscription share) {
    Fingerprint key = Fingerprint.of(message);
    if (state.outbound().wasReceived(key)) {
      access.settle(delivery, SettleOutcome.COMPLETE);
      return;
    }
    boolean duplicate = state.outbound().isReturned(key);
    Delivery kept = new KeptDelivery(delivery, topic, message, match.retain, match.ids());
    int id = state.outbound().send(2, kept, key);
    recorded.add(new Recorded(id, duplicate, message, share));
    node.store().sessions().putOutbound(state, id, key, false);
    answers.add(Answer.PUBLISH, id, ReasonCode.SUCCESS, true);
  }

  /** The identifier of the next one is on disk: it is sent. */
  void sendRecorded(int packetId) {
    Recorded next = recorded.remove();
    assert next.packetId == packetId;
    String topic = topic(next.message);
    if (topic == null
        || !match.find(next.message, topic, next.share)
        || !send(next.message, topic, 2, packetId, next.duplicate)) {
      node.store().sessions().removeOutbound(state, packetId);
      skip(packetId);
    }
    if (recorded.isEmpty()) {
      goOn();
    }
  }

  @SuppressWarnings("ReferenceEquality") // A quick look; equal ones cost no more than a new one.
  private @Nullable String topic(Message message) {
    String key = message.routingKey();
    if (key != lastKey) {
      lastKey = key;
      lastTopic = node.keys().topicOfKey(key);
    }
    return lastTopic;
  }

  private boolean send(Message message, String topic, int qos, int id, boolean duplicate) {
    packet.topic = topic;
    packet.qos = qos;
    packet.packetId = id;
    packet.duplicate = duplicate;
    packet.retain = match.retain;
    packet.subscriptionIds = match.ids();
    packet.expiry = remaining(message);
    packet.alias = aliases.use(topic);
    boolean sent = writer.publish(message, packet);
    if (!sent && packet.alias < 0) {
      aliases.forget(topic);
    }
    return sent;
  }

  /** [MQTT-3.3.2-6] */
  private long remaining(Message message) {
    if (message.ttlMs() == Message.NO_TTL) {
      return -1;
    }
    long waited = Math.max(0, loop.clock().wallMs() - message.receivedMs());
    return Math.max(0, message.ttlMs() / 1_000 - waited / 1_000);
  }

  /** What the client's subscriptions say of a message. One for all, filled anew for each. */
  private final class Match {
    private static final int[] NONE = {};

    int qos;
    boolean retain;
    private final List<Subscription> own = new ArrayList<>(1);
    private int[] found = NONE; // identifiers
    private int count;

    /** Whether it is wanted by subscriptions that are not shared. */
    boolean own(Message message, String topic) {
      begin();
      boolean wanted = false;
      own.clear();
      state.subscriptions().match(topic, own);
      for (int i = 0; i < own.size(); i++) {
        Subscription subscription = own.get(i);
        if (!subscription.noLocal() || !PublishHeader.isFrom(message, clientId)) {
          take(subscription, message);
          wanted = true;
        }
      }
      return wanted;
    }

    /** The same, of what comes by a shared subscription: it is for that one. */
    boolean find(Message message, String topic, @Nullable Subscription share) {
      if (share == null) {
        return own(message, topic);
      }
      begin();
      take(share, message);
      return share.filter().matches(topic);
    }

    /** One that is sent again as it was. */
    void again(boolean retained, int... ids) {
      begin();
      retain = retained;
      for (int id : ids) {
        add(id);
      }
    }

    /** A retained message that a new subscription is sent. */
    void retained(Subscription subscription) {
      begin();
      qos = subscription.qos();
      retain = true; // [MQTT-3.3.1-8]
      add(subscription.identifier());
    }

    private void begin() {
      qos = 0;
      retain = false;
      count = 0;
    }

    private void take(Subscription subscription, Message message) {
      qos = Math.max(qos, subscription.qos());
      retain |= subscription.retainAsPublished() && PublishHeader.isRetain(message);
      add(subscription.identifier());
    }

    private void add(int identifier) {
      if (identifier == 0) {
        return;
      } else if (count == found.length) {
        found = Arrays.copyOf(found, Math.max(4, count * 2));
      }
      found[count++] = identifier;
    }

    int[] ids() {
      return count == 0 ? NONE : Arrays.copyOf(found, count);
    }
  }

  // ---- retained messages ----

  /** Sends what is retained for a new subscription, as fast as the client takes it. */
  void sendRetained(Subscription subscription) {
    TopicFilter filter = subscription.filter();
    Iterator<Retained> messages =
        SysTopics.covers(filter.text())
            ? node.sys().feed(loop).matching(filter)
            : node.retained().matching(state.key().vhost(), filter);
    retained.add(new RetainedToSend(messages, subscription));
    goOnWithRetained();
  }

  /** Of what the broker says of itself, a client that takes nothing now gets the next. */
  @Override
  public void onSys(List<Retained> changed) {
    for (Retained each : changed) {
      if (match.own(each.message(), each.topic())) {
        if (writable) {
          send(each.message(), each.topic(), 0, 0, false);
        } else {
          node.sys().counters(loop).increment(Counter.DROPPED);
        }
      }
    }
  }

  void setWritable(boolean takesMore) {
    writable = takesMore;
    goOnWithRetained();
  }

  private void goOnWithRetained() {
    while (!retained.isEmpty() && writable && hasRoom()) {
      RetainedToSend first = retained.element();
      if (first.messages.hasNext()) {
        sendRetained(first.messages.next(), first.subscription);
      } else {
        retained.remove();
      }
    }
  }

  private void sendRetained(Retained each, Subscription subscription) {
    if (each.isExpired(loop.clock().wallMs())) {
      node.retained().removeExpired(state.key().vhost(), each);
      return;
    }
    if (subscription.noLocal() && PublishHeader.isFrom(each.message(), clientId)) {
      return;
    }
    int qos = Math.min(PublishHeader.qos(each.message()), subscription.qos());
    int id = 0;
    if (qos > 0) {
      Delivery delivery =
          new RetainedDelivery(each.topic(), each.message(), subscription.identifier());
      id = state.outbound().send(qos, delivery, null);
    }
    match.retained(subscription);
    if (!send(each.message(), each.topic(), qos, id, false) && id > 0) {
      state.outbound().forget(id);
    }
  }

  // ---- what the client says ----

  /** Takes a PUBACK. */
  void onPuback(int id, int reason) {
    Sent sent = state.outbound().onPuback(id);
    if (sent != null) {
      settle(sent, reason);
      goOn();
    }
  }

  /** Takes a PUBREC. */
  void onPubrec(int id, int reason) {
    boolean failed = ReasonCode.isError(reason);
    Sent sent = state.outbound().onPubrec(id, failed);
    if (sent != null) {
      settle(sent, reason);
    }
    if (failed) {
      node.store().sessions().removeOutbound(state, id);
      goOn();
    } else if (sent == null) {
      writer.pubrel(id, ReasonCode.PACKET_ID_NOT_FOUND);
    } else {
      if (!sent.isReleased()) {
        Fingerprint key = sent.key() instanceof Fingerprint of ? of : Fingerprint.NONE;
        node.store().sessions().putOutbound(state, id, key, true);
      }
      answers.add(Answer.PUBREL, id, ReasonCode.SUCCESS, state.isKept());
    }
  }

  /** Takes a PUBCOMP. */
  void onPubcomp(int id) {
    if (state.outbound().onPubcomp(id)) {
      node.store().sessions().removeOutbound(state, id);
      goOn();
    }
  }

  /** A message that the client refuses is not sent again, as in RabbitMQ. */
  private void settle(Sent sent, int reason) {
    Delivery delivery = sent.delivery();
    if (delivery instanceof KeptDelivery kept) {
      delivery = kept.of();
      if (kept.isAlone()) {
        node.kept().release(kept);
        node.store().sessions().removeKept(state, sent.packetId());
      }
    }
    if (delivery != null && !(delivery instanceof RetainedDelivery)) {
      access.settle(
          delivery, ReasonCode.isError(reason) ? SettleOutcome.DISCARD : SettleOutcome.COMPLETE);
    }
  }

  private void goOn() {
    sendAgain();
    while (!waiting.isEmpty() && hasRoom()) {
      Waiting next = waiting.element();
      if (!deliver(next.delivery, next.message, next.share)) {
        break;
      }
      waiting.remove();
    }
    goOnWithRetained();
  }

  // ---- from connection to connection ----

  /** Sends again what the client has not answered on its former connection. [MQTT-4.4.0-1] */
  void resend() {
    for (Sent sent : state.outbound().inOrder()) {
      if (sent.isReleased()) {
        writer.pubrel(sent.packetId(), ReasonCode.SUCCESS);
      } else {
        again.add(sent);
      }
    }
    sendAgain();
  }

  /** As many as the client takes now: what it took before may have been more. */
  private void sendAgain() {
    while (!again.isEmpty() && state.outbound().size() - again.size() < receiveMaximum) {
      Sent sent = again.remove();
      if (state.outbound().isUnderWay(sent) && !sendAgain(sent)) {
        node.store().sessions().removeOutbound(state, sent.packetId());
        skip(sent.packetId());
      }
    }
  }

  private boolean sendAgain(Sent sent) {
    if (sent.delivery() instanceof KeptDelivery kept) {
      match.again(kept.retain(), kept.subscriptionIds());
      return send(kept.message(), kept.topic(), 2, sent.packetId(), true);
    } else if (sent.delivery() instanceof RetainedDelivery of) {
      match.again(true, of.identifier());
      return send(of.message(), of.topic(), sent.qos(), sent.packetId(), true);
    }
    throw new IllegalStateException("a message of a queue that was not given back");
  }

  /**
   * The connection has gone, and its session at the broker is closed: all goes back, but for what
   * of QoS 2 was sent, if the session lasts and there is room: that stays.
   *
   * @return completes when its queues know all of that
   */
  Future<Void> giveBack() {
    List<Sent> staying = keep();
    for (Waiting each : waiting) {
      access.settle(each.delivery, SettleOutcome.RELEASE);
    }
    waiting.clear();
    recorded.clear();
    retained.clear();
    again.clear();
    goBack(); // At once: nobody is to be faster at the queue than what goes back to it.
    if (staying.isEmpty()) {
      return Future.succeededFuture();
    }
    return node.store().stored(loop).transform(stored -> onKept(staying, stored.succeeded()));
  }

  /** What stays, as it was while its queue knew of it. */
  private List<Sent> keep() {
    List<Sent> staying = new ArrayList<>(0);
    if (!state.outlivesConnection()) {
      return staying;
    }
    for (Sent sent : new ArrayList<>(state.outbound().inOrder())) {
      if (sent.delivery() instanceof KeptDelivery kept
          && !kept.isAlone()
          && recorded.stream().noneMatch(each -> each.packetId == sent.packetId()) // not sent yet
          && node.kept().take(kept)) {
        staying.add(sent);
        state.outbound().keep(sent.packetId(), kept.alone());
        node.store().sessions().putKept(state, sent.packetId(), kept);
      }
    }
    return staying;
  }

  /** Its queue lets go of a message when it is on disk that the session has it. */
  private Future<Void> onKept(List<Sent> staying, boolean stored) {
    for (Sent sent : staying) {
      KeptDelivery kept = (KeptDelivery) Objects.requireNonNull(sent.delivery());
      if (!stored) {
        node.kept().release(kept);
        node.store().sessions().removeKept(state, sent.packetId());
        state.outbound().giveBack(sent);
      }
      access.settle(
          Objects.requireNonNull(kept.of()),
          stored ? SettleOutcome.COMPLETE : SettleOutcome.REQUEUE);
    }
    return Future.succeededFuture();
  }

  private void goBack() {
    for (Sent sent : state.outbound().onConnectionGone()) {
      Delivery delivery = Objects.requireNonNull(sent.delivery());
      // [MQTT-4.8.2-5]: nobody else is sent what a client may have exactly once.
      boolean isItsAlone =
          sent.qos() == 2
              && !state.outlivesConnection()
              && !delivery.queueName().equals(state.key().qos1Queue());
      access.settle(
          delivery instanceof KeptDelivery kept ? Objects.requireNonNull(kept.of()) : delivery,
          isItsAlone ? SettleOutcome.DISCARD : SettleOutcome.REQUEUE);
    }
  }

  /** How many may be under way: for those who ask for prefetch. */
  static int prefetch(MqttOptions options, int receiveMaximum) {
    return Math.min(options.prefetch(), receiveMaximum);
  }
}

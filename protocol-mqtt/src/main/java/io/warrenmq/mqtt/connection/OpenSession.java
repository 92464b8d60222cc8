package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.mqtt.codec.PacketWriter;
import io.warrenmq.mqtt.connection.Subscribing.Answered;
import io.warrenmq.mqtt.message.PropertyWriter;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.ConnectPacket.Will;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.packet.SubscribePacket;
import io.warrenmq.mqtt.packet.UnsubscribePacket;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.store.SessionRecords;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.subscription.Subscription.RetainHandling;
import io.warrenmq.mqtt.sys.SysTopics;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session while a connection has it. Confined to the connection's loop. */
final class OpenSession implements Answers.Listener {
  private static final int FAILURE = 0x80; // 3.1.1 §3.9.3 knows no other
  private static final Future<Void> NOTHING = Future.succeededFuture();

  private final Node node;
  private final Loop loop;
  private final BrokerConnection connection;
  private final SessionState state;
  private final PacketWriter writer;
  private final ReadGate gate;
  private final Consumer<MqttFault> onFault;
  private final boolean isV5;
  private final @Nullable Will will; // if it may be published
  private final VhostAccess access;
  private final Answers answers;
  private final Publisher publisher;
  private final int receiveMaximum;
  private final int topicAliasMaximum;
  private @Nullable Deliveries deliveries; // from when it may be sent something on
  private @Nullable Subscribing subscribing; // from its first subscription on
  private Future<?> request = NOTHING; // the one under way that changes the session
  private boolean writable;
  private boolean closed;

  OpenSession(
      Node node,
      Loop loop,
      BrokerConnection connection,
      SessionState state,
      PacketWriter writer,
      ReadGate gate,
      ConnectPacket connect,
      boolean writable,
      Consumer<MqttFault> onFault) {
    this.node = node;
    this.loop = loop;
    this.connection = connection;
    this.state = state;
    this.writer = writer;
    this.gate = gate;
    this.onFault = onFault;
    this.isV5 = connect.version() == ProtocolVersion.V5;
    this.writable = writable;
    this.receiveMaximum = connect.receiveMaximum();
    this.topicAliasMaximum =
        Math.min(connect.topicAliasMaximum(), node.options().topicAliasMaximum());
    this.answers = new Answers(node.store(), loop, this);
    this.publisher = new Publisher(node, loop, state, answers, isV5);
    this.access = connection.openSession(publisher);
    publisher.attach(access);
    Will left = connect.will();
    this.will = left != null && publisher.mayPublish(left) ? left : null;
  }

  SessionState state() {
    return state;
  }

  Publisher publisher() {
    return publisher;
  }

  Deliveries deliveries() {
    Deliveries there = deliveries;
    if (there == null) {
      there =
          new Deliveries(
              node,
              loop,
              state,
              access,
              writer,
              answers,
              publisher.clientId(),
              receiveMaximum,
              topicAliasMaximum,
              writable);
      deliveries = there;
    }
    return there;
  }

  private Subscribing subscribing() {
    Subscribing there = subscribing;
    if (there == null) {
      there =
          new Subscribing(
              node,
              loop,
              state,
              access,
              deliveries(),
              Deliveries.prefetch(node.options(), receiveMaximum),
              () ->
                  onFault.accept(
                      new MqttFault(ReasonCode.ADMINISTRATIVE_ACTION, "a queue was deleted")));
      subscribing = there;
    }
    return there;
  }

  void setWritable(boolean takesMore) {
    writable = takesMore;
    if (deliveries != null) {
      deliveries.setWritable(takesMore);
    }
  }

  /** Goes on where the client's former connection has stopped. */
  Future<Void> resume() {
    SessionRecords records = node.store().sessions();
    records.put(state);
    if (will == null) {
      records.removeWill(state);
    } else {
      records.put(state, will);
    }
    if (!state.isSentTo()) {
      return NOTHING;
    }
    state.subscriptions().all().forEach(this::watchSys);
    deliveries().resend();
    return underWay(subscribing().resume());
  }

  /** It is waited for when the connection goes. There is one at a time. */
  private <T> Future<T> underWay(Future<T> now) {
    request = now;
    return now.onComplete(done -> request = NOTHING);
  }

  void onSubscribe(SubscribePacket packet) {
    writer.checkAnswer(packet.subscriptions().size());
    gate.close(ReadGate.ANSWER);
    Future<List<Answered>> granted = subscribing().subscribe(packet.subscriptions());
    underWay(granted)
        .onSuccess(
            all -> {
              if (closed) {
                return;
              }
              List<Integer> reasons = all.stream().map(Answered::reason).toList();
              writer.suback(packet.packetId(), codes(reasons), new PropertyWriter());
              for (Answered each : all) {
                if (ReasonCode.isError(each.reason())) {
                  continue;
                }
                watchSys(each.subscription());
                if (isSentRetained(each)) {
                  deliveries().sendRetained(each.subscription());
                }
              }
              gate.open(ReadGate.ANSWER);
            });
  }

  /** What the broker says of itself comes by no queue. */
  private void watchSys(Subscription subscription) {
    if (SysTopics.covers(subscription.filter().text())) {
      node.sys().feed(loop).watch(deliveries());
    }
  }

  /** Whether what is retained is sent for a subscription that was granted. */
  private static boolean isSentRetained(Answered answered) {
    RetainHandling handling = answered.subscription().retainHandling();
    return !answered.subscription().filter().isShared() // MQTT 5.0 §4.8.2
        && (handling == RetainHandling.ALWAYS
            || (handling == RetainHandling.IF_NEW && answered.isNew()));
  }

  void onUnsubscribe(UnsubscribePacket packet) {
    writer.checkAnswer(packet.filters().size());
    gate.close(ReadGate.ANSWER);
    Future<List<Integer>> gone = subscribing().unsubscribe(packet.filters());
    underWay(gone)
        .onSuccess(
            reasons -> {
              if (closed) {
                return;
              }
              writer.unsuback(packet.packetId(), codes(reasons), new PropertyWriter());
              gate.open(ReadGate.ANSWER);
            });
  }

  private byte[] codes(List<Integer> reasons) {
    byte[] codes = new byte[reasons.size()];
    for (int i = 0; i < codes.length; i++) {
      int code = reasons.get(i);
      codes[i] = (byte) (isV5 || !ReasonCode.isError(code) ? code : FAILURE);
    }
    return codes;
  }

  @Override
  public void say(Answers.Answer answer, int packetId, int reason) {
    if (closed) {
      return;
    }
    switch (answer) {
      case PUBACK -> writer.puback(packetId, reason);
      case PUBREC -> writer.pubrec(packetId, reason);
      case PUBREL -> writer.pubrel(packetId, reason);
      case PUBCOMP -> writer.pubcomp(packetId, reason);
      case PUBLISH -> deliveries().sendRecorded(packetId);
    }
  }

  @Override
  public void onNotStored(Throwable failure) {
    if (!closed) { // It was logged.
      onFault.accept(
          new MqttFault(ReasonCode.IMPLEMENTATION_SPECIFIC, "the broker cannot store the session"));
    }
  }

  /**
   * The connection has gone.
   *
   * @param saidGoodBye whether its will is not wanted
   * @return completes when nothing of it is at the session's queues any more: with the session, if
   *     it lives on, or {@code null}
   */
  Future<@Nullable SessionState> close(boolean saidGoodBye) {
    Will left = saidGoodBye ? null : will;
    closed = true;
    Future<Void> ended = access.close();
    Future<Void> givenBack = NOTHING;
    if (deliveries != null) {
      node.sys().feed(loop).unwatch(deliveries);
      givenBack = deliveries.giveBack();
    }
    state.awaySinceMs(loop.clock().wallMs());
    node.store().sessions().put(state);
    if (left != null) {
      Wills.leave(node, loop, state, left, 0);
    } else {
      node.store().sessions().removeWill(state);
    }
    // A request that is under way still changes the session: nobody else has it before.
    return Future.join(ended, givenBack, connection.close(), request)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .compose(
            gone ->
                state.outlivesConnection()
                    ? Future.succeededFuture(state)
                    : node.ends().remove(loop, state).map((SessionState) null));
  }
}

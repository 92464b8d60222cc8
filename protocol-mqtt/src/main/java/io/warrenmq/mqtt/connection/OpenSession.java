package io.warrenmq.mqtt.connection;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.mqtt.codec.PacketWriter;
import io.warrenmq.mqtt.message.PropertyWriter;
import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.packet.ConnectPacket.Will;
import io.warrenmq.mqtt.packet.ProtocolVersion;
import io.warrenmq.mqtt.packet.ReasonCode;
import io.warrenmq.mqtt.packet.SubscribePacket;
import io.warrenmq.mqtt.packet.UnsubscribePacket;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session while a connection has it. Confined to the connection's loop. */
final class OpenSession {
  private static final int FAILURE = 0x80; // 3.1.1 §3.9.3 knows no other

  private final Node node;
  private final Loop loop;
  private final BrokerConnection connection;
  private final SessionState state;
  private final PacketWriter writer;
  private final ReadGate gate;
  private final boolean isV5;
  private final @Nullable Will will;
  private final VhostAccess access;
  private final Publisher publisher;
  private final Deliveries deliveries;
  private final Subscribing subscribing;
  private Future<?> request = Future.succeededFuture(); // the last one that changes the session
  private boolean closed;

  OpenSession(
      Node node,
      Loop loop,
      BrokerConnection connection,
      SessionState state,
      PacketWriter writer,
      ReadGate gate,
      ConnectPacket connect,
      Runnable onCancelled) {
    this.node = node;
    this.loop = loop;
    this.connection = connection;
    this.state = state;
    this.writer = writer;
    this.gate = gate;
    this.isV5 = connect.version() == ProtocolVersion.V5;
    this.will = connect.will();
    this.publisher = new Publisher(node, loop, state, writer, isV5);
    this.access = connection.openSession(publisher);
    publisher.attach(access);
    this.deliveries =
        new Deliveries(
            node,
            loop,
            state,
            access,
            writer,
            publisher.clientId(),
            connect.receiveMaximum(),
            Math.min(connect.topicAliasMaximum(), node.options().topicAliasMaximum()));
    this.subscribing =
        new Subscribing(
            node,
            state,
            access,
            deliveries,
            Deliveries.prefetch(node.options(), connect.receiveMaximum()),
            onCancelled);
  }

  SessionState state() {
    return state;
  }

  Publisher publisher() {
    return publisher;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  /** Goes on where the client's former connection has stopped. */
  Future<Void> resume() {
    deliveries.resend();
    Future<Void> resumed = subscribing.resume();
    request = resumed;
    return resumed;
  }

  void onSubscribe(SubscribePacket packet) {
    gate.close(ReadGate.ANSWER);
    List<Subscription> asked = packet.subscriptions();
    List<Boolean> isNew = new ArrayList<>(asked.size());
    List<Future<Integer>> answers = new ArrayList<>(asked.size());
    for (Subscription each : asked) {
      isNew.add(state.subscriptions().find(each.filter()) == null);
      answers.add(subscribing.subscribe(each));
    }
    request = Future.join(answers);
    request.onComplete(
        done -> {
          if (closed) {
            return;
          }
          writer.suback(packet.packetId(), codes(answers), new PropertyWriter());
          for (int i = 0; i < asked.size(); i++) {
            if (!ReasonCode.isError(answers.get(i).result())) {
              subscribing.sendRetained(asked.get(i), isNew.get(i));
            }
          }
          gate.open(ReadGate.ANSWER);
        });
  }

  void onUnsubscribe(UnsubscribePacket packet) {
    gate.close(ReadGate.ANSWER);
    List<Future<Integer>> answers = new ArrayList<>(packet.filters().size());
    for (TopicFilter filter : packet.filters()) {
      answers.add(subscribing.unsubscribe(filter));
    }
    request = Future.join(answers);
    request.onComplete(
        done -> {
          if (closed) {
            return;
          }
          writer.unsuback(packet.packetId(), codes(answers), new PropertyWriter());
          gate.open(ReadGate.ANSWER);
        });
  }

  private byte[] codes(List<Future<Integer>> answers) {
    byte[] codes = new byte[answers.size()];
    for (int i = 0; i < codes.length; i++) {
      int code = answers.get(i).result();
      codes[i] = (byte) (isV5 || !ReasonCode.isError(code) ? code : FAILURE);
    }
    return codes;
  }

  /**
   * The connection has gone.
   *
   * @param saidGoodBye whether its will is not wanted
   * @return completes when nothing of it is at the session's queues any more: with the session, if
   *     it lives on, or {@code null}
   */
  Future<@Nullable SessionState> close(boolean saidGoodBye) {
    Will left = will;
    Message last = saidGoodBye || left == null ? null : publisher.will(left);
    closed = true;
    Future<Void> ended = access.close();
    deliveries.giveBack();
    if (left != null && last != null) {
      Wills.leave(node, loop, state, left, last);
    }
    // A request that is under way still changes the session: nobody else has it before.
    return Future.join(ended, connection.close(), request)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .compose(
            gone ->
                state.outlivesConnection()
                    ? Future.succeededFuture(state)
                    : node.ends().remove(loop, state).map((SessionState) null));
  }
}

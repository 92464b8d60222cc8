package io.warrenmq.amqp091.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.connection.Amqp091Protocol;
import io.warrenmq.amqp091.fake.FakeBroker;
import io.warrenmq.amqp091.fake.FakeSession;
import io.warrenmq.amqp091.fake.Peer;
import io.warrenmq.amqp091.method.BasicMethod.BasicAck;
import io.warrenmq.amqp091.method.BasicMethod.BasicCancel;
import io.warrenmq.amqp091.method.BasicMethod.BasicCancelOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsumeOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicDeliver;
import io.warrenmq.amqp091.method.BasicMethod.BasicGet;
import io.warrenmq.amqp091.method.BasicMethod.BasicGetEmpty;
import io.warrenmq.amqp091.method.BasicMethod.BasicGetOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicNack;
import io.warrenmq.amqp091.method.BasicMethod.BasicPublish;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicRecover;
import io.warrenmq.amqp091.method.BasicMethod.BasicRecoverOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicReject;
import io.warrenmq.amqp091.method.BasicMethod.BasicReturn;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelClose;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelCloseOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelFlow;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelFlowOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpenOk;
import io.warrenmq.amqp091.method.ConfirmMethod.ConfirmSelect;
import io.warrenmq.amqp091.method.ConfirmMethod.ConfirmSelectOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.QueueMethod.QueueBind;
import io.warrenmq.amqp091.method.QueueMethod.QueueBindOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.method.QueueMethod.QueuePurge;
import io.warrenmq.amqp091.method.QueueMethod.QueuePurgeOk;
import io.warrenmq.amqp091.method.TxMethod.TxCommit;
import io.warrenmq.amqp091.method.TxMethod.TxCommitOk;
import io.warrenmq.amqp091.method.TxMethod.TxRollback;
import io.warrenmq.amqp091.method.TxMethod.TxRollbackOk;
import io.warrenmq.amqp091.method.TxMethod.TxSelect;
import io.warrenmq.amqp091.method.TxMethod.TxSelectOk;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.BindingDeclaration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelTest {
  private final FakeBroker broker = new FakeBroker();
  private Peer peer;
  private FakeSession session;

  @BeforeEach
  void openChannel() {
    Amqp091Protocol protocol = new Amqp091Protocol();
    protocol.attach(broker);
    peer = new Peer(broker, protocol::open).open();
    session = peer.openChannel(1);
  }

  private static QueueDeclare declare(String queue) {
    return new QueueDeclare(queue, false, false, false, false, false, FieldTable.EMPTY);
  }

  private static BasicConsume consume(String queue, String tag, boolean noAck) {
    return new BasicConsume(queue, tag, false, noAck, false, false, FieldTable.EMPTY);
  }

  private void declareQueue(String queue) {
    peer.send(1, declare(queue));
    peer.expect(1, QueueDeclareOk.class);
  }

  private void consumeFrom(String queue, boolean noAck) {
    declareQueue(queue);
    peer.send(1, consume(queue, "ctag", noAck));
    assertThat(peer.expect(1, BasicConsumeOk.class).consumerTag()).isEqualTo("ctag");
  }

  private void selectConfirms() {
    peer.send(1, new ConfirmSelect(false));
    peer.expect(1, ConfirmSelectOk.class);
  }

  private void publish(String key, BasicProperties properties, boolean mandatory) {
    peer.transport.arrive(Peer.publish(1, key, properties, "body".getBytes(), mandatory));
  }

  private void expectChannelClose(int code, String text, int classId, int methodId) {
    assertThat(peer.expect(1, ChannelClose.class))
        .isEqualTo(new ChannelClose(code, text, classId, methodId));
    assertThat(session.closed).isTrue();
  }

  private void expectConnectionClose(int code, String text, int classId, int methodId) {
    assertThat(peer.expect(0, ConnectionClose.class))
        .isEqualTo(new ConnectionClose(code, text, classId, methodId));
  }

  // ---- queues ----

  @Test
  void anEmptyQueueNameMeansTheOneDeclaredLast() {
    declareQueue("");
    peer.send(1, new QueueBind("", "amq.topic", "", false, FieldTable.EMPTY));
    peer.expect(1, QueueBindOk.class);

    assertThat(session.asked.get(1))
        .isEqualTo(
            new BindingDeclaration(
                "amq.topic",
                "amq.gen-1",
                false,
                "amq.gen-1",
                io.warrenmq.api.resource.Arguments.NONE));
    peer.send(1, new QueuePurge("", true));
    peer.expectNothing();
  }

  @Test
  void anEmptyQueueNameMeansNothingBeforeADeclaration() {
    peer.send(1, new QueuePurge("", false));

    expectChannelClose(404, "NOT_FOUND - no previously declared queue", 50, 30);
  }

  @Test
  void dropsLineEndsFromDeclaredNames() {
    peer.send(1, declare("a\r\nb"));

    assertThat(peer.expect(1, QueueDeclareOk.class).queue()).isEqualTo("ab");
  }

  @Test
  void purges() {
    declareQueue("q");
    peer.publish(1, "q", "one");
    peer.send(1, new QueuePurge("q", false));

    assertThat(peer.expect(1, QueuePurgeOk.class).messageCount()).isEqualTo(1);
  }

  // ---- publishing ----

  @Test
  void takesALargeBodyInManyFrames() {
    declareQueue("q");
    byte[] body = new byte[1_000_000];
    body[999_999] = 7;
    peer.transport.arrive(Peer.publish(1, "q", BasicProperties.EMPTY, body, false));

    var message = session.published.get(0);
    assertThat(message.bodyLength()).isEqualTo(1_000_000);
    assertThat(message.bytes()[message.bytes().length - 1]).isEqualTo((byte) 7);
    peer.send(1, new BasicGet("q", true));
    peer.expect(1, BasicGetOk.class);
    assertThat(peer.expectContent(1).body()).isEqualTo(body);
  }

  @Test
  void readsWhatTheBrokerNeedsFromTheHeader() {
    declareQueue("q");
    publish(
        "q",
        BasicProperties.builder().deliveryMode(2).priority(9).expiration("1500").build(),
        false);

    var message = session.published.get(0);
    assertThat(message.isDurable()).isTrue();
    assertThat(message.priority()).isEqualTo(9);
    assertThat(message.ttlMs()).isEqualTo(1500);
    assertThat(message.receivedMs()).isEqualTo(peer.loop.wallMs());
  }

  @Test
  void takesExtraKeysFromCcAndBccAndHidesBcc() {
    declareQueue("q");
    publish(
        "q",
        BasicProperties.builder()
            .headers(
                FieldTable.builder()
                    .put("CC", List.of("a", "b"))
                    .put("BCC", List.of("c"))
                    .put("kept", 1)
                    .build())
            .build(),
        false);

    assertThat(session.published.get(0).routingKeys()).containsExactly("q", "a", "b");
    assertThat(session.published.get(0).blindRoutingKeys()).containsExactly("c");
    assertThat(session.published.get(0).format().headers(session.published.get(0)))
        .containsOnlyKeys("CC", "kept");
  }

  @Test
  void refusesRoutingHeadersThatAreNoLists() {
    publish(
        "q",
        BasicProperties.builder().headers(FieldTable.builder().put("CC", "a").build()).build(),
        false);

    expectChannelClose(
        406,
        "PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,\"CC\",longstr}",
        60,
        40);
  }

  @Test
  void refusesAnotherUsersName() {
    publish("q", BasicProperties.builder().userId("root").build(), false);

    expectChannelClose(
        406,
        "PRECONDITION_FAILED - user_id property set to 'root' but authenticated user was 'guest'",
        60,
        40);
  }

  @Test
  void refusesExpirationsThatAreNoNumbers() {
    publish("q", BasicProperties.builder().expiration("10s").build(), false);

    expectChannelClose(
        406, "PRECONDITION_FAILED - invalid expiration '10s': {leftover_string,\"s\"}", 60, 40);
  }

  @Test
  void refusesImmediate() {
    peer.send(1, new BasicPublish("", "q", false, true));

    expectConnectionClose(540, "NOT_IMPLEMENTED - immediate=true", 60, 40);
  }

  @Test
  void refusesAMessageThatIsTooLargeOnceItHasArrived() {
    BrokerLimits l = broker.limits;
    broker.limits =
        new BrokerLimits(l.frameMax(), l.initialFrameMax(), l.channelMax(), 3, 0, 10_000, 0, 0, 0);
    openChannel();
    publish("q", BasicProperties.EMPTY, false);

    expectChannelClose(
        406, "PRECONDITION_FAILED - message size 4 is larger than configured max size 3", 60, 40);
  }

  @Test
  void refusesAnExchangeThatIsNotThere() {
    ByteBuf bytes = Peer.frame(1, new BasicPublish("nope", "q", false, false));
    ByteBuf content = Peer.publish(1, "q", BasicProperties.EMPTY, "body".getBytes(), false);
    content.skipBytes(Peer.frame(1, new BasicPublish("", "q", false, false)).readableBytes());
    peer.transport.arrive(bytes.writeBytes(content));

    expectChannelClose(404, "NOT_FOUND - no exchange 'nope' in vhost '/'", 60, 40);
  }

  @Test
  void refusesAMethodInTheMiddleOfAContent() {
    peer.send(1, new BasicPublish("", "q", false, false));
    peer.send(1, new BasicGet("q", true));

    expectConnectionClose(
        505,
        "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame"
            + " instead",
        60,
        40);
  }

  @Test
  void returnsAnUnroutableMandatoryMessageBeforeItsConfirm() {
    selectConfirms();
    publish("nowhere", BasicProperties.builder().messageId("m1").build(), true);

    assertThat(peer.expect(1, BasicReturn.class))
        .isEqualTo(new BasicReturn(312, "NO_ROUTE", "", "nowhere"));
    Peer.Content content = peer.expectContent(1);
    assertThat(content.text()).isEqualTo("body");
    assertThat(content.properties().messageId()).isEqualTo("m1");
    assertThat(peer.expect(1, BasicAck.class)).isEqualTo(new BasicAck(1, false));
  }

  @Test
  void confirmsTheTurnsPublishesTogether() {
    declareQueue("q");
    selectConfirms();
    ByteBuf bytes = Peer.publish(1, "q", BasicProperties.EMPTY, new byte[0], false);
    bytes.writeBytes(Peer.publish(1, "q", BasicProperties.EMPTY, new byte[1], false));
    bytes.writeBytes(Peer.publish(1, "nowhere", BasicProperties.EMPTY, new byte[1], false));
    peer.transport.arrive(bytes);

    assertThat(peer.expect(1, BasicAck.class)).isEqualTo(new BasicAck(3, true));
    peer.expectNothing();
  }

  @Test
  void tellsOfRefusedPublishes() {
    declareQueue("q");
    selectConfirms();
    session.holdConfirms = true;
    for (int i = 0; i < 4; i++) {
      peer.publish(1, "q", "x");
    }
    session.confirm(3, true);
    peer.loop.turn();
    assertThat(peer.expect(1, BasicAck.class)).isEqualTo(new BasicAck(3, false));

    session.confirm(1, true);
    session.confirm(2, false);
    peer.loop.turn();
    assertThat(peer.expect(1, BasicAck.class)).isEqualTo(new BasicAck(1, false));
    assertThat(peer.expect(1, BasicNack.class).deliveryTag()).isEqualTo(2);
    session.confirm(4, true);
    peer.loop.turn();
    assertThat(peer.expect(1, BasicAck.class)).isEqualTo(new BasicAck(4, false));
  }

  // ---- consuming ----

  @Test
  void deliversWhatIsPublishedByteForByte() {
    consumeFrom("q", true);
    BasicProperties properties =
        BasicProperties.builder()
            .contentType("text/plain")
            .headers(FieldTable.builder().put("n", 1).put("t", "x").build())
            .timestamp(12345L)
            .build();
    publish("q", properties, false);

    assertThat(peer.expect(1, BasicDeliver.class))
        .isEqualTo(new BasicDeliver("ctag", 1, false, "", "q"));
    Peer.Content content = peer.expectContent(1);
    assertThat(content.properties()).isEqualTo(properties);
    assertThat(content.text()).isEqualTo("body");
  }

  @Test
  void settlesOneAndMany() {
    consumeFrom("q", false);
    for (int i = 1; i <= 5; i++) {
      peer.publish(1, "q", "m" + i);
      peer.expect(1, BasicDeliver.class);
      peer.expectContent(1);
    }
    peer.send(1, new BasicAck(2, false));
    peer.send(1, new BasicNack(4, true, true));
    peer.send(1, new BasicReject(5, false));

    assertThat(session.settled)
        .extracting(FakeSession.Settled::outcome)
        .containsExactly(
            SettleOutcome.COMPLETE,
            SettleOutcome.REQUEUE,
            SettleOutcome.REQUEUE,
            SettleOutcome.REQUEUE,
            SettleOutcome.DISCARD);
    assertThat(session.settled)
        .extracting(
            each ->
                new String(
                    each.delivery().message().bytes(),
                    each.delivery().message().headerLength(),
                    2,
                    StandardCharsets.US_ASCII))
        .containsExactly("m2", "m1", "m3", "m4", "m5");
    peer.send(1, new BasicAck(5, false));
    expectChannelClose(406, "PRECONDITION_FAILED - unknown delivery tag 5", 60, 80);
  }

  @Test
  void putsBackWhatAClosedChannelHasNotSettled() {
    consumeFrom("q", false);
    peer.publish(1, "q", "x");
    peer.send(1, new ChannelClose(200, "bye", 0, 0));

    assertThat(session.settled).hasSize(1);
    assertThat(session.settled.get(0).outcome()).isEqualTo(SettleOutcome.REQUEUE);
    assertThat(session.asked).last().isEqualTo("cancel ctag");
    assertThat(session.settledBeforeClose).isZero(); // Or it could come back to the same channel.
  }

  @Test
  void saysThatItIsClosedOnceItsConsumersAreGone() {
    consumeFrom("q", false);
    session.holdFutures = true;
    peer.send(1, new ChannelClose(200, "bye", 0, 0));
    peer.send(1, new ChannelOpen());
    peer.expectNothing();

    session.release();
    peer.loop.turn();

    peer.expect(1, ChannelCloseOk.class);
    peer.expect(1, ChannelOpenOk.class);
  }

  @Test
  void getsOneMessageOrNone() {
    declareQueue("q");
    peer.send(1, new BasicGet("q", false));
    peer.expect(1, BasicGetEmpty.class);

    publish("q", BasicProperties.EMPTY, false);
    peer.send(1, new BasicGet("q", false));
    BasicGetOk ok = peer.expect(1, BasicGetOk.class);
    assertThat(ok.deliveryTag()).isEqualTo(1);
    assertThat(ok.redelivered()).isTrue();
    FieldTable headers = peer.expectContent(1).properties().headers();
    assertThat(headers.get("x-delivery-count")).isEqualTo(2L); // the fake has returned it twice
  }

  @Test
  void namesConsumersThatNameNone() {
    declareQueue("q");
    peer.send(1, consume("q", "", true));

    assertThat(peer.expect(1, BasicConsumeOk.class).consumerTag())
        .matches("amq\\.ctag-[A-Za-z0-9_-]{22}");
  }

  @Test
  void passesPrefetchPriorityAndArguments() {
    declareQueue("q");
    peer.send(1, new BasicQos(0, 7, false));
    peer.expect(1, BasicQosOk.class);
    peer.send(
        1,
        new BasicConsume(
            "q", "t", false, false, true, true, FieldTable.builder().put("x-priority", 5).build()));

    ConsumerSpec spec = (ConsumerSpec) session.asked.get(1);
    assertThat(spec.prefetch()).isEqualTo(7);
    assertThat(spec.priority()).isEqualTo(5);
    assertThat(spec.exclusive()).isTrue();
    assertThat(spec.arguments().get("x-priority")).isEqualTo(5);
    peer.expectNothing();
    peer.send(1, new BasicQos(0, 9, true));
    assertThat(session.sessionPrefetch).isEqualTo(9);
  }

  @Test
  void refusesPrefetchBySize() {
    peer.send(1, new BasicQos(10, 0, false));

    expectConnectionClose(540, "NOT_IMPLEMENTED - prefetch_size!=0 (10)", 60, 10);
  }

  @Test
  void refusesATagThatIsInUse() {
    consumeFrom("q", true);
    peer.send(1, consume("q", "ctag", true));

    expectConnectionClose(530, "NOT_ALLOWED - attempt to reuse consumer tag 'ctag'", 60, 20);
  }

  @Test
  void cancels() {
    consumeFrom("q", true);
    peer.send(1, new BasicCancel("ctag", false));
    assertThat(peer.expect(1, BasicCancelOk.class).consumerTag()).isEqualTo("ctag");

    peer.send(1, new BasicCancel("unknown", false));
    assertThat(peer.expect(1, BasicCancelOk.class).consumerTag()).isEqualTo("unknown");
    peer.send(1, consume("q", "ctag", true));
    peer.expect(1, BasicConsumeOk.class);
  }

  @Test
  void tellsWhenAConsumerEnds() {
    consumeFrom("q", true);
    session.sinks.get("q").onCancelled();

    assertThat(peer.expect(1, BasicCancel.class)).isEqualTo(new BasicCancel("ctag", true));
  }

  @Test
  void recovers() {
    consumeFrom("q", false);
    peer.publish(1, "q", "x");
    peer.expect(1, BasicDeliver.class);
    peer.expectContent(1);
    peer.send(1, new BasicRecover(true));
    peer.expect(1, BasicRecoverOk.class);

    assertThat(session.settled.get(0).outcome()).isEqualTo(SettleOutcome.REQUEUE);
    peer.send(1, new BasicRecover(false));
    expectConnectionClose(540, "NOT_IMPLEMENTED - requeue=false", 60, 110);
  }

  @Test
  void losesPatienceWithDeliveriesThatAreNotSettled() {
    consumeFrom("q", false);
    peer.publish(1, "q", "x");
    peer.expect(1, BasicDeliver.class);
    peer.expectContent(1);
    peer.loop.advance(60_000); // the fake says that it was delivered in 1970

    expectChannelClose(
        406,
        "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used:"
            + " 1800000 ms. This timeout value can be configured, see consumers doc guide to learn"
            + " more",
        0,
        0);
  }

  @Test
  void answersFlow() {
    peer.send(1, new ChannelFlow(true));
    assertThat(peer.expect(1, ChannelFlowOk.class).active()).isTrue();

    peer.send(1, new ChannelFlow(false));
    expectConnectionClose(540, "NOT_IMPLEMENTED - active=false", 20, 20);
  }

  // ---- direct reply-to ----

  @Test
  void carriesReplies() {
    declareQueue("service");
    peer.send(1, consume("amq.rabbitmq.reply-to", "replies", true));
    peer.expect(1, BasicConsumeOk.class);
    publish("service", BasicProperties.builder().replyTo("amq.rabbitmq.reply-to").build(), false);

    peer.send(1, new BasicGet("service", true));
    peer.expect(1, BasicGetOk.class);
    assertThat(peer.expectContent(1).properties().replyTo())
        .isEqualTo("amq.rabbitmq.reply-to.secret");
    session.replySink.onDelivery(
        new FakeSession.FakeDelivery(session.published.get(0), "", false, -1, 0));
    assertThat(peer.expect(1, BasicDeliver.class).consumerTag()).isEqualTo("replies");
  }

  @Test
  void replyConsumersCannotAcknowledge() {
    peer.send(1, consume("amq.rabbitmq.reply-to", "replies", false));

    expectChannelClose(406, "PRECONDITION_FAILED - reply consumer cannot acknowledge", 60, 20);
  }

  @Test
  void thereIsOneReplyConsumer() {
    peer.send(1, consume("amq.rabbitmq.reply-to", "a", true));
    peer.expect(1, BasicConsumeOk.class);
    peer.send(1, consume("amq.rabbitmq.reply-to", "b", true));

    expectChannelClose(406, "PRECONDITION_FAILED - reply consumer already set", 60, 20);
  }

  @Test
  void requestsNeedAReplyConsumer() {
    publish("q", BasicProperties.builder().replyTo("amq.rabbitmq.reply-to").build(), false);

    expectChannelClose(406, "PRECONDITION_FAILED - fast reply consumer does not exist", 60, 40);
  }

  // ---- malformed methods ----

  @Test
  void blamesNoMethodForANameThatIsNotUtf8() {
    ByteBuf bytes = Peer.frame(1, declare("q"));
    bytes.setByte(bytes.readerIndex() + FrameDecoder.HEADER_BYTES + 7, 0xFF);
    peer.transport.arrive(bytes);

    expectConnectionClose(501, "FRAME_ERROR - Malformed UTF-8 in shortstr", 0, 0);
  }

  @Test
  void blamesTheMethodForArgumentsThatDoNotFit() {
    ByteBuf bytes = Peer.frame(1, declare("q"));
    bytes.setByte(bytes.readerIndex() + FrameDecoder.HEADER_BYTES + 6, 0xFF);
    peer.transport.arrive(bytes);

    ConnectionClose close = peer.expect(0, ConnectionClose.class);
    assertThat(close.replyText()).startsWith("FRAME_ERROR - cannot decode <<0,0,255,");
    assertThat(close.failedClassId()).isEqualTo(50);
    assertThat(close.failedMethodId()).isEqualTo(10);
  }

  // ---- transactions ----

  private void selectTx() {
    peer.send(1, new TxSelect());
    peer.expect(1, TxSelectOk.class);
  }

  @Test
  void commitsWhenAllQueuesHaveConfirmed() {
    declareQueue("q");
    selectTx();
    session.holdConfirms = true;
    peer.publish(1, "q", "x");
    assertThat(session.published).isEmpty();

    peer.send(1, new TxCommit());
    assertThat(session.published).hasSize(1);
    peer.expectNothing();
    session.confirm(session.unconfirmed.get(0), true);
    peer.loop.turn();
    peer.expect(1, TxCommitOk.class);
    assertThat(peer.transport.isPaused()).isFalse();
  }

  @Test
  void failsACommitThatAQueueRefuses() {
    declareQueue("q");
    selectTx();
    session.holdConfirms = true;
    peer.publish(1, "q", "x");
    peer.send(1, new TxCommit());
    session.confirm(session.unconfirmed.get(0), false);
    peer.loop.turn();

    expectChannelClose(406, "PRECONDITION_FAILED - partial tx completion", 90, 20);
    assertThat(peer.transport.isPaused()).isFalse();
  }

  private List<String> publishedKeys() {
    return session.published.stream().map(Message::routingKey).toList();
  }

  /** Publishes a, b and c and commits; the broker lets one through at a time. */
  private void commitInPieces() {
    for (String queue : List.of("a", "b", "c")) {
      declareQueue(queue);
    }
    selectTx();
    for (String queue : List.of("a", "b", "c")) {
      peer.publish(1, queue, "x");
    }
    broker.pausesPublishers = true;
    peer.send(1, new TxCommit());
  }

  private void publishNext() {
    broker.resumePublishers();
    peer.loop.turn(); // asks for the next
    peer.loop.turn();
  }

  @Test
  void commitsAtThePaceOfTheBroker() {
    commitInPieces();
    peer.send(1, declare("d"));

    assertThat(publishedKeys()).containsExactly("a");
    publishNext();
    assertThat(publishedKeys()).containsExactly("a", "b");
    peer.expectNothing();
    publishNext();
    assertThat(publishedKeys()).containsExactly("a", "b", "c");
    peer.expect(1, TxCommitOk.class);
    peer.expect(1, QueueDeclareOk.class);
    assertThat(broker.heldBytes).isZero();
  }

  @Test
  void doesNotTakeTheConfirmsOfAPieceForThoseOfTheCommit() {
    session.holdConfirms = true;
    commitInPieces();

    session.confirm(session.unconfirmed.get(0), true);
    peer.loop.turn();
    peer.expectNothing();
    publishNext();
    publishNext();
    peer.expectNothing();
    session.confirm(session.unconfirmed.get(0), true);
    session.confirm(session.unconfirmed.get(0), true);
    peer.loop.turn();
    peer.expect(1, TxCommitOk.class);
  }

  @Test
  void leavesTheLoopToOthersInALargeCommit() {
    declareQueue("q");
    selectTx();
    for (int i = 0; i < 1001; i++) {
      peer.publish(1, "q", "x");
    }

    peer.send(1, new TxCommit());
    assertThat(session.published).hasSize(1000);
    peer.loop.turn();
    assertThat(session.published).hasSize(1001);
    peer.expect(1, TxCommitOk.class);
  }

  @Test
  void commitsTheRestWhenTheClientHasGone() {
    declareQueue("q");
    peer.publish(1, "q", "x");
    session.published.clear();
    selectTx();
    peer.send(1, new BasicGet("q", false));
    peer.expect(1, BasicGetOk.class);
    peer.expectContent(1);
    peer.send(1, new BasicAck(1, false));
    commitInPieces();

    peer.connection.onClosed();
    assertThat(session.settled).isEmpty();
    publishNext();
    publishNext();

    assertThat(publishedKeys()).containsExactly("a", "b", "c");
    assertThat(session.settled).hasSize(1);
    assertThat(session.settled.get(0).outcome()).isEqualTo(SettleOutcome.COMPLETE);
    assertThat(broker.heldBytes).isZero();
  }

  @Test
  void commitsTheRestWhenTheConnectionIsClosedByForce() {
    commitInPieces();
    broker.handle.forceClose("enough");
    peer.loop.turn();
    peer.expect(0, ConnectionClose.class);
    publishNext();
    publishNext();

    assertThat(publishedKeys()).containsExactly("a", "b", "c");
    peer.expectNothing();
  }

  @Test
  void returnsNothingFromACommitOfAClosedChannel() {
    declareQueue("q");
    selectTx();
    peer.publish(1, "q", "x");
    publish("nowhere", BasicProperties.EMPTY, true);
    broker.pausesPublishers = true;
    peer.send(1, new TxCommit());

    peer.connection.onClosed();
    publishNext();

    assertThat(publishedKeys()).containsExactly("q", "nowhere");
    peer.expectNothing();
  }

  @Test
  void commitsWhatItCanWhenAnExchangeHasGone() {
    declareQueue("q");
    selectTx();
    peer.publish(1, "q", "x");
    peer.publish(1, "q", "y");
    session.refusedPublishes = 1;
    peer.send(1, new TxCommit());

    expectChannelClose(404, "NOT_FOUND - no exchange 'gone' in vhost '/'", 90, 20);
    assertThat(session.published).hasSize(1);
    assertThat(peer.transport.isPaused()).isFalse();
  }

  @Test
  void rollsPublishesAndSettlementsBack() {
    consumeFrom("q", false);
    peer.publish(1, "q", "x");
    peer.expect(1, BasicDeliver.class);
    peer.expectContent(1);
    selectTx();
    peer.publish(1, "q", "y");
    peer.send(1, new BasicAck(1, false));
    peer.send(1, new TxRollback());
    peer.expect(1, TxRollbackOk.class);
    assertThat(session.published).hasSize(1);
    assertThat(session.settled).isEmpty();

    peer.send(1, new BasicAck(1, false)); // unsettled again
    peer.send(1, new TxCommit());
    peer.expect(1, TxCommitOk.class);
    assertThat(session.settled).hasSize(1);
  }

  @Test
  void refusesAPublishOfATransactionWhenItIsMade() {
    selectTx();
    ByteBuf content = Peer.publish(1, "q", BasicProperties.EMPTY, "body".getBytes(), false);
    content.skipBytes(Peer.frame(1, new BasicPublish("", "q", false, false)).readableBytes());
    peer.transport.arrive(
        Peer.frame(1, new BasicPublish("nope", "q", false, false)).writeBytes(content));

    expectChannelClose(404, "NOT_FOUND - no exchange 'nope' in vhost '/'", 60, 40);
  }

  @Test
  void modesExcludeEachOther() {
    selectConfirms();
    peer.send(1, new TxSelect());

    expectChannelClose(406, "PRECONDITION_FAILED - cannot switch from confirm to tx mode", 90, 10);
  }

  @Test
  void commitsNothingWithoutATransaction() {
    peer.send(1, new TxCommit());

    expectChannelClose(406, "PRECONDITION_FAILED - channel is not transactional", 90, 20);
  }
}

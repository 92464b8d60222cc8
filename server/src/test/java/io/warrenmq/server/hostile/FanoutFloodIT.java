package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclare;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclareOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueBind;
import io.warrenmq.amqp091.method.QueueMethod.QueueBindOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.method.TxMethod.TxCommit;
import io.warrenmq.amqp091.method.TxMethod.TxCommitOk;
import io.warrenmq.amqp091.method.TxMethod.TxSelect;
import io.warrenmq.amqp091.method.TxMethod.TxSelectOk;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.core.session.ClientConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few bytes that make much work: each of them a message to thousands of queues. */
@Timeout(60)
class FanoutFloodIT extends HostileTest {
  private static final int QUEUES = 5000;
  private static final int PUBLISHES = 1000; // 43 KB, within what is read at once
  private static final int ROUNDS = 20; // A loop that is held for all of the flood sees one.

  /** All on one loop, so that whoever waits, waits for the publisher. */
  FanoutFloodIT() {
    super("warren.event_loops=1");
  }

  private static void fence(RawClient client) throws IOException {
    client.ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  /** With queues that keep nothing; they end with the client, and the exchange with them. */
  private RawClient withFanout(String name) throws IOException {
    RawClient client = ready();
    client.ask(
        1,
        new ExchangeDeclare(name, "fanout", false, false, true, false, false, FieldTable.EMPTY),
        ExchangeDeclareOk.class);
    FieldTable nothing = FieldTable.builder().put("x-max-length", 0).build();
    Frames frames = Frames.of();
    for (int i = 0; i < QUEUES; i++) {
      frames
          .method(1, new QueueDeclare(name + "-" + i, false, false, true, false, true, nothing))
          .method(1, new QueueBind(name + "-" + i, name, "", true, FieldTable.EMPTY));
    }
    client.send(frames);
    fence(client);
    return client;
  }

  @Test
  void othersAreServedWhileAFanoutIsFlooded() throws Exception {
    RawClient client = withFanout("wide");
    Frames publishes = Frames.of();
    for (int i = 0; i < PUBLISHES; i++) {
      publishes.publish(1, "wide", "", "x");
    }
    long before = canary().rounds();

    client.send(publishes);
    fence(client);

    long rounds = canary().rounds() - before;
    assertThat(rounds).isGreaterThan(ROUNDS);
    assertThat(canary().slowestMs()).isLessThan(1000);
  }

  @Test
  void othersAreServedWhileATransactionFloodsAFanout() throws Exception {
    RawClient client = withFanout("tx");
    beginTransaction(client, "tx");
    long before = canary().rounds();

    client.ask(1, new TxCommit(), TxCommitOk.class);

    long rounds = canary().rounds() - before;
    assertThat(rounds).isGreaterThan(ROUNDS);
    assertThat(canary().slowestMs()).isLessThan(1000);
  }

  private static void beginTransaction(RawClient client, String exchange) throws IOException {
    client.ask(1, new TxSelect(), TxSelectOk.class);
    Frames publishes = Frames.of();
    for (int i = 0; i < PUBLISHES; i++) {
      publishes.publish(1, exchange, "", "x");
    }
    client.send(publishes);
    fence(client);
  }

  @Test
  void aTransactionIsCommittedWholeThoughItsConnectionIsClosed() throws Exception {
    assumeTrue(isOurs(), "it takes another to close the connection in between");
    RawClient witness = withFanout("gone");
    witness.ask(
        1,
        new QueueDeclare("all", false, false, true, false, false, FieldTable.EMPTY),
        QueueDeclareOk.class);
    witness.ask(1, new QueueBind("all", "gone", "", false, FieldTable.EMPTY), QueueBindOk.class);
    Set<ClientConnection> others = Set.copyOf(core().connections().all());
    RawClient client = ready();
    beginTransaction(client, "gone");

    client.send(Frames.of().method(1, new TxCommit()));
    awaitMessages(witness, count -> count > 0);
    for (ClientConnection connection : core().connections().all()) {
      if (!others.contains(connection)) {
        ConnectionRequest request = connection.request();
        request.loop().execute(() -> request.handle().forceClose("enough"));
      }
    }

    client.await(ConnectionClose.class); // and no commit-ok before
    awaitMessages(witness, count -> count == PUBLISHES);
  }

  private static void awaitMessages(RawClient witness, LongPredicate enough) {
    QueueDeclare look = new QueueDeclare("all", true, false, false, false, false, FieldTable.EMPTY);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> enough.test(witness.ask(1, look, QueueDeclareOk.class).messageCount()));
  }
}

package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsumeOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicGet;
import io.warrenmq.amqp091.method.BasicMethod.BasicGetOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicNack;
import io.warrenmq.amqp091.method.BasicMethod.BasicPublish;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicRecover;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ConfirmMethod.ConfirmSelect;
import io.warrenmq.amqp091.method.ConfirmMethod.ConfirmSelectOk;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionCloseOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.wire.FieldTable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that ask for much and read nothing: what waits for them is bounded, whatever they ask
 * for.
 */
@Timeout(60)
class SlowReaderIT extends HostileTest {
  private static final int STALLED_MS = 500;
  private static final int WAITING_MB = 24; // for one client, pools and rounding included

  /** All on one loop: what a queue hands out there goes straight to the socket. */
  SlowReaderIT() {
    super("warren.event_loops=1");
  }

  /** Sends until all is sent, or the broker has taken nothing for a while. */
  private static void flood(RawClient client, Frames frames, int times) throws Exception {
    byte[] bytes = frames.bytes();
    AtomicInteger sent = new AtomicInteger();
    Thread sender =
        new Thread(
            () -> {
              try {
                while (sent.get() < times) {
                  client.send(bytes);
                  sent.incrementAndGet();
                }
              } catch (IOException closed) {
                // The test is over, or the broker had enough.
              }
            });
    sender.start();
    for (int before = -1; sender.isAlive() && sent.get() > before; ) {
      before = sent.get();
      sender.join(STALLED_MS);
    }
  }

  private void checkMemory(long directBefore, long heapBefore) throws Exception {
    canary().checkSinging();
    if (isOurs()) {
      // What waits for the client stays for as long as it does not read; what clients of other
      // tests have left in this process, and hold for a moment, does not.
      await()
          .untilAsserted(
              () -> {
                assertThat(Memory.direct() - directBefore).isLessThan(Memory.mb(WAITING_MB));
                assertThat(Memory.heap() - heapBefore).isLessThan(Memory.mb(WAITING_MB));
              });
    }
  }

  private static QueueDeclare exclusive(String name) {
    return new QueueDeclare(name, false, false, true, false, false, FieldTable.EMPTY);
  }

  private RawClient withMessages(String queue, int count, int bytes) throws IOException {
    RawClient client = narrowClient().open().channel(1);
    client.ask(1, exclusive(queue), QueueDeclareOk.class);
    byte[] body = new byte[bytes];
    for (int i = 0; i < count; i++) {
      client.send(Frames.of().publish(1, "", queue, BasicProperties.EMPTY, body));
    }
    client.ask(1, exclusive(queue), QueueDeclareOk.class);
    return client;
  }

  @Test
  void confirmsThatNobodyReads() throws Exception {
    long direct = Memory.direct();
    long heap = Memory.heap();
    RawClient client = narrowClient().open().channel(1);
    client.ask(1, new ConfirmSelect(false), ConfirmSelectOk.class);
    Frames publishes = Frames.of();
    for (int i = 0; i < 10_000; i++) {
      publishes.publish(1, "", "nowhere", "x");
    }

    flood(client, publishes, 50);

    checkMemory(direct, heap);
  }

  @Test
  void returnsThatNobodyReads() throws Exception {
    long direct = Memory.direct();
    long heap = Memory.heap();
    RawClient client = narrowClient().open().channel(1);
    Frames publishes = Frames.of();
    for (int i = 0; i < 1000; i++) {
      publishes
          .method(1, new BasicPublish("", "nowhere", true, false))
          .header(1, 1000)
          .body(1, new byte[1000]);
    }

    flood(client, publishes, 100);

    checkMemory(direct, heap);
  }

  @Test
  void deliveriesThatNobodyReads() throws Exception {
    RawClient client = withMessages("deliveries", 64, 1_000_000);
    long direct = Memory.direct();
    long heap = Memory.heap();

    client.send(
        Frames.of()
            .method(
                1,
                new BasicConsume("deliveries", "c", false, true, false, true, FieldTable.EMPTY)));

    checkMemory(direct, heap);
  }

  @Test
  void aMessageThatIsFetchedAndPutBackForEver() throws Exception {
    RawClient client = withMessages("again", 1, 1_000_000);
    long direct = Memory.direct();
    long heap = Memory.heap();
    Frames gets = Frames.of();
    for (int tag = 1; tag <= 1000; tag++) {
      gets.method(1, new BasicGet("again", false)).method(1, new BasicNack(tag, false, true));
    }

    client.send(gets);

    checkMemory(direct, heap);
  }

  /** What was held back goes on when there is room, however often that changes. */
  @Test
  void everyAnswerComesOnceItsClientReads() throws Exception {
    RawClient client = withMessages("late", 1, 100_000);
    Frames gets = Frames.of();
    for (int tag = 1; tag <= 500; tag++) {
      gets.method(1, new BasicGet("late", false)).method(1, new BasicNack(tag, false, true));
    }

    client.send(gets.method(1, new BasicQos(0, 1, false)));

    for (int i = 0; i < 500; i++) {
      client.expect(BasicGetOk.class);
    }
    client.expect(BasicQosOk.class);
  }

  @Test
  void messagesThatAreRecoveredForEver() throws Exception {
    RawClient client = withMessages("recovered", 20, 10_000);
    client.ask(
        1,
        new BasicConsume("recovered", "c", false, false, false, false, FieldTable.EMPTY),
        BasicConsumeOk.class);
    long direct = Memory.direct();
    long heap = Memory.heap();
    Frames recovers = Frames.of();
    for (int i = 0; i < 5000; i++) {
      recovers.method(1, new BasicRecover(true));
    }

    client.send(recovers);

    checkMemory(direct, heap);
  }

  @Test
  void answersThatNobodyReads() throws Exception {
    RawClient client = withMessages("asked", 0, 0);
    long direct = Memory.direct();
    long heap = Memory.heap();
    Frames asks = Frames.of();
    for (int i = 0; i < 10_000; i++) {
      asks.method(1, exclusive("asked"));
    }

    flood(client, asks, 100);

    checkMemory(direct, heap);
  }

  /** Nothing holds this client back: the broker must read on, to see the close-ok. */
  @Test
  void answersOnlyOneOfManyCloses() throws Exception {
    RawClient client = ready();
    client.send(Frames.of().method(1, new ChannelOpen())); // once too often
    Frames closes = Frames.of();
    for (int i = 0; i < 1000; i++) {
      closes.method(0, new ConnectionClose(200, "", 0, 0));
    }

    client.send(closes.method(0, new ConnectionCloseOk()));

    client.expect(ConnectionClose.class).expect(ConnectionCloseOk.class).expectEnd();
  }
}

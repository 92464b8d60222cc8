package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsumeOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicGet;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelClose;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelCloseOk;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpenOk;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueBind;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.method.TxMethod.TxSelect;
import io.warrenmq.amqp091.method.TxMethod.TxSelectOk;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.core.vhost.Vhost;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of whatever a client can have, and then its connection is cut: all is released. */
@Timeout(180)
class ManyThingsIT extends HostileTest {
  private static final int MANY = 10_000;
  private static final long SLOW_MS = 5000; // on a machine that does other things too

  private static void fence(RawClient client, int channel) throws IOException {
    client.ask(channel, new BasicQos(0, 0, false), BasicQosOk.class);
  }

  private static QueueDeclare queue(String name, boolean noWait) {
    return new QueueDeclare(name, false, false, true, false, noWait, FieldTable.EMPTY);
  }

  private Vhost vhost() {
    return Objects.requireNonNull(core().vhosts().find("/"));
  }

  /** The client is gone, and with it all that it had: no more than before. */
  private void checkReleased(RawClient client, long heapBefore) throws Exception {
    client.reset();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                core().connections().count() == 2
                    && vhost().queues().size() == 1
                    && vhost().replyQueues().isEmpty()
                    && vhost().exchanges().keySet().stream()
                        .allMatch(name -> name.isEmpty() || name.startsWith("amq.")));
    canary().checkSinging();
    assertThat(canary().slowestMs()).isLessThan(SLOW_MS);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(Memory.heap() - heapBefore).isLessThan(Memory.mb(12)));
  }

  @Test
  void releasesQueuesExchangesAndBindings() throws Exception {
    long heap = Memory.heap();
    RawClient client = ready();
    for (int i = 0; i < MANY; i++) {
      String name = "many-" + i;
      client.send(
          Frames.of()
              .method(1, queue(name, true))
              .method(
                  1,
                  new ExchangeDeclare(
                      name, "topic", false, false, true, false, true, FieldTable.EMPTY))
              .method(1, new QueueBind(name, name, name + ".*.#", true, FieldTable.EMPTY))
              .method(1, new QueueBind(name, "amq.topic", name + ".#", true, FieldTable.EMPTY)));
    }
    fence(client, 1);
    assertThat(vhost().queues()).hasSize(MANY + 1);

    checkReleased(client, heap);
  }

  @Test
  void releasesConsumersOfOneChannel() throws Exception {
    long heap = Memory.heap();
    RawClient client = ready();
    client.ask(1, queue("crowded", false), QueueDeclareOk.class);
    Frames frames = Frames.of();
    for (int i = 0; i < MANY; i++) {
      frames.method(
          1, new BasicConsume("crowded", "c" + i, false, false, false, true, FieldTable.EMPTY));
    }
    for (int i = 0; i < MANY; i++) {
      frames.publish(1, "", "crowded", "x");
    }

    client.send(frames.method(1, new BasicQos(0, 7, false)));
    client.skipTo(BasicQosOk.class);

    checkReleased(client, heap);
  }

  @Test
  void releasesChannelsAndTheirReplyAddresses() throws Exception {
    long heap = Memory.heap();
    RawClient client = client().open();
    for (int channel = 1; channel <= 2047; channel++) {
      client.send(
          Frames.of()
              .method(channel, new ChannelOpen())
              .method(
                  channel,
                  new BasicConsume(
                      "amq.rabbitmq.reply-to", "r", false, true, false, true, FieldTable.EMPTY)));
    }
    for (int channel = 1; channel <= 2047; channel++) {
      client.expect(ChannelOpenOk.class);
    }
    fence(client, 2047);
    assertThat(vhost().replyQueues()).hasSize(2047);

    client.send(Frames.of().method(2048, new ChannelOpen()));

    client.expectClose(
        530,
        "NOT_ALLOWED - number of channels opened (2047) has reached the negotiated channel_max"
            + " (2047)");
    checkReleased(client, heap);
  }

  @Test
  void releasesWhatWasDeliveredAndNeverSettled() throws Exception {
    long heap = Memory.heap();
    RawClient client = ready();
    client.ask(1, queue("unsettled", false), QueueDeclareOk.class);
    Frames frames = Frames.of();
    for (int i = 0; i < MANY; i++) {
      frames.publish(1, "", "unsettled", "x").method(1, new BasicGet("unsettled", false));
    }
    Thread sending = new Thread(() -> client.trySend(frames.method(1, new BasicQos(0, 7, false))));
    sending.start();

    client.skipTo(BasicQosOk.class); // Reading at the same time, or the broker reads no more.

    checkReleased(client, heap);
  }

  @Test
  void releasesTransactionsThatAreNeverCommitted() throws Exception {
    long heap = Memory.heap();
    RawClient client = ready();
    client.ask(1, new TxSelect(), TxSelectOk.class);

    publishMany(client);
    fence(client, 1);

    checkReleased(client, heap);
  }

  /**
   * Apart from its test: a local of that, the twelve megabytes that are sent would still be in the
   * heap when it is measured, as long as the test is interpreted.
   */
  private static void publishMany(RawClient client) throws IOException {
    Frames frames = Frames.of();
    for (int i = 0; i < MANY; i++) {
      frames.publish(1, "", "nowhere", "x".repeat(1000));
    }
    client.send(frames);
  }

  @Test
  void opensAndClosesChannelsForEver() throws Exception {
    long heap = Memory.heap();
    RawClient client = client().open();
    Frames frames = Frames.of();
    for (int i = 0; i < MANY; i++) {
      frames.method(1, new ChannelOpen()).method(1, new ChannelClose(200, "", 0, 0));
    }
    client.send(frames);
    for (int i = 0; i < MANY; i++) {
      client.expect(ChannelOpenOk.class);
      client.expect(ChannelCloseOk.class);
    }

    checkReleased(client, heap);
  }

  @Test
  void refusesATagThatIsTaken() throws Exception {
    RawClient client = ready();
    client.ask(1, queue("tagged", false), QueueDeclareOk.class);
    BasicConsume consume =
        new BasicConsume("tagged", "c", false, false, false, false, FieldTable.EMPTY);
    client.ask(1, consume, BasicConsumeOk.class);

    client.send(Frames.of().method(1, consume));

    client.expectClose(530, "NOT_ALLOWED - attempt to reuse consumer tag 'c'");
  }
}

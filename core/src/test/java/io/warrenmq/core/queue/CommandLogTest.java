package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a log is told is enough to make the queue anew, as after a crash. */
class CommandLogTest {
  private final QueueWorld world = new QueueWorld(2, 1);
  private final KeepingLog log = new KeepingLog();
  private final TestSession session = world.session(1);

  /** Keeps what a log on disk would have kept, by the messages' numbers. */
  private static final class KeepingLog implements CommandLog {
    private record Kept(Message message, long expiresAtMs, int returnCount) {}

    private final TreeMap<Long, Kept> kept = new TreeMap<>();

    @Override
    public void enqueue(Queue queue, Entry entry) {
      long seq = queue.nextSeq();
      kept.put(seq, new Kept(entry.message(), entry.expiresAtMs(), 0));
      ConfirmTarget target = entry.takeConfirmTarget();
      long publishId = entry.publishId();
      queue.applyEnqueue(entry);
      if (target != null) {
        queue.confirm(target, publishId, true);
      }
    }

    @Override
    public void remove(Queue queue, Entry entry, boolean consumed) {
      assertThat(kept.remove(entry.seq())).isNotNull();
    }

    @Override
    public void giveBack(Queue queue, Entry entry, long formerSeq) {
      Kept before = kept.remove(formerSeq);
      kept.put(entry.seq(), new Kept(before.message, before.expiresAtMs, entry.returnCount()));
    }

    @Override
    public void giveBackChanged(Queue queue, Entry entry, long formerSeq) {
      kept.remove(formerSeq);
      kept.put(entry.seq(), new Kept(entry.message(), entry.expiresAtMs(), entry.returnCount()));
    }

    @Override
    public void delete(Queue queue) {
      kept.clear();
    }

    void restoreInto(Queue queue) {
      kept.forEach(
          (seq, it) ->
              queue.restore(
                  it.message, seq, it.expiresAtMs, it.returnCount, it.returnCount > 0, 1));
    }
  }

  private Queue queue(QueueOptions options) {
    QueueServices of = world.services.get(0);
    QueueServices logged =
        new QueueServices(
            of.home(),
            of.mailboxes(),
            log,
            of.confirms(),
            of.memory(),
            of.segments(),
            of.paging(),
            of.deadLetters(),
            of.lifecycle(),
            of.metrics());
    return queue(options, 0, logged);
  }

  private Queue queue(QueueOptions options, long id, QueueServices services) {
    return new Queue("/", world.queue(options).declaration(), options, null, id, services);
  }

  private Queue restored(QueueOptions options) {
    Queue fresh = queue(options, 1, world.services.get(0));
    world.loops.run(fresh.home(), () -> log.restoreInto(fresh));
    world.loops.run(fresh.home(), () -> fresh.open(fresh.home()));
    return fresh;
  }

  private static Message[] messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> TestMessages.sized(10)).toArray(Message[]::new);
  }

  @Test
  void keepsWhatIsNotSettled() {
    Queue queue = queue(QueueOptions.CLASSIC);
    Message[] published = messages(4);
    session.publish(queue, published);
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 3));

    session.settle(consumer.deliveries.get(1), SettleOutcome.COMPLETE);

    assertThat(session.consume(restored(QueueOptions.CLASSIC), TestSession.AUTO).messages())
        .containsExactly(published[0], published[2], published[3]);
  }

  @Test
  void isToldOfAMessageBeforeItsRemoval() {
    Queue queue = queue(QueueOptions.CLASSIC);
    session.consume(queue, TestSession.AUTO);

    session.publish(queue, messages(3)); // The log itself fails on a removal that it cannot place.

    assertThat(log.kept).isEmpty();
  }

  @Test
  void keepsHowOftenAMessageCameBack() {
    QueueOptions options = Options.classic().deliveryLimit(1).deadLetters("dlx", null).build();
    Queue queue = queue(options);
    session.publish(queue, messages(1));
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));
    session.settle(consumer.deliveries.get(0), SettleOutcome.REQUEUE);

    Queue fresh = restored(options);
    TestConsumer second = session.consume(fresh, TestSession.spec(false, 1));

    assertThat(second.deliveries.get(0).deliveryCount()).isEqualTo(1);
    assertThat(second.deliveries.get(0).isRedelivered()).isTrue();
    session.settle(second.deliveries.get(0), SettleOutcome.REQUEUE);
    assertThat(world.dead).hasSize(1);
  }

  @Test
  void knowsAMessageByItsNewNumberWhenItWentToTheBack() {
    QueueOptions options = Options.classic().quorum().build();
    Queue queue = queue(options);
    Message[] published = messages(3);
    session.publish(queue, published);
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));

    session.settle(consumer.deliveries.get(0), SettleOutcome.REQUEUE);

    List<Message> order = session.consume(restored(options), TestSession.AUTO).messages();
    assertThat(order).containsExactly(published[1], published[2], published[0]);
  }

  @Test
  void aMessageThatNobodyHasLookedAtKeepsItsPlaceWithoutALimit() {
    QueueOptions options = Options.classic().quorum().build();
    Queue queue = queue(options);
    Message[] published = messages(3);
    session.publish(queue, published);
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));

    session.settle(consumer.deliveries.get(0), SettleOutcome.RELEASE);

    List<Message> order = session.consume(restored(options), TestSession.AUTO).messages();
    assertThat(order).containsExactly(published);
  }

  @Test
  void keepsWhatAConsumerHasAdded() {
    for (QueueOptions options : List.of(QueueOptions.CLASSIC, Options.classic().quorum().build())) {
      log.kept.clear();
      Queue queue = queue(options);
      session.publish(queue, messages(2));
      TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));
      session.modify(consumer.deliveries.get(0), SettleOutcome.REQUEUE, Map.of("x-opt-why", "a"));

      List<Delivery> restored =
          session.consume(restored(options), TestSession.MANUAL).deliveries.stream()
              .sorted(Comparator.comparing(Delivery::isRedelivered))
              .toList();
      assertThat(restored.get(0).message().annotations().isEmpty()).isTrue();
      assertThat(restored.get(1).message().annotations().values())
          .isEqualTo(Map.of("x-opt-why", "a"));
      assertThat(restored).hasSize(2);
    }
  }

  @Test
  void keepsNothingOfAQueueThatWasDeleted() {
    Queue queue = queue(QueueOptions.CLASSIC);
    session.publish(queue, messages(5));
    session.consume(queue, TestSession.spec(false, 2));

    world.ask(world.loops.metadata(), () -> queue.delete(world.loops.metadata(), false, false));

    assertThat(log.kept).isEmpty();
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void keepsTheDeadlineThatWasDecidedWhenTheMessageCame() {
    QueueOptions options = Options.classic().messageTtl(1000).build();
    session.publish(queue(options), messages(1));

    world.loops.advance(600);
    Queue fresh = restored(options);

    assertThat(world.ready(fresh)).isEqualTo(1);
    world.loops.advance(500);
    assertThat(world.heldBytes()).isZero(); // By the timers of both.
  }
}

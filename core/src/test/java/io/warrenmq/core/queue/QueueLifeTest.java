package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.QueueStatus;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting, purging, expiring and deleting queues, and what publishers are told. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class QueueLifeTest {
  private final QueueWorld world;
  private final TestSession session;
  private final TestSession other;
  private final Loop metadata;

  QueueLifeTest(int loops) {
    world = new QueueWorld(loops, 9);
    session = world.session(loops - 1);
    other = world.session(loops / 2);
    metadata = world.loops.metadata();
  }

  private static Message[] messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> TestMessages.sized(10)).toArray(Message[]::new);
  }

  private long delete(Queue queue, boolean ifUnused, boolean ifEmpty) {
    return world.ask(metadata, () -> queue.delete(metadata, ifUnused, ifEmpty));
  }

  // ---- counts ----

  @Test
  void countsWhatTheAskerPublishedJustBefore() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    List<QueueStatus> answers = new ArrayList<>();

    // Asked for by way of the metadata loop, as a passive declaration is.
    world.loops.run(
        session.loop(),
        () -> {
          for (Message message : messages(5)) {
            session.publishNow(queue, message);
          }
          world.mailboxes.run(
              session.loop(), metadata, () -> queue.status(metadata).onSuccess(answers::add));
        });

    assertThat(answers).containsExactly(new QueueStatus(queue.declaration(), 5, 0, false));
  }

  @Test
  void doesNotCountWhatItsConsumersTake() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.consume(queue, TestSession.spec(false, 2));
    session.publish(queue, messages(5));

    QueueStatus status = world.ask(metadata, () -> queue.status(metadata));

    assertThat(status).isEqualTo(new QueueStatus(queue.declaration(), 3, 1, false));
  }

  @Test
  void purgesWhatIsReadyAndNotWhatIsOut() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 2));
    session.publish(queue, messages(5));

    long purged = world.ask(session.loop(), () -> queue.purge(session.loop()));

    assertThat(purged).isEqualTo(3);
    assertThat(world.ready(queue)).isZero();
    session.settleAll(consumer, COMPLETE);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void doesNotDeadLetterWhatIsPurgedOrDeleted() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    session.publish(queue, messages(2));
    world.<Long>ask(metadata, () -> queue.purge(metadata));
    session.publish(queue, messages(2));

    delete(queue, false, false);

    assertThat(world.dead).isEmpty();
  }

  // ---- deleting ----

  @Test
  void tellsHowManyWereReadyWhenDeleted() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, messages(3));
    assertThat(session.get(queue, false)).isNotNull();

    assertThat(delete(queue, false, false)).isEqualTo(2);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void refusesToDeleteAQueueInUse() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);

    assertThatThrownBy(() -> delete(queue, true, false))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.kind()).isEqualTo(ErrorKind.PRECONDITION_FAILED))
        .hasMessage("queue 'q' in vhost '/' in use");

    session.cancel(consumer);
    assertThat(delete(queue, true, false)).isZero();
  }

  @Test
  void refusesToDeleteAQueueThatIsNotEmpty() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, messages(1));

    assertThatThrownBy(() -> delete(queue, false, true))
        .hasMessage("queue 'q' in vhost '/' not empty");

    session.get(queue, true);
    assertThat(delete(queue, false, true)).isZero();
  }

  @Test
  void cancelsTheConsumersOfADeletedQueue() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer one = session.consume(queue, TestSession.MANUAL);
    TestConsumer two = other.consume(queue, TestSession.AUTO);

    delete(queue, false, false);

    assertThat(one.cancelled).isTrue();
    assertThat(two.cancelled).isTrue();
    assertThat(session.consumers).isEmpty();
  }

  @Test
  void takesSettlementsOfADeletedQueueInSilence() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(2));
    delete(queue, false, false);
    assertThat(world.heldBytes()).isZero();

    session.settle(consumer.deliveries.get(0), REQUEUE);
    session.settle(consumer.deliveries.get(1), COMPLETE);

    assertThat(world.heldBytes()).isZero();
    assertThat(world.dead).isEmpty();
  }

  @Test
  void confirmsAPublishThatReachesADeletedQueue() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    delete(queue, false, false);

    session.publish(queue, messages(2));

    assertThat(session.confirms.values()).containsExactly(true, true);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void isNotFoundOnceDeleted() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    delete(queue, false, false);

    assertThatThrownBy(() -> world.ready(queue)).hasMessage("no queue 'q' in vhost '/'");
    assertThatThrownBy(() -> session.get(queue, true)).hasMessage("no queue 'q' in vhost '/'");
    assertThatThrownBy(() -> session.consume(queue, TestSession.MANUAL))
        .hasMessage("no queue 'q' in vhost '/'");
    assertThatThrownBy(() -> delete(queue, false, false)).hasMessage("no queue 'q' in vhost '/'");
  }

  @Test
  void leavesNoTimerBehindWhenDeleted() {
    Queue queue = world.queue(Options.classic().messageTtl(1000).expires(5000).build());
    world.loops.run(metadata, () -> queue.open(metadata));
    session.publish(queue, messages(1));
    assertThat(world.loops.pendingTimers()).isEqualTo(2);

    delete(queue, false, false);

    assertThat(world.loops.pendingTimers()).isZero();
  }

  // ---- auto-delete and expiry ----

  @Test
  void saysThatItsLastConsumerHasGone() {
    Queue queue = world.queue(QueueOptions.CLASSIC, true);
    TestConsumer one = session.consume(queue, TestSession.MANUAL);
    other.consume(queue, TestSession.MANUAL);

    session.cancel(one);
    assertThat(world.unused).isEmpty();

    other.close();
    assertThat(world.unused).containsExactly(queue);
  }

  @Test
  void endsWithItsLastConsumer() {
    Queue queue = world.queue(QueueOptions.CLASSIC, true);
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));
    other.publish(queue, messages(3));
    List<Boolean> answers = new ArrayList<>();

    world.loops.run(
        session.loop(),
        () -> consumer.handle().cancel().onSuccess(done -> answers.add(world.isForgotten())));

    assertThatThrownBy(() -> world.ready(queue)).hasMessage("no queue 'q' in vhost '/'");
    assertThatThrownBy(() -> other.consume(queue, TestSession.MANUAL))
        .hasMessage("no queue 'q' in vhost '/'");
    assertThat(world.heldBytes()).isZero();
    session.settleAll(consumer, REQUEUE); // Nothing is there to take it.
    assertThat(world.heldBytes()).isZero();
    assertThat(answers).isEmpty();
    world.forget(queue);
    assertThat(answers).containsExactly(true);
  }

  @Test
  void doesNotEndWithAConsumerThatItRefused() {
    Queue queue = world.queue(Options.classic().singleActive().build(), true);
    Consumer consumer =
        new Consumer(queue, TestSession.exclusive(), session, new TestConsumer(), world.mailboxes);
    assertThatThrownBy(
            () -> world.ask(session.loop(), () -> queue.addConsumer(consumer, session.loop())))
        .isInstanceOf(BrokerException.class);

    world.loops.run(session.loop(), consumer::close);

    assertThat(world.unused).isEmpty();
    assertThat(world.ready(queue)).isZero();
  }

  @Test
  void expiresWhenNobodyUsesIt() {
    Queue queue = world.queue(Options.classic().expires(1000).build());
    world.loops.run(metadata, () -> queue.open(metadata));

    world.loops.advance(999);
    assertThat(world.expired).isEmpty();

    world.loops.advance(1);
    assertThat(world.expired).containsExactly(queue);
  }

  @Test
  void doesNotExpireWhileItHasAConsumer() {
    Queue queue = world.queue(Options.classic().expires(1000).build());
    world.loops.run(metadata, () -> queue.open(metadata));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);

    world.loops.advance(5500);
    assertThat(world.expired).isEmpty();

    session.cancel(consumer);
    world.loops.advance(999);
    assertThat(world.expired).isEmpty();
    world.loops.advance(1);
    assertThat(world.expired).containsExactly(queue);
  }

  @Test
  void beginsItsTimeAnewAtAGetAndARedeclaration() {
    Queue queue = world.queue(Options.classic().expires(1000).build());
    world.loops.run(metadata, () -> queue.open(metadata));

    world.loops.advance(900);
    session.get(queue, true);
    world.loops.advance(900);
    world.loops.run(metadata, () -> queue.touch(metadata));
    world.loops.advance(900);
    assertThat(world.expired).isEmpty();

    world.loops.advance(100);
    assertThat(world.expired).containsExactly(queue);
  }

  @Test
  void staysWhenItWasUsedBetweenItsExpiryAndItsDeletion() {
    Queue queue = world.queue(Options.classic().expires(1000).build());
    world.loops.run(metadata, () -> queue.open(metadata));
    world.loops.advance(1000);
    world.loops.run(metadata, () -> queue.touch(metadata));

    assertThatThrownBy(() -> world.ask(metadata, () -> queue.deleteIfExpired(metadata)))
        .isInstanceOf(BrokerException.class);

    assertThat(world.ready(queue)).isZero(); // It answers: it is there.
    world.expired.clear();
    world.loops.advance(1000);
    assertThat(world.expired).containsExactly(queue);
    assertThat(world.ask(metadata, () -> queue.deleteIfExpired(metadata))).isZero();
  }

  @Test
  void doesNotTakeAPublishForAUse() {
    Queue queue = world.queue(Options.classic().expires(1000).build());
    world.loops.run(metadata, () -> queue.open(metadata));

    world.loops.advance(900);
    session.publish(queue, messages(1));
    world.loops.advance(100);

    assertThat(world.expired).containsExactly(queue);
  }

  // ---- confirms ----

  @Test
  void confirmsEachPublishOnceInOrder() {
    Queue queue = world.queue(QueueOptions.CLASSIC);

    session.publish(queue, messages(500));

    assertThat(session.confirms.keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 500).mapToObj(i -> (long) i).toList());
    assertThat(session.confirms).doesNotContainValue(false);
  }

  @Test
  void confirmsEachPublisherItsOwn() {
    Queue queue = world.queue(QueueOptions.CLASSIC);

    session.publish(queue, messages(3));
    other.publish(queue, messages(2));

    assertThat(session.confirms).hasSize(3);
    assertThat(other.confirms).hasSize(2);
  }
}

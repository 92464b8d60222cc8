package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.RELEASE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Publishing, consuming and settling; all on one loop, and with session and queue on different
 * ones.
 */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class QueueDeliveryTest {
  private final QueueWorld world;
  private final TestSession session;
  private final TestSession other;

  QueueDeliveryTest(int loops) {
    world = new QueueWorld(loops, 11);
    session = world.session(loops - 1);
    other = world.session(loops / 2);
  }

  private static Message[] messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> TestMessages.sized(10)).toArray(Message[]::new);
  }

  private static List<Message> slice(Message[] messages, int from, int to) {
    return Arrays.asList(messages).subList(from, to);
  }

  @Test
  void deliversInTheOrderOfPublishing() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.AUTO);
    Message[] published = messages(20);

    session.publish(queue, published);

    assertThat(consumer.messages()).containsExactly(published);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void deliversWhatWasThereBeforeTheConsumer() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    Message[] published = messages(3);
    other.publish(queue, published);

    assertThat(session.consume(queue, TestSession.AUTO).messages()).containsExactly(published);
  }

  @Test
  void deliversALongBacklogInManyRuns() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    Message[] published = messages(5000);
    session.publish(queue, published);

    assertThat(session.consume(queue, TestSession.AUTO).messages()).containsExactly(published);
  }

  @Test
  void holdsAnUnsettledMessageInMemoryUntilItIsSettled() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(1));
    assertThat(world.heldBytes()).isPositive();

    session.settleAll(consumer, COMPLETE);

    assertThat(world.heldBytes()).isZero();
    assertThat(world.ready(queue)).isZero();
  }

  @Test
  void deliversNoMoreThanThePrefetchUnsettled() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 2));
    Message[] published = messages(5);
    session.publish(queue, published);
    assertThat(consumer.messages()).containsExactlyElementsOf(slice(published, 0, 2));

    session.settle(consumer.deliveries.get(1), COMPLETE);

    assertThat(consumer.messages()).containsExactlyElementsOf(slice(published, 0, 3));
    assertThat(world.ready(queue)).isEqualTo(2);
  }

  @Test
  void ignoresThePrefetchOfAConsumerThatSettlesNothing() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.spec(true, 2));

    session.publish(queue, messages(5));

    assertThat(consumer.deliveries).hasSize(5);
  }

  @Test
  void sharesTheSessionsLimitBetweenItsConsumers() {
    Queue first = world.queue(QueueOptions.CLASSIC);
    Queue second = world.queue(QueueOptions.CLASSIC);
    session.limit(3);
    TestConsumer one = session.consume(first, TestSession.MANUAL);
    TestConsumer two = session.consume(second, TestSession.MANUAL);

    session.publish(first, messages(2));
    session.publish(second, messages(4));
    assertThat(one.deliveries).hasSize(2);
    assertThat(two.deliveries).hasSize(1);

    session.settle(one.deliveries.get(0), COMPLETE);
    assertThat(two.deliveries).hasSize(2);
  }

  @Test
  void deliversMoreOnceTheSessionsLimitIsRaised() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.limit(1);
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(5));
    assertThat(consumer.deliveries).hasSize(1);

    session.limit(3);
    assertThat(consumer.deliveries).hasSize(3);

    session.limit(0);
    assertThat(consumer.deliveries).hasSize(5);
  }

  @Test
  void doesNotTakeFromTheSessionsLimitWhatIsSettledAtOnce() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.limit(1);
    TestConsumer consumer = session.consume(queue, TestSession.AUTO);

    session.publish(queue, messages(5));

    assertThat(consumer.deliveries).hasSize(5);
  }

  @Test
  void redeliversAtTheOldPlaceAndSaysSo() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 3));
    Message[] published = messages(5);
    session.publish(queue, published);

    session.settleAll(consumer, REQUEUE);

    assertThat(consumer.messages().subList(3, 6)).containsExactlyElementsOf(slice(published, 0, 3));
    assertThat(consumer.deliveries.subList(3, 6)).allMatch(Delivery::isRedelivered);
  }

  @Test
  void putsReturnedMessagesInOrderHoweverTheyComeBack() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    Message[] published = messages(6);
    session.publish(queue, published);
    session.cancel(consumer);

    for (int i : new int[] {3, 0, 5, 1, 4, 2}) {
      session.settle(consumer.deliveries.get(i), i % 2 == 0 ? REQUEUE : RELEASE);
    }

    assertThat(session.consume(queue, TestSession.AUTO).messages()).containsExactly(published);
  }

  @Test
  void givesBackWhatAClosedSessionHadNotSettled() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.consume(queue, TestSession.MANUAL);
    Message[] published = messages(4);
    session.publish(queue, published);

    session.close();

    assertThat(world.ready(queue)).isEqualTo(4);
    assertThat(other.consume(queue, TestSession.AUTO).messages()).containsExactly(published);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void doesNotCountAsAnAttemptWhatReachedAClosedSession() {
    Queue queue = world.queue(Options.classic().deliveryLimit(5).build());
    TestConsumer gone = session.consume(queue, TestSession.MANUAL);
    // The delivery is under way while the session closes, so far as they are on different loops.
    world.loops.turn(queue.home(), () -> new Entry(queue, messages(1)[0], null, 0).arrive());
    world.loops.run(session.loop(), session::closeNow);

    TestConsumer next = other.consume(queue, TestSession.MANUAL);

    assertThat(next.deliveries).hasSize(1);
    assertThat(next.deliveries.get(0).deliveryCount()).isEqualTo(gone.deliveries.size());
  }

  @Test
  void keepsUnsettledMessagesOfACancelledConsumerSettleable() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, messages(2));

    session.cancel(consumer);
    session.publish(queue, messages(1));
    assertThat(consumer.deliveries).hasSize(2);
    session.settleAll(consumer, COMPLETE);

    assertThat(world.ready(queue)).isEqualTo(1);
  }

  @Test
  void stopsAtASocketThatTakesNoMoreAndGoesOnWhenItDoes() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.AUTO);
    session.setWritable(false);
    session.publish(queue, messages(3));
    assertThat(consumer.deliveries).isEmpty();

    session.setWritable(true);

    assertThat(consumer.deliveries).hasSize(3);
  }

  @Test
  void deliversPastAConsumerWhoseSocketIsFull() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer full = session.consume(queue, TestSession.AUTO);
    TestConsumer free = other.consume(queue, TestSession.AUTO);
    session.setWritable(false);

    session.publish(queue, messages(6));

    assertThat(full.deliveries).isEmpty();
    assertThat(free.deliveries).hasSize(6);
  }

  @Test
  void servesConsumersInTurns() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer one = session.consume(queue, TestSession.AUTO);
    TestConsumer two = other.consume(queue, TestSession.AUTO);

    session.publish(queue, messages(10));

    assertThat(one.deliveries).hasSize(5);
    assertThat(two.deliveries).hasSize(5);
  }

  @Test
  void servesAHigherPriorityUntilItIsFull() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer low = session.consume(queue, TestSession.prioritised(0, 10));
    TestConsumer high = other.consume(queue, TestSession.prioritised(5, 2));

    session.publish(queue, messages(3));
    assertThat(high.deliveries).hasSize(2);
    assertThat(low.deliveries).hasSize(1);

    other.settle(high.deliveries.get(0), COMPLETE);
    session.publish(queue, messages(1));
    assertThat(high.deliveries).hasSize(3);
  }

  @Test
  void deliversByPriorityAndThenByAge() {
    Queue queue = world.queue(Options.classic().priorities(5, 0).build());
    Message low = TestMessages.urgent(-1);
    Message mid = TestMessages.urgent(2);
    Message midToo = TestMessages.urgent(2);
    Message beyond = TestMessages.urgent(200);
    session.publish(queue, low, mid, midToo, beyond);

    assertThat(session.consume(queue, TestSession.AUTO).messages())
        .containsExactly(beyond, mid, midToo, low);
  }

  @Test
  void getTakesTheNextAndTellsHowManyRemain() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    Message[] published = messages(2);
    session.publish(queue, published);

    GetResult first = session.get(queue, false);
    GetResult second = session.get(queue, true);

    assertThat(first).isNotNull();
    assertThat(second).isNotNull();
    assertThat(first.delivery().message()).isSameAs(published[0]);
    assertThat(first.readyCount()).isEqualTo(1);
    assertThat(second.readyCount()).isZero();
    assertThat(session.get(queue, true)).isNull();
    session.settle(first.delivery(), REQUEUE);
    GetResult again = session.get(queue, true);
    assertThat(again).isNotNull();
    assertThat(again.delivery().message()).isSameAs(published[0]);
    assertThat(again.delivery().isRedelivered()).isTrue();
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void letsAnExclusiveConsumerAlone() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer only = session.consume(queue, TestSession.exclusive());

    assertThatThrownBy(() -> other.consume(queue, TestSession.MANUAL))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.EXCLUSIVE_USE))
        .hasMessage("queue 'q' in vhost '/' in exclusive use");

    session.cancel(only);
    other.consume(queue, TestSession.MANUAL);
  }

  @Test
  void refusesAnExclusiveConsumerOfASingleActiveQueue() {
    Queue queue = world.queue(Options.classic().singleActive().build());

    assertThatThrownBy(() -> session.consume(queue, TestSession.exclusive()))
        .hasMessageContaining("in exclusive use");
  }

  @Test
  void refusesAGetOfASingleActiveQuorumQueue() {
    Queue queue = world.queue(Options.classic().quorum().singleActive().build());

    assertThatThrownBy(() -> session.get(queue, true))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.RESOURCE_LOCKED));
  }

  @Test
  void refusesAnExclusiveConsumerBesideAnother() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.consume(queue, TestSession.MANUAL);

    assertThatThrownBy(() -> other.consume(queue, TestSession.exclusive()))
        .hasMessageContaining("in exclusive use");
  }

  @Test
  void servesOneConsumerOfASingleActiveQueueUntilItGoes() {
    Queue queue = world.queue(Options.classic().singleActive().build());
    TestConsumer first = session.consume(queue, TestSession.spec(false, 1));
    TestConsumer second = other.consume(queue, TestSession.AUTO);
    assertThat(first.active).containsExactly(true);
    assertThat(second.active).isEmpty();

    session.publish(queue, messages(3));
    assertThat(first.deliveries).hasSize(1);
    assertThat(second.deliveries).isEmpty();

    session.close();
    assertThat(second.active).containsExactly(true);
    assertThat(second.deliveries).hasSize(3);
  }

  @Test
  void keepsTheActiveConsumerOfAClassicQueueWhateverPriorityComes() {
    Queue queue = world.queue(Options.classic().singleActive().build());
    TestConsumer low = session.consume(queue, TestSession.prioritised(0, 0));
    TestConsumer high = other.consume(queue, TestSession.prioritised(1, 0));

    session.publish(queue, messages(2));

    assertThat(low.active).containsExactly(true);
    assertThat(low.deliveries).hasSize(2);
    assertThat(high.active).isEmpty();

    session.cancel(low);
    assertThat(high.active).containsExactly(true);
  }

  @Test
  void letsTheActiveConsumerOfAQuorumQueueSettleBeforeAHigherPriorityTakesOver() {
    Queue queue = world.queue(Options.classic().quorum().singleActive().build());
    TestConsumer low = session.consume(queue, TestSession.prioritised(0, 2));
    session.publish(queue, messages(5));
    TestConsumer high = other.consume(queue, TestSession.prioritised(1, 2));
    TestConsumer highest = other.consume(queue, TestSession.prioritised(2, 2));

    session.settle(low.deliveries.get(0), COMPLETE);
    assertThat(low.deliveries).hasSize(2);
    assertThat(highest.deliveries).isEmpty();
    assertThat(low.active).containsExactly(true);

    session.settle(low.deliveries.get(1), REQUEUE);
    assertThat(low.deliveries).hasSize(2);
    assertThat(low.active).containsExactly(true, false);
    assertThat(high.active).isEmpty();
    assertThat(highest.active).containsExactly(true);
    assertThat(highest.deliveries).hasSize(2);
  }

  @Test
  void letsTheActiveConsumerSettleEvenIfTheHigherPriorityGoesAgain() {
    Queue queue = world.queue(Options.classic().quorum().singleActive().build());
    TestConsumer low = session.consume(queue, TestSession.prioritised(0, 2));
    session.publish(queue, messages(5));
    TestConsumer high = other.consume(queue, TestSession.prioritised(1, 2));
    other.cancel(high);

    session.settle(low.deliveries.get(0), COMPLETE);
    assertThat(low.deliveries).hasSize(2);

    session.settle(low.deliveries.get(1), COMPLETE);
    assertThat(low.deliveries).hasSize(4);
    assertThat(low.active).containsExactly(true);
  }

  @Test
  void turnsToTheHigherPriorityAtOnceWhenTheConsumerThatSettlesGoes() {
    Queue queue = world.queue(Options.classic().quorum().singleActive().build());
    TestConsumer low = session.consume(queue, TestSession.prioritised(0, 1));
    session.publish(queue, messages(2));
    TestConsumer high = other.consume(queue, TestSession.prioritised(1, 1));

    session.cancel(low);

    assertThat(high.active).containsExactly(true);
    assertThat(high.deliveries).hasSize(1);
  }

  @Test
  void handsASingleActiveQuorumQueueToAHigherPriority() {
    Queue queue = world.queue(Options.classic().quorum().singleActive().build());
    TestConsumer low = session.consume(queue, TestSession.prioritised(0, 0));
    TestConsumer high = other.consume(queue, TestSession.prioritised(1, 0));

    session.publish(queue, messages(2));

    assertThat(low.active).containsExactly(true, false);
    assertThat(high.active).containsExactly(true);
    assertThat(low.deliveries).isEmpty();
    assertThat(high.deliveries).hasSize(2);
  }

  @Test
  void deliversAsManyAsCreditWasGranted() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.credited(false));
    session.publish(queue, messages(5));
    assertThat(consumer.deliveries).isEmpty();

    grant(consumer, 2, false);
    assertThat(consumer.deliveries).hasSize(2);

    session.settleAll(consumer, COMPLETE);
    assertThat(consumer.deliveries).hasSize(2);

    grant(consumer, 2, false); // A total: repeating it grants nothing.
    assertThat(consumer.deliveries).hasSize(2);
  }

  @Test
  void takesCreditBackThatALowerTotalDoesNotGrant() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.credited(true));
    grant(consumer, 5, false);
    session.publish(queue, messages(2));
    grant(consumer, 3, false);

    session.publish(queue, messages(3));
    assertThat(consumer.deliveries).hasSize(3);

    grant(consumer, 1, false); // Fewer than it has got: the queue waits until it grants more.
    grant(consumer, 4, false);
    assertThat(consumer.deliveries).hasSize(4);
  }

  @Test
  void givesUnusedCreditBackWhenAskedToDrain() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.credited(true));
    session.publish(queue, messages(2));

    grant(consumer, 10, true);
    assertThat(consumer.deliveries).hasSize(2);
    assertThat(consumer.drained).containsExactly(10L);

    session.publish(queue, messages(1));
    assertThat(consumer.deliveries).hasSize(2);

    grant(consumer, 11, false);
    assertThat(consumer.deliveries).hasSize(3);
    assertThat(consumer.drained).hasSize(1);
  }

  @Test
  void takesAConsumerThatCancelsWhenItIsDrained() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer[] consumers = new TestConsumer[3];
    for (int i = 0; i < consumers.length; i++) {
      TestConsumer[] mine = {null};
      TestConsumer sink =
          session.consumeWith(queue, TestSession.credited(true), () -> session.cancelNow(mine[0]));
      mine[0] = sink;
      consumers[i] = sink;
    }

    for (TestConsumer consumer : consumers) {
      grant(consumer, 1, true);
    }

    assertThat(consumers).allMatch(consumer -> consumer.drained.size() == 1);
    assertThat(session.consumers).isEmpty();
  }

  private void grant(TestConsumer consumer, long total, boolean drain) {
    world.loops.run(session.loop(), () -> consumer.handle().grant(total, drain));
  }
}

package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static io.warrenmq.api.queue.SettleOutcome.RELEASE;
import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that get copies, and a queue that stays as it is. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class BrowsersTest {
  private static final ConsumerSpec BROWSE = TestSession.AUTO.browsing();

  private final QueueWorld world;
  private final TestSession session;
  private final TestSession other;

  BrowsersTest(int loops) {
    world = new QueueWorld(loops, 23);
    session = world.session(loops - 1);
    other = world.session(loops / 2);
  }

  private static List<Integer> numbers(TestConsumer consumer) {
    return Numbered.of(consumer.deliveries);
  }

  @Test
  void getsACopyOfAllThatIsReadyAndComesLater() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    other.publish(queue, Numbered.messages(0, 3));
    TestConsumer browser = session.consume(queue, BROWSE);
    long held = world.heldBytes();
    assertThat(numbers(browser)).containsExactly(0, 1, 2);

    other.publish(queue, Numbered.messages(3, 5));

    assertThat(numbers(browser)).containsExactly(0, 1, 2, 3, 4);
    assertThat(world.ready(queue)).isEqualTo(5);
    assertThat(held).isPositive();
    TestConsumer taker = other.consume(queue, TestSession.AUTO);
    assertThat(numbers(taker)).containsExactly(0, 1, 2, 3, 4);
    assertThat(taker.deliveries).noneMatch(Delivery::isRedelivered);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void seesTheHighestPriorityFirst() {
    Queue queue = world.queue(Options.classic().priorities(5, 0).build());
    for (int i = 0; i < 6; i++) {
      other.publish(queue, Numbered.message(i, Message.NO_TTL, i % 3, 10));
    }

    assertThat(numbers(session.consume(queue, BROWSE))).containsExactly(2, 5, 1, 4, 0, 3);
  }

  @Test
  void seesWhatMatchesItsFilter() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    other.publish(queue, Numbered.messages(0, 6));

    assertThat(numbers(session.consume(queue, BROWSE.filtered(Numbered.even()))))
        .containsExactly(0, 2, 4);
    assertThat(world.ready(queue)).isEqualTo(6);
  }

  @Test
  void doesNotSeeWhatAnotherHas() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    other.publish(queue, Numbered.messages(0, 5));
    TestConsumer taker = other.consume(queue, TestSession.spec(false, 2));

    TestConsumer browser = session.consume(queue, BROWSE);

    assertThat(numbers(browser)).containsExactly(2, 3, 4);
    other.settleAll(taker, RELEASE); // It takes them again at once.
    other.settle(taker.unsettled.get(0), COMPLETE);
    assertThat(numbers(browser)).containsExactly(2, 3, 4);
  }

  @Test
  void isNotShownAgainWhatComesBackButOthersAreThatComeLater() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    other.publish(queue, Numbered.messages(0, 3));
    TestConsumer browser = session.consume(queue, BROWSE);
    TestConsumer taker = other.consume(queue, TestSession.MANUAL);
    other.cancel(taker);

    other.settleAll(taker, REQUEUE);

    assertThat(numbers(browser)).containsExactly(0, 1, 2);
    TestConsumer later = session.consume(queue, BROWSE);
    assertThat(numbers(later)).containsExactly(0, 1, 2);
    assertThat(later.deliveries).allMatch(Delivery::isRedelivered);
  }

  @Test
  void saysHowOftenAMessageCameBack() {
    Queue queue = world.queue(Options.classic().deliveryLimit(5).build());
    other.publish(queue, Numbered.message(1));
    TestConsumer taker = other.consume(queue, TestSession.MANUAL);
    world.loops.run(
        other.loop(),
        () -> {
          other.cancelNow(taker);
          other.settleNow(taker.unsettled.get(0), REQUEUE);
        });

    Delivery copy = session.consume(queue, BROWSE).deliveries.get(0);

    assertThat(copy.deliveryCount()).isEqualTo(1);
    assertThat(copy.queueName()).isEqualTo("q");
    assertThat(copy.deliveredMs()).isEqualTo(world.loops.nowMs());
    assertThat(copy.settleTimeoutMs()).isZero();
  }

  @Test
  void tellsNoCountsWhereConsumersAreToldNone() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    other.publish(queue, Numbered.message(1));

    assertThat(session.consume(queue, BROWSE).deliveries.get(0).deliveryCount()).isEqualTo(-1);
  }

  @Test
  void comesAsFarAsItsCreditAndIsToldOfTheEnd() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    other.publish(queue, Numbered.messages(0, 5));
    TestConsumer browser = session.consume(queue, TestSession.credited(true).browsing());
    assertThat(browser.deliveries).isEmpty();

    world.loops.run(session.loop(), () -> browser.handle().grant(3, false));
    assertThat(numbers(browser)).containsExactly(0, 1, 2);
    world.loops.run(session.loop(), () -> browser.handle().grant(100, true));

    assertThat(numbers(browser)).containsExactly(0, 1, 2, 3, 4);
    assertThat(browser.drained).containsExactly(100L);
    assertThat(world.ready(queue)).isEqualTo(5);
    world.loops.run(session.loop(), () -> browser.handle().grant(101, false));
    other.publish(queue, Numbered.messages(5, 7));
    assertThat(numbers(browser)).endsWith(4, 5);
  }

  @Test
  void isToldOfTheEndOfAnEmptyQueue() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer browser = session.consume(queue, TestSession.credited(true).browsing());

    world.loops.run(session.loop(), () -> browser.handle().grant(4, true));

    assertThat(browser.drained).containsExactly(4L);
  }

  @Test
  void waitsForItsSocket() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.setWritable(false);
    TestConsumer browser = session.consume(queue, BROWSE);
    other.publish(queue, Numbered.messages(0, 2));
    assertThat(browser.deliveries).isEmpty();

    session.setWritable(true);

    assertThat(numbers(browser)).containsExactly(0, 1);
  }

  @Test
  void getsNoMoreThanWhatMayBeUnderWay() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    for (int i = 0; i < 30; i++) {
      other.publish(queue, Numbered.message(i, Message.NO_TTL, -1, 200_000));
    }

    TestConsumer browser = session.consume(queue, BROWSE);

    assertThat(numbers(browser)).isEqualTo(IntStream.range(0, 30).boxed().toList());
  }

  @Test
  void doesNotSeeWhatHasExpiredNorLetItExpire() {
    Queue queue = world.queue(Options.classic().deadLetters("dlx", null).build());
    other.publish(queue, Numbered.message(0));
    other.publish(queue, Numbered.message(1, 50, -1, 10), Numbered.message(2));
    world.loops.advance(100);

    TestConsumer browser = session.consume(queue, BROWSE);

    assertThat(numbers(browser)).containsExactly(0, 2);
    assertThat(world.dead).isEmpty();
    assertThat(world.ready(queue)).isEqualTo(3);
  }

  @Test
  void takesNothingFromItsSessionsLimit() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.limit(1);
    other.publish(queue, Numbered.messages(0, 4));

    assertThat(session.consume(queue, BROWSE).deliveries).hasSize(4);
  }

  // ---- beside consumers ----

  @Test
  void isNoneForExclusiveUse() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.consume(queue, BROWSE);
    TestConsumer exclusive = other.consume(queue, TestSession.exclusive());
    TestConsumer second = session.consume(queue, BROWSE);

    other.publish(queue, Numbered.messages(0, 2));

    assertThat(numbers(exclusive)).containsExactly(0, 1);
    assertThat(second.cancelled).isFalse();
  }

  @Test
  void isNoneForSingleActiveConsumer() {
    Queue queue = world.queue(Options.classic().singleActive().build());
    TestConsumer browser = session.consume(queue, BROWSE);
    other.publish(queue, Numbered.messages(0, 2));
    assertThat(numbers(browser)).containsExactly(0, 1);

    TestConsumer taker = other.consume(queue, TestSession.AUTO);

    assertThat(taker.active).containsExactly(true);
    assertThat(browser.active).isEmpty();
    assertThat(numbers(taker)).containsExactly(0, 1);
  }

  @Test
  void isNotTheOneConsumerThatIsToldOfDrops() {
    Queue queue = world.queue(Options.classic().maxLength(1).build());
    TestConsumer browser = session.consume(queue, BROWSE);
    TestConsumer taker = session.consume(queue, TestSession.spec(false, 1));

    other.publish(queue, Numbered.messages(0, 5));

    assertThat(browser.dropped).isEmpty();
    assertThat(taker.dropped).containsExactly(3);
  }

  @Test
  void isAConsumerWhereQueuesGoWithTheirLast() {
    Queue queue = world.queue(QueueOptions.CLASSIC, true);
    TestConsumer taker = other.consume(queue, TestSession.AUTO);
    TestConsumer browser = session.consume(queue, BROWSE);
    assertThat(
            world
                .ask(world.loops.metadata(), () -> queue.status(world.loops.metadata()))
                .consumerCount())
        .isEqualTo(2);

    other.cancel(taker);
    assertThat(world.unused).isEmpty();
    world.loops.run(session.loop(), () -> session.cancelNow(browser));

    assertThat(world.unused).containsExactly(queue);
  }

  @Test
  void keepsAQueueFromExpiring() {
    Queue queue = world.queue(Options.classic().expires(100).build());
    world.loops.run(session.loop(), () -> queue.touch(session.loop()));
    TestConsumer browser = session.consume(queue, BROWSE);
    world.loops.advance(500);
    assertThat(world.expired).isEmpty();

    session.cancel(browser);
    world.loops.advance(500);

    assertThat(world.expired).isNotEmpty();
  }

  @Test
  void keepsAQueueFromBeingDeletedAsUnused() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer browser = session.consume(queue, BROWSE);

    assertThatThrownBy(
            () -> world.ask(session.loop(), () -> queue.delete(session.loop(), true, false)))
        .hasMessageContaining("in use");
    world.ask(session.loop(), () -> queue.delete(session.loop(), false, false));

    assertThat(browser.cancelled).isTrue();
  }

  @Test
  void doesNotMindGoingWhileItIsShownSomething() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    other.publish(queue, Numbered.messages(0, 10));
    TestConsumer leaving =
        new TestConsumer() {
          @Override
          public void onDelivery(Delivery delivery) {
            super.onDelivery(delivery);
            session.cancelNow(this);
          }
        };
    session.consumeAs(queue, BROWSE, leaving);
    int seen = leaving.deliveries.size();

    other.publish(queue, Numbered.messages(10, 12));

    assertThat(leaving.deliveries).hasSize(seen).isNotEmpty();
  }

  @Test
  void refusesWhatMakesNoSense() {
    ConsumerSpec exclusive = TestSession.exclusive();

    assertThat(exclusive.browsing().exclusive()).isFalse();
    assertThatThrownBy(
            () ->
                new ConsumerSpec(
                    "q",
                    "tag",
                    false,
                    false,
                    0,
                    ConsumerSpec.Flow.CREDIT,
                    0,
                    exclusive.arguments(),
                    null,
                    ConsumerSpec.Mode.BROWSE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

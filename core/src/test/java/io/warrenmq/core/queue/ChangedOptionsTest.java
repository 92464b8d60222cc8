package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.REQUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.policy.Policies;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that are there, with messages in them, when policies change what they are to do. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class ChangedOptionsTest {
  private static final AppliedPolicies SOME =
      new AppliedPolicies(Policies.of("p", "max-length", 1L), null);

  private final QueueWorld world;
  private final TestSession session;
  private final Loop metadata;

  ChangedOptionsTest(int loops) {
    world = new QueueWorld(loops, 11);
    session = world.session(loops - 1);
    metadata = world.loops.metadata();
  }

  private Queue open(QueueOptions options) {
    Queue queue = world.queue(options);
    world.loops.run(metadata, () -> queue.open(metadata));
    return queue;
  }

  private void change(Queue queue, Options options) {
    world.loops.run(metadata, () -> queue.applyPolicies(metadata, SOME, options.build()));
  }

  private static Message[] messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> TestMessages.sized(10)).toArray(Message[]::new);
  }

  private static Options dying() {
    return Options.classic().deadLetters("dlx", null);
  }

  @Test
  void dropsAtOnceWhatALowerLimitLeavesNoRoomFor() {
    Queue queue = open(dying().build());
    Message[] messages = messages(5);
    session.publish(queue, messages);

    change(queue, dying().maxLength(2));

    assertThat(world.ready(queue)).isEqualTo(2);
    assertThat(world.dead)
        .extracting(QueueWorld.Dead::message)
        .containsExactly(messages[0], messages[1], messages[2]);
    assertThat(queue.policies()).isSameAs(SOME);
  }

  @Test
  void dropsAtOnceWhatALowerLimitOfBytesLeavesNoRoomFor() {
    Queue queue = open(dying().build());
    session.publish(queue, messages(5));

    change(queue, dying().maxLengthBytes(35));

    assertThat(world.ready(queue)).isEqualTo(3);
    assertThat(world.reasons()).containsExactly(DeathReason.MAXLEN, DeathReason.MAXLEN);
  }

  @Test
  void dropsALongBacklogToItsEnd() {
    Queue queue = open(dying().build());
    session.publish(queue, messages(3 * Queue.MESSAGES_PER_RUN + 10));

    change(queue, dying().maxLength(10));

    assertThat(world.ready(queue)).isEqualTo(10);
    assertThat(world.dead).hasSize(3 * Queue.MESSAGES_PER_RUN);
  }

  @Test
  void refusesInPlaceOfDroppingOnceItIsToldTo() {
    Queue queue = open(Options.classic().maxLength(2).build());
    session.publish(queue, messages(2));

    change(queue, Options.classic().maxLength(1).overflow(Overflow.REJECT_PUBLISH));
    assertThat(world.ready(queue)).isEqualTo(2);
    session.publish(queue, messages(1));
    assertThat(world.ready(queue)).isEqualTo(2);

    change(queue, Options.classic().maxLength(1));
    assertThat(world.ready(queue)).isEqualTo(1);
  }

  @Test
  void givesItsTimeToMessagesThatComeAfterwards() {
    Queue queue = open(Options.classic().build());
    session.publish(queue, messages(1));
    change(queue, Options.classic().messageTtl(100));
    world.loops.advance(200);
    assertThat(world.ready(queue)).isEqualTo(1);

    world.ask(metadata, () -> queue.purge(metadata));
    session.publish(queue, messages(1));
    change(queue, Options.classic());
    session.publish(queue, messages(1));
    world.loops.advance(200);

    assertThat(world.ready(queue)).isEqualTo(1); // The first had its time, the other has none.
  }

  @Test
  void expiresFromNowOnAndNoMoreWhenThatIsTakenBack() {
    Queue queue = open(Options.classic().build());
    world.loops.advance(5000);

    change(queue, Options.classic().expires(1000));
    world.loops.advance(999);
    assertThat(world.expired).isEmpty();
    change(queue, Options.classic());
    world.loops.advance(5000);
    assertThat(world.expired).isEmpty();

    change(queue, Options.classic().expires(1000));
    world.loops.advance(1000);
    assertThat(world.expired).containsExactly(queue);
  }

  @Test
  void aTimeThatChangesBeginsAnew() {
    Queue queue = open(Options.classic().expires(1000).build());
    world.loops.advance(900);

    change(queue, Options.classic().expires(500));
    world.loops.advance(499);
    assertThat(world.expired).isEmpty();
    world.loops.advance(1);

    assertThat(world.expired).containsExactly(queue);
  }

  @Test
  void sendsDeadLettersOnceItKnowsWhere() {
    Queue queue = open(Options.classic().maxLength(1).build());
    session.publish(queue, messages(2));
    assertThat(world.dead).isEmpty();

    change(queue, dying().maxLength(1));
    session.publish(queue, messages(1));
    assertThat(world.dead).hasSize(1);

    change(queue, Options.classic().maxLength(1));
    session.publish(queue, messages(1));
    assertThat(world.dead).hasSize(1);
  }

  @Test
  void mindsADeliveryLimitThatHasBecomeLower() {
    Queue queue = open(dying().deliveryLimit(5).build());
    session.publish(queue, messages(1));
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.settleAll(consumer, REQUEUE);
    session.settleAll(consumer, REQUEUE);
    assertThat(world.dead).isEmpty();

    change(queue, dying().deliveryLimit(2));
    session.settleAll(consumer, REQUEUE);

    assertThat(world.reasons()).containsExactly(DeathReason.DELIVERY_LIMIT);
  }

  @Test
  void doesNothingOnceItHasEnded() {
    Queue queue = open(Options.classic().build());
    world.ask(metadata, () -> queue.delete(metadata, false, false));

    change(queue, Options.classic().expires(1000));
    world.loops.advance(5000);

    assertThat(world.expired).isEmpty();
  }
}

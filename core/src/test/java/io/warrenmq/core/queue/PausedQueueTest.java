package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue that takes messages and hands out none. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
class PausedQueueTest {
  private final QueueWorld world;
  private final TestSession session;

  PausedQueueTest(int loops) {
    world = new QueueWorld(loops, 5);
    session = world.session(loops - 1);
  }

  private void pause(Queue queue, boolean pause) {
    world.loops.run(world.loops.metadata(), () -> queue.setPaused(world.loops.metadata(), pause));
  }

  @Test
  void deliversNothingUntilItGoesOn() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer before = session.consume(queue, TestSession.AUTO);
    pause(queue, true);
    TestConsumer after = session.consume(queue, TestSession.AUTO);

    session.publish(queue, Numbered.messages(0, 5));

    assertThat(queue.isPaused()).isTrue();
    assertThat(before.deliveries).isEmpty();
    assertThat(after.deliveries).isEmpty();
    assertThat(session.confirms.values()).hasSize(5).allMatch(accepted -> accepted);
    assertThat(world.ready(queue)).isEqualTo(5);
    pause(queue, false);
    assertThat(before.deliveries.size() + after.deliveries.size()).isEqualTo(5);
  }

  @Test
  void givesNothingToWhoAsks() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    session.publish(queue, Numbered.messages(0, 1));
    pause(queue, true);

    assertThat(session.get(queue, true)).isNull();

    pause(queue, false);
    assertThat(session.get(queue, true)).isNotNull();
  }

  @Test
  void takesBackWhatIsOut() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.MANUAL);
    session.publish(queue, Numbered.messages(0, 2));
    pause(queue, true);

    session.settle(consumer.deliveries.get(0), SettleOutcome.COMPLETE);
    session.settle(consumer.deliveries.get(1), SettleOutcome.REQUEUE);

    assertThat(consumer.deliveries).hasSize(2);
    assertThat(world.ready(queue)).isEqualTo(1);
  }

  @Test
  void lastsNoLongerForItsMessages() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    pause(queue, true);
    session.publish(queue, Numbered.message(0, 50, Message.NO_PRIORITY, 10));

    world.loops.advance(51);

    assertThat(world.ready(queue)).isZero();
    assertThat(world.reasons()).isSubsetOf(DeathReason.EXPIRED);
  }

  @Test
  void tellsWhoDrainsThatThereIsNothing() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer consumer = session.consume(queue, TestSession.credited(true));
    session.publish(queue, Numbered.messages(0, 3));
    pause(queue, true);

    world.loops.run(session.loop(), () -> consumer.handle().grant(2, true));

    assertThat(consumer.deliveries).isEmpty();
    assertThat(consumer.drained).containsExactly(2L);
  }

  @Test
  void holdsBackConsumersWithAFilterAndNotBrowsers() {
    Queue queue = world.queue(QueueOptions.CLASSIC);
    TestConsumer filtered = session.consume(queue, TestSession.AUTO.filtered(Numbered.even()));
    TestConsumer browser = session.consume(queue, TestSession.AUTO.browsing());
    pause(queue, true);

    session.publish(queue, Numbered.messages(0, 4));

    assertThat(filtered.deliveries).isEmpty();
    assertThat(Numbered.of(browser.deliveries)).containsExactly(0, 1, 2, 3);
    pause(queue, false);
    assertThat(Numbered.of(filtered.deliveries)).containsExactly(0, 2);
  }
}

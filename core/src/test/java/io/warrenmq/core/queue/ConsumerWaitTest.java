package io.warrenmq.core.queue;

import static io.warrenmq.api.queue.SettleOutcome.COMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.queue.TestSession.TestConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** How long messages wait for consumers that can take none. */
@ParameterizedClass
@ValueSource(ints = {1, 2})
class ConsumerWaitTest {
  private final QueueWorld world;
  private final TestSession session;
  private final Queue queue;

  ConsumerWaitTest(int loops) {
    world = new QueueWorld(loops, 5);
    session = world.session(loops - 1);
    queue = world.queue(QueueOptions.CLASSIC);
  }

  @Test
  void lastsWhileAMessageFindsAllConsumersBusy() {
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));
    session.publish(queue, Numbered.messages(0, 2));
    world.loops.advance(500);
    assertThat(queue.waitedForConsumersMs()).isEqualTo(500);

    session.settle(consumer.unsettled.get(0), COMPLETE);
    world.loops.advance(300);

    assertThat(queue.waitedForConsumersMs()).isEqualTo(500);
  }

  @Test
  void goesOnWhileEachMessageThatIsTakenLeavesAnother() {
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));
    session.publish(queue, Numbered.messages(0, 3));
    world.loops.advance(200);

    session.settle(consumer.unsettled.get(0), COMPLETE);
    world.loops.advance(100);

    assertThat(queue.waitedForConsumersMs()).isEqualTo(300);
  }

  @Test
  void isNoneWithoutMessagesOrConsumersOrWhilePaused() {
    session.publish(queue, Numbered.messages(0, 2));
    world.loops.advance(500);
    assertThat(queue.waitedForConsumersMs()).isZero();

    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));
    world.loops.advance(50);
    world.loops.run(world.loops.metadata(), () -> queue.setPaused(world.loops.metadata(), true));
    world.loops.advance(500);
    assertThat(queue.waitedForConsumersMs()).isEqualTo(50);

    world.loops.run(world.loops.metadata(), () -> queue.setPaused(world.loops.metadata(), false));
    session.settle(consumer.unsettled.get(0), COMPLETE);
    world.loops.advance(500);
    assertThat(queue.waitedForConsumersMs()).isEqualTo(50);
  }

  @Test
  void endsWithTheLastConsumer() {
    TestConsumer consumer = session.consume(queue, TestSession.spec(false, 1));
    session.publish(queue, Numbered.messages(0, 2));
    world.loops.advance(70);

    session.cancel(consumer);
    world.loops.advance(500);

    assertThat(queue.waitedForConsumersMs()).isEqualTo(70);
  }
}

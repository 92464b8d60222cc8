package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be under way to a session on another loop. */
class ConsumerWindowTest {
  private static final int BODY_BYTES = 200_000;
  private static final int SEEDS = 100;

  private final QueueWorld world = new QueueWorld(2, 3);
  private final Queue queue = world.queue(QueueOptions.CLASSIC);

  private void publishAtHome(int count) {
    world.loops.turn(
        queue.home(),
        () -> {
          for (int i = 0; i < count; i++) {
            new Entry(queue, TestMessages.sized(BODY_BYTES), null, 0).arrive();
          }
        });
  }

  @Test
  void stopsAboutAMebibyteAheadOfASessionThatDoesNotGetToRun() {
    world.session(1).consume(queue, TestSession.AUTO);

    publishAtHome(20);

    // Six of them fill the window; the rest stay with the queue.
    assertThat(world.heldBytes()).isBetween(14L * BODY_BYTES, 15L * BODY_BYTES);
  }

  @Test
  void deliversAllOnceTheSessionRuns() {
    TestConsumer consumer = world.session(1).consume(queue, TestSession.AUTO);
    publishAtHome(20);

    world.loops.runAll();

    assertThat(consumer.deliveries).hasSize(20);
    assertThat(world.heldBytes()).isZero();
  }

  @Test
  void deliversWhatIsLargerThanTheWindow() {
    TestConsumer consumer = world.session(1).consume(queue, TestSession.AUTO);

    world.session(0).publish(queue, TestMessages.sized(3_000_000), TestMessages.sized(3_000_000));

    assertThat(consumer.deliveries).hasSize(2);
  }

  @Test
  void needsNoWindowOnItsOwnLoop() {
    TestConsumer consumer = world.session(0).consume(queue, TestSession.AUTO);

    publishAtHome(20);

    assertThat(consumer.deliveries).hasSize(20);
  }

  @Test
  void hasLeftOnceWhatWasUnderWayIsBack() {
    List<Long> readyThen = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      QueueWorld twoLoops = new QueueWorld(2, seed);
      Queue queue = twoLoops.queue(QueueOptions.CLASSIC);
      Loop away = twoLoops.loops.loop(1);
      TestConsumer sink = twoLoops.session(1).consume(queue, TestSession.MANUAL);
      twoLoops.loops.turn(
          queue.home(), () -> new Entry(queue, TestMessages.sized(1), null, 0).arrive());

      twoLoops.loops.run(
          away,
          () ->
              sink.handle()
                  .close()
                  .onSuccess(
                      left ->
                          queue
                              .home() // Not by mailbox, which would come after what went before.
                              .execute(
                                  () ->
                                      queue
                                          .status(queue.home())
                                          .onSuccess(it -> readyThen.add(it.readyCount())))));
    }

    assertThat(readyThen).hasSize(SEEDS).containsOnly(1L);
  }
}

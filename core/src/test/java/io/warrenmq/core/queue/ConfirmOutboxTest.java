package io.warrenmq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.loop.TestLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ConfirmOutboxTest {
  private final TestLoops loops = new TestLoops(2, 1);
  private final Loop home = loops.loop(0);
  private final ConfirmOutbox outbox = new ConfirmOutbox(home, new Mailboxes(loops.group()));

  private static final class Publisher implements ConfirmTarget {
    private final Loop loop;
    private final List<Long> answers = new ArrayList<>(); // refused ones negative

    Publisher(Loop loop) {
      this.loop = loop;
    }

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void onQueueConfirm(long publishId, boolean accepted) {
      assertThat(loop.inThread()).isTrue();
      answers.add(accepted ? publishId : -publishId);
    }
  }

  @Test
  void tellsAPublisherOnItsOwnLoopAtOnce() {
    Publisher publisher = new Publisher(home);

    loops.turn(
        home,
        () -> {
          outbox.confirm(publisher, 1, true);
          assertThat(publisher.answers).containsExactly(1L);
        });
  }

  @Test
  void tellsAPublisherElsewhereInOrderAndInOneMailATurn() {
    Publisher publisher = new Publisher(loops.loop(1));

    loops.turn(
        home,
        () -> LongStream.rangeClosed(1, 100).forEach(i -> outbox.confirm(publisher, i, i % 3 > 0)));

    assertThat(publisher.answers).isEmpty();
    assertThat(loops.waitingTasks(loops.loop(1))).isEqualTo(1);
    loops.runAll();
    assertThat(publisher.answers)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, 100).mapToObj(i -> i % 3 > 0 ? i : -i).toList());
  }

  @Test
  void keepsPublishersAndTurnsApart() {
    Publisher one = new Publisher(loops.loop(1));
    Publisher two = new Publisher(loops.loop(1));

    for (long turn = 1; turn <= 3; turn++) {
      long id = turn;
      loops.turn(
          home,
          () -> {
            outbox.confirm(one, id, true);
            outbox.confirm(two, id * 10, true);
          });
    }
    loops.runAll();

    assertThat(one.answers).containsExactly(1L, 2L, 3L);
    assertThat(two.answers).containsExactly(10L, 20L, 30L);
  }
}

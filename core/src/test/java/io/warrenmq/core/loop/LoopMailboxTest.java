package io.warrenmq.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopMailboxTest {
  private final TestLoops loops = new TestLoops(2, 3);
  private final Loop from = loops.loop(0);
  private final Loop to = loops.loop(1);
  private final LoopMailbox box = new Mailboxes(loops.group()).between(from, to);
  private final List<Integer> arrived = new ArrayList<>();
  private int reliefs;

  private void post(int first, int count) {
    loops.turn(
        from,
        () -> IntStream.range(first, first + count).forEach(i -> box.post(() -> arrived.add(i))));
  }

  private void postBytes(int weight) {
    loops.turn(from, () -> box.post(new Heavy(weight)));
  }

  private record Heavy(int bytes) implements Mail {
    @Override
    public void arrive() {}

    @Override
    public int weight() {
      return bytes;
    }
  }

  @Test
  void keepsTheOrderOverManyTurns() {
    for (int i = 0; i < 50; i++) {
      post(i * 100, 100);
      if (i % 7 == 0) {
        loops.step();
      }
    }
    loops.runAll();

    assertThat(arrived).isEqualTo(IntStream.range(0, 5000).boxed().toList());
  }

  @Test
  void wakesTheReceiverOncePerTurnHoweverMuchIsPosted() {
    post(0, 100);

    assertThat(loops.waitingTasks(to)).isEqualTo(1);
  }

  @Test
  void doesNotWakeAReceiverThatIsAlreadyToWake() {
    post(0, 1);
    post(1, 1);

    assertThat(loops.waitingTasks(to)).isEqualTo(1);
    loops.runAll();
    assertThat(arrived).containsExactly(0, 1);
  }

  @Test
  void wakesTheReceiverAnewOnceItHasDrained() {
    post(0, 1);
    loops.runAll();
    post(1, 1);

    assertThat(loops.waitingTasks(to)).isEqualTo(1);
  }

  @Test
  void yieldsTheLoopDuringALongDrain() {
    post(0, 10_000);

    loops.step();

    assertThat(arrived.size()).isPositive().isLessThan(10_000);
    assertThat(loops.waitingTasks(to)).isEqualTo(1);
    loops.runAll();
    assertThat(arrived).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void isCongestedAboveTheHighMarkUntilTheReceiverHasTakenIt() {
    postBytes((int) LoopMailbox.HIGH_BYTES);
    loops.turn(from, () -> assertThat(box.isCongested()).isFalse());

    postBytes(1);
    loops.turn(from, () -> assertThat(box.isCongested()).isTrue());

    loops.runAll();
    loops.turn(from, () -> assertThat(box.isCongested()).isFalse());
  }

  @Test
  void tellsReliefOnceWhenDrained() {
    postBytes((int) LoopMailbox.HIGH_BYTES + 1);
    loops.turn(from, () -> box.whenRelieved(() -> reliefs++));
    assertThat(loops.waitingTasks(from)).isZero();

    loops.runAll();
    postBytes(1);
    loops.runAll();

    assertThat(reliefs).isEqualTo(1);
  }

  @Test
  void tellsReliefThoughItWasAskedForAfterTheDrain() {
    postBytes((int) LoopMailbox.HIGH_BYTES + 1);
    loops.runAll();

    loops.run(from, () -> box.whenRelieved(() -> reliefs++));

    assertThat(reliefs).isEqualTo(1);
  }

  @Test
  void tellsReliefToAllWhoAsked() {
    postBytes((int) LoopMailbox.HIGH_BYTES + 1);
    loops.turn(from, () -> box.whenRelieved(() -> reliefs++));
    loops.turn(from, () -> box.whenRelieved(() -> reliefs++));
    loops.runAll();

    assertThat(reliefs).isEqualTo(2);
  }

  @Test
  void tellsReliefAtTheLowMarkThoughSomeMailIsAlwaysUnderWay() {
    postBytes((int) LoopMailbox.HIGH_BYTES + 1);
    loops.turn(from, () -> box.whenRelieved(() -> reliefs++));

    loops.turn(from, () -> IntStream.range(0, 20_000).forEach(n -> box.post(new Heavy(64))));
    loops.step();
    assertThat(loops.waitingTasks(to)).isEqualTo(1); // The mailbox is not empty yet.
    assertThat(loops.waitingTasks(from)).isEqualTo(1);

    loops.runAll();
    assertThat(reliefs).isEqualTo(1);
  }

  @Test
  void deliversTheRestAfterAMailThatFails() {
    loops.turn(
        from,
        () -> {
          box.post(
              () -> {
                throw new IllegalStateException("a bug of its receiver's");
              });
          box.post(() -> arrived.add(1));
          box.post(new Heavy((int) LoopMailbox.HIGH_BYTES));
        });

    assertThatThrownBy(loops::runAll).isInstanceOf(IllegalStateException.class);
    loops.runAll();

    assertThat(arrived).containsExactly(1);
    loops.turn(from, () -> box.post(new Heavy((int) LoopMailbox.HIGH_BYTES - 1)));
    loops.turn(from, () -> assertThat(box.isCongested()).isFalse());
  }
}

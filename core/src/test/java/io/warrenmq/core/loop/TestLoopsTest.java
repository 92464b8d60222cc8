package io.warrenmq.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The other tests stand on these loops, so they are tested themselves. */
class TestLoopsTest {
  private final TestLoops loops = new TestLoops(2, 1);
  private final Loop loop = loops.loop(0);
  private final List<String> seen = new ArrayList<>();

  @Test
  void runsEndWorkAskedForMeanwhileBeforeFlushes() {
    loops.turn(
        loop,
        () -> {
          loop.atFlush(() -> seen.add("flush"));
          loop.atTurnEnd(
              () -> {
                seen.add("end 1");
                loop.atTurnEnd(() -> seen.add("end 3"));
              });
          loop.atTurnEnd(() -> seen.add("end 2"));
          seen.add("task");
        });

    assertThat(seen).containsExactly("task", "end 1", "end 2", "end 3", "flush");
  }

  @Test
  void runsEndWorkThatAFlushAsksForInTheSameTurn() {
    loops.turn(
        loop,
        () ->
            loop.atFlush(
                () -> {
                  seen.add("flush 1");
                  loop.atTurnEnd(() -> seen.add("end"));
                  loop.atFlush(() -> seen.add("flush 2"));
                }));

    assertThat(seen).containsExactly("flush 1", "end", "flush 2");
  }

  @Test
  void keepsTheOrderOfTheTasksOfOneLoop() {
    for (int i = 0; i < 20; i++) {
      String name = "task " + i;
      loop.execute(() -> seen.add(name));
    }

    loops.runAll();

    assertThat(seen).hasSize(20).isSortedAccordingTo((a, b) -> number(a) - number(b));
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(name.indexOf(' ') + 1));
  }

  @Test
  void knowsWhichLoopRuns() {
    loops.turn(
        loop,
        () -> {
          assertThat(loop.inThread()).isTrue();
          assertThat(loops.loop(1).inThread()).isFalse();
        });

    assertThat(loop.inThread()).isFalse();
  }

  @Test
  void firesTimersInTheirOrderAndNotThoseTakenBack() {
    loops.turn(
        loop,
        () -> {
          loop.schedule(20, () -> seen.add("at 20"));
          loop.schedule(10, () -> seen.add("at 10"));
          TimerHandle cancelled = loop.schedule(15, () -> seen.add("never"));
          cancelled.cancel();
        });

    loops.advance(19);
    assertThat(seen).containsExactly("at 10");

    loops.advance(1);
    assertThat(seen).containsExactly("at 10", "at 20");
    assertThat(loops.pendingTimers()).isZero();
  }
}

package io.warrenmq.testkit.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.loop.Loop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedLoopsTest {
  private final SimulatedLoops loops = new SimulatedLoops(2, 42);
  private final List<String> events = new ArrayList<>();

  @Test
  void oneSeedGivesOneRunAndManySeedsMany() {
    Set<String> runs = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      String run = interleaving(seed);
      assertThat(interleaving(seed)).isEqualTo(run);
      runs.add(run);
    }
    assertThat(runs).hasSizeGreaterThan(5);
  }

  @Test
  void keepsTheOrderOfOneLoopsTasks() {
    for (int i = 0; i < 10; i++) {
      String name = "t" + i;
      loops.loop(0).execute(() -> events.add(name));
    }

    loops.runUntilIdle();

    assertThat(events).containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9");
  }

  @Test
  void endsATurnAndThenFlushes() {
    Loop loop = loops.loop(0);

    loops.run(
        loop,
        () -> {
          loop.atFlush(() -> events.add("flush"));
          loop.atTurnEnd(() -> events.add("end"));
          events.add("task");
        });

    assertThat(events).containsExactly("task", "end", "flush");
  }

  @Test
  void firesTimersWhenTheirTimeComes() {
    Loop loop = loops.loop(1);
    loops.run(
        loop,
        () -> {
          loop.schedule(
              1000,
              () -> {
                events.add("first at " + loop.clock().wallMs() % 10_000);
                loop.schedule(500, () -> events.add("second"));
              });
          loop.schedule(700, () -> events.add("cancelled")).cancel();
        });

    loops.advanceMs(999);
    assertThat(events).isEmpty();

    loops.advanceMs(1);
    assertThat(events).containsExactly("first at 1000");

    loops.advanceMs(600);
    assertThat(events).containsExactly("first at 1000", "second");
  }

  @Test
  void knowsWhichLoopRuns() {
    assertThat(loops.loop(0).inThread()).isFalse();
    loops.run(
        loops.loop(0), () -> events.add(loops.loop(0).inThread() + " " + loops.loop(1).inThread()));
    assertThat(events).containsExactly("true false");
    assertThatThrownBy(() -> loops.loop(0).atTurnEnd(() -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void failsWithTheSeedWhenATaskThrows() {
    loops
        .loop(0)
        .execute(
            () -> {
              throw new IllegalStateException("on purpose");
            });

    assertThatThrownBy(loops::runUntilIdle)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 42")
        .hasRootCauseMessage("on purpose");
  }

  @Test
  void numbersTheMetadataLoopAfterTheEventLoops() {
    assertThat(loops.group().eventLoops()).hasSize(2);
    assertThat(loops.group().metadata().index()).isEqualTo(2);
  }

  private static String interleaving(long seed) {
    SimulatedLoops loops = new SimulatedLoops(3, seed);
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      for (int index = 0; index < 3; index++) {
        Loop loop = loops.loop(index);
        loop.execute(() -> run.append(loop.index()));
      }
    }
    loops.runUntilIdle();
    return run.toString();
  }
}

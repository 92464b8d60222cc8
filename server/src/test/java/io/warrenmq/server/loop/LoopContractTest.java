package io.warrenmq.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every real loop promises. */
class LoopContractTest {
  private static final BrokerLoops LOOPS = BrokerLoops.start(2);

  static List<Loop> loops() {
    List<Loop> all = new ArrayList<>(LOOPS.group().eventLoops());
    all.add(LOOPS.group().metadata());
    return all;
  }

  @AfterAll
  static void stop() {
    LOOPS.close();
  }

  @ParameterizedTest
  @MethodSource("loops")
  void knowsItsOwnThread(Loop loop) throws Exception {
    assertThat(loop.inThread()).isFalse();
    assertThat(on(loop, loop::inThread)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("loops")
  void runsFlushesAfterAllTurnEndWorkOfOneTurn(Loop loop) throws Exception {
    List<String> calls = new ArrayList<>();

    afterTurn(
        loop,
        () -> {
          loop.atFlush(() -> calls.add("flush"));
          loop.atTurnEnd(
              () -> {
                calls.add("end");
                loop.atTurnEnd(() -> calls.add("asked at the end"));
              });
          calls.add("task");
        });

    assertThat(calls).containsExactly("task", "end", "asked at the end", "flush");
  }

  @Test
  void putsOffWhatIsForTheNextTurnUntilAllOfThisTurnIsDone() throws Exception {
    Loop loop = LOOPS.group().eventLoops().get(0);
    List<String> calls = new ArrayList<>();
    CompletableFuture<Void> next = new CompletableFuture<>();

    loop.execute(
        () -> {
          loop.atNextTurn(() -> next.complete(null));
          loop.atTurnEnd(() -> calls.add("end"));
          loop.execute(() -> loop.execute(() -> calls.add("task of a task")));
          next.thenRun(() -> calls.add("next turn"));
        });

    next.get(10, TimeUnit.SECONDS);
    assertThat(on(loop, () -> List.copyOf(calls)))
        .containsExactly("end", "task of a task", "next turn");
  }

  @ParameterizedTest
  @MethodSource("loops")
  void doesEndWorkThatAFlushAsksForBeforeTheNextFlush(Loop loop) throws Exception {
    List<String> calls = new ArrayList<>();

    afterTurn(
        loop,
        () -> {
          loop.atFlush(() -> loop.atTurnEnd(() -> calls.add("end")));
          loop.atFlush(() -> calls.add("flush"));
        });

    assertThat(calls).containsExactly("end", "flush");
  }

  @ParameterizedTest
  @MethodSource("loops")
  void yieldsToTasksWhenTurnEndWorkNeverEnds(Loop loop) throws Exception {
    boolean[] stopped = new boolean[1];

    loop.execute(
        () ->
            loop.atTurnEnd(
                new TurnEnd() {
                  @Override
                  public void onTurnEnd() {
                    if (!stopped[0]) {
                      loop.atTurnEnd(this);
                    }
                  }
                }));

    assertThat(on(loop, () -> stopped[0] = true)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("loops")
  void firesTimersNeverEarlyAndNotWhenCancelled(Loop loop) throws Exception {
    CompletableFuture<Long> late = new CompletableFuture<>();
    List<String> fired = new ArrayList<>();
    long startNs = System.nanoTime();

    loop.execute(
        () -> {
          TimerHandle cancelled = loop.schedule(5, () -> fired.add("cancelled"));
          loop.schedule(60, () -> late.complete(System.nanoTime()));
          loop.schedule(20, () -> fired.add("soon")); // earlier than the alarm that is set
          cancelled.cancel();
        });

    assertThat(late.get(10, TimeUnit.SECONDS) - startNs).isGreaterThanOrEqualTo(60_000_000);
    assertThat(on(loop, () -> List.copyOf(fired))).containsExactly("soon");
  }

  @ParameterizedTest
  @MethodSource("loops")
  void goesOnAfterATaskThatThrows(Loop loop) throws Exception {
    loop.execute(
        () -> {
          loop.atTurnEnd(
              () -> {
                throw new IllegalStateException("on purpose: turn end");
              });
          throw new IllegalStateException("on purpose: task");
        });

    assertThat(on(loop, () -> true)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("loops")
  void tellsTheTime(Loop loop) throws Exception {
    long beforeMs = System.currentTimeMillis();
    long toldMs = on(loop, () -> loop.clock().wallMs());

    assertThat(toldMs).isBetween(beforeMs - 100, System.currentTimeMillis());
    assertThat(loop.clock().wallMs()).isGreaterThanOrEqualTo(beforeMs);
  }

  /** Runs a task and waits for the flushes that it asked for. */
  private static void afterTurn(Loop loop, Runnable task) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          task.run();
          loop.atFlush(() -> done.complete(null));
        });
    done.get(10, TimeUnit.SECONDS);
  }

  private static <T> T on(Loop loop, Callable<T> task) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result.get(10, TimeUnit.SECONDS);
  }
}

package io.warrenmq.testkit.loop;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.testkit.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Event loops and a metadata loop, run by the test's thread. A seed decides which loop takes its
 * next turn and how many of its waiting tasks that turn takes, so that one seed always gives the
 * same run, and many seeds many interleavings. Time stands still while there is something to run.
 * What a task throws fails the test, with the seed.
 */
public final class SimulatedLoops {
  // A run that takes more turns than this never comes to rest.
  private static final int TURNS_MAX = 1_000_000;

  private final long seed;
  private final Random random;
  private final ManualClock clock = new ManualClock();
  private final int eventLoops;
  // The event loops, the metadata loop, then threads that were asked for.
  private final List<SimulatedLoop> loops = new ArrayList<>();
  private @Nullable SimulatedLoop current;
  private @Nullable Throwable failure;

  /**
   * Creates loops with nothing to do.
   *
   * @param eventLoops how many event loops, 1 or more
   * @param seed decides the order of things
   */
  public SimulatedLoops(int eventLoops, long seed) {
    this.eventLoops = eventLoops;
    this.seed = seed;
    this.random =
        new Random(seed * 0x9E3779B97F4A7C15L); // neighbouring seeds begin alike otherwise
    for (int i = 0; i <= eventLoops; i++) {
      loops.add(new SimulatedLoop(this, i));
    }
  }

  /** The loops as a broker takes them. */
  public LoopGroup group() {
    return new LoopGroup(List.copyOf(loops.subList(0, eventLoops)), loops.get(eventLoops), clock);
  }

  /**
   * A thread beside the loops, as the disk has: it runs what it is given one after another, at
   * moments that the seed decides.
   */
  public Executor thread() {
    SimulatedLoop thread = new SimulatedLoop(this, loops.size());
    loops.add(thread);
    return thread::execute;
  }

  /** An event loop. */
  public Loop loop(int index) {
    return loops.get(index);
  }

  /** The time of all loops. */
  public ManualClock clock() {
    return clock;
  }

  /** Runs a task on a loop as a turn of its own, and then everything that follows from it. */
  public void run(Loop loop, Runnable task) {
    loop.execute(task);
    runUntilIdle();
  }

  /**
   * Lets one loop take a turn.
   *
   * @return whether there was something to do
   */
  public boolean step() {
    List<SimulatedLoop> ready = loops.stream().filter(SimulatedLoop::isReady).toList();
    if (ready.isEmpty()) {
      return false;
    }
    SimulatedLoop chosen = ready.get(random.nextInt(ready.size()));
    turn(chosen, 1 + random.nextInt(chosen.waiting() + 1));
    return true;
  }

  /** Lets the loops take turns until none has anything to do but to wait for its timers. */
  public void runUntilIdle() {
    for (int turns = 0; step(); turns++) {
      if (turns == TURNS_MAX) {
        throw new AssertionError("not idle after " + turns + " turns; " + this);
      }
    }
  }

  /** Lets time pass: from timer to timer, each time until the loops are idle. */
  public void advanceMs(long ms) {
    runUntilIdle();
    long targetNs = clock.nanos() + ms * 1_000_000;
    for (long nextNs; (nextNs = nextTimerNs()) <= targetNs; ) {
      clock.advanceToNanos(nextNs);
      runUntilIdle();
    }
    clock.advanceToNanos(targetNs);
  }

  @Override
  public String toString() {
    return "SimulatedLoops(" + eventLoops + ", seed " + seed + ")";
  }

  @Nullable SimulatedLoop current() {
    return current;
  }

  void failed(Throwable error) {
    if (failure == null) {
      failure = error;
    }
  }

  private void turn(SimulatedLoop loop, int tasks) {
    if (current != null) {
      throw new IllegalStateException("a task may not run the loops");
    }
    current = loop;
    try {
      loop.turn(tasks);
    } finally {
      current = null;
    }
    if (failure != null) {
      Throwable cause = failure;
      failure = null;
      throw new AssertionError("a task of loop " + loop.index() + " failed; " + this, cause);
    }
  }

  private long nextTimerNs() {
    return loops.stream().mapToLong(SimulatedLoop::nextTimerNs).min().orElseThrow();
  }
}

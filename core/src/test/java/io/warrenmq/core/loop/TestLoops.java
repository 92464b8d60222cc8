package io.warrenmq.core.loop;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Event loops and a metadata loop that the test's own thread runs, one turn at a time: which loop
 * is next, and how many of its tasks make a turn, is drawn from a seed. Time stands still but for
 * {@link #advance}.
 */
public final class TestLoops {
  private static final int TASKS_PER_TURN_MAX = 3;

  private final Random random;
  private final List<TestLoop> all = new ArrayList<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Clock clock = new Clock();
  private @Nullable TestLoop current;
  private long timerCount;

  /** Makes {@code eventLoops} event loops and the metadata loop. */
  public TestLoops(int eventLoops, long seed) {
    random = new Random(seed);
    for (int i = 0; i <= eventLoops; i++) {
      all.add(new TestLoop(i));
    }
  }

  /** The loops as the core takes them. */
  public LoopGroup group() {
    return new LoopGroup(List.copyOf(all.subList(0, all.size() - 1)), metadata(), clock);
  }

  /** An event loop by its index. */
  public Loop loop(int index) {
    return group().eventLoops().get(index);
  }

  /** The metadata loop. */
  public Loop metadata() {
    return all.get(all.size() - 1);
  }

  /** The time now, in milliseconds. */
  public long nowMs() {
    return clock.wallMs;
  }

  /** Runs a task on a loop as a turn of its own, and nothing else. */
  public void turn(Loop on, Runnable task) {
    ((TestLoop) on).runTurn(task, 0);
  }

  /** Runs a task on a loop, and then whatever follows from it anywhere. */
  public void run(Loop on, Runnable task) {
    turn(on, task);
    runAll();
  }

  /** Runs one turn of a loop that has something to do; says whether there was one. */
  public boolean step() {
    List<TestLoop> busy = all.stream().filter(loop -> !loop.tasks.isEmpty()).toList();
    if (busy.isEmpty()) {
      return false;
    }
    TestLoop next = busy.get(random.nextInt(busy.size()));
    next.runTurn(next.tasks.remove(), random.nextInt(TASKS_PER_TURN_MAX));
    return true;
  }

  /** Runs turns until no loop has anything to do. */
  public void runAll() {
    for (int turns = 0; step(); turns++) {
      if (turns > 1_000_000) {
        throw new AssertionError("the loops never come to rest");
      }
    }
  }

  /** Lets time pass; timers fire when they are due, each followed by all that comes of it. */
  public void advance(long ms) {
    long until = clock.wallMs + ms;
    runAll();
    for (Timer timer; (timer = timers.peek()) != null && timer.atMs <= until; ) {
      timers.remove();
      clock.wallMs = Math.max(clock.wallMs, timer.atMs);
      if (!timer.cancelled) {
        timer.loop.execute(timer.task);
        runAll();
      }
    }
    clock.wallMs = until;
  }

  /** How many tasks wait on a loop. */
  public int waitingTasks(Loop loop) {
    return ((TestLoop) loop).tasks.size();
  }

  /** How many timers are set and not cancelled. */
  public long pendingTimers() {
    return timers.stream().filter(timer -> !timer.cancelled).count();
  }

  /** All loops, the metadata loop last. */
  public Stream<Loop> all() {
    return all.stream().map(loop -> loop);
  }

  private static final class Clock implements BrokerClock {
    private long wallMs = 1_700_000_000_000L;

    @Override
    public long wallMs() {
      return wallMs;
    }

    @Override
    public long nanos() {
      return wallMs * 1_000_000;
    }
  }

  private final class TestLoop implements Loop {
    private final int index;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayDeque<TurnEnd> turnEnds = new ArrayDeque<>();
    private final ArrayDeque<TurnEnd> flushes = new ArrayDeque<>();

    TestLoop(int index) {
      this.index = index;
    }

    void runTurn(Runnable first, int more) {
      if (current != null) {
        throw new AssertionError("a turn within a turn");
      }
      current = this;
      try {
        first.run();
        for (int i = 0; i < more && !tasks.isEmpty(); i++) {
          tasks.remove().run();
        }
        endTurn();
      } finally {
        current = null;
      }
    }

    /** All end work, then all flushing; and again, when flushing asked for more. */
    private void endTurn() {
      do {
        for (TurnEnd task; (task = turnEnds.poll()) != null; ) {
          task.onTurnEnd();
        }
        for (int i = flushes.size(); i > 0; i--) {
          flushes.remove().onTurnEnd();
        }
      } while (!turnEnds.isEmpty() || !flushes.isEmpty());
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public boolean inThread() {
      return current == this;
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void atTurnEnd(TurnEnd task) {
      checkInThread();
      turnEnds.add(task);
    }

    @Override
    public void atFlush(TurnEnd task) {
      checkInThread();
      flushes.add(task);
    }

    @Override
    public TimerHandle schedule(long delayMs, Runnable task) {
      checkInThread();
      if (delayMs < 0) {
        throw new AssertionError("a delay of " + delayMs + " ms");
      }
      Timer timer = new Timer(this, task, clock.wallMs + delayMs, timerCount++);
      timers.add(timer);
      return () -> timer.cancelled = true;
    }

    private void checkInThread() {
      if (!inThread()) {
        throw new AssertionError("loop " + index + " is used from elsewhere");
      }
    }

    @Override
    public BrokerClock clock() {
      return clock;
    }

    @Override
    public String toString() {
      return "loop " + index;
    }
  }

  private static final class Timer implements Comparable<Timer> {
    private final TestLoop loop;
    private final Runnable task;
    private final long atMs;
    private final long number;
    private boolean cancelled;

    Timer(TestLoop loop, Runnable task, long atMs, long number) {
      this.loop = loop;
      this.task = task;
      this.atMs = atMs;
      this.number = number;
    }

    @Override
    public int compareTo(Timer other) {
      return atMs != other.atMs
          ? Long.compare(atMs, other.atMs)
          : Long.compare(number, other.number);
    }
  }
}

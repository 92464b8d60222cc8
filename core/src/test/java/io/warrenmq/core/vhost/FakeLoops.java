package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.core.loop.LoopGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several loops on the test's own thread: tasks run in the order in which they were given, and time
 * stands until it is moved.
 */
public final class FakeLoops implements BrokerClock {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(timer -> timer.atMs));
  private final List<FakeLoop> loops = new ArrayList<>();
  private @Nullable FakeLoop current;
  private long nowMs = 1_000_000;

  /** Makes so many event loops and a metadata loop. */
  public LoopGroup group(int count) {
    List<Loop> eventLoops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      eventLoops.add(newLoop(i));
    }
    return new LoopGroup(eventLoops, newLoop(count), this);
  }

  private FakeLoop newLoop(int index) {
    FakeLoop loop = new FakeLoop(index);
    loops.add(loop);
    return loop;
  }

  /** Runs everything that is ready. */
  public void run() {
    for (Runnable task; (task = tasks.poll()) != null; ) {
      task.run();
    }
  }

  /** Moves time, running what becomes due. */
  public void advance(long ms) {
    long untilMs = nowMs + ms;
    for (Timer timer; (timer = timers.peek()) != null && timer.atMs <= untilMs; ) {
      timers.remove();
      nowMs = timer.atMs;
      if (!timer.cancelled) {
        timer.loop.execute(timer.task);
      }
      run();
    }
    nowMs = untilMs;
  }

  /**
   * Calls on a loop, runs what follows, and gives the result; throws what the future failed with.
   */
  public <T extends @Nullable Object> T await(Loop loop, Supplier<Future<T>> call) {
    Future<T> future = start(loop, call);
    run();
    if (!future.isComplete()) {
      throw new AssertionError("not complete although nothing is left to run");
    }
    if (future.failed()) {
      if (future.cause() instanceof RuntimeException e) {
        throw e;
      }
      throw new AssertionError(future.cause());
    }
    return future.result();
  }

  /** Calls on a loop, without running what follows. */
  public <T extends @Nullable Object> Future<T> start(Loop loop, Supplier<Future<T>> call) {
    List<Future<T>> result = new ArrayList<>(1);
    ((FakeLoop) loop).turn(() -> result.add(call.get()));
    return result.get(0);
  }

  @Override
  public long wallMs() {
    return nowMs;
  }

  @Override
  public long nanos() {
    return nowMs * 1_000_000;
  }

  private final class FakeLoop implements Loop {
    private final int index;
    private final ArrayDeque<TurnEnd> turnEnds = new ArrayDeque<>();
    private final ArrayDeque<TurnEnd> flushes = new ArrayDeque<>();

    FakeLoop(int index) {
      this.index = index;
    }

    void turn(Runnable task) {
      FakeLoop before = current;
      current = this;
      try {
        task.run();
        while (!turnEnds.isEmpty() || !flushes.isEmpty()) {
          (turnEnds.isEmpty() ? flushes : turnEnds).remove().onTurnEnd();
        }
      } finally {
        current = before;
      }
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
      tasks.add(() -> turn(task));
    }

    @Override
    public void atTurnEnd(TurnEnd task) {
      turnEnds.add(task);
    }

    @Override
    public void atFlush(TurnEnd task) {
      flushes.add(task);
    }

    @Override
    public TimerHandle schedule(long delayMs, Runnable task) {
      Timer timer = new Timer(this, nowMs + delayMs, task);
      timers.add(timer);
      return () -> timer.cancelled = true;
    }

    @Override
    public BrokerClock clock() {
      return FakeLoops.this;
    }
  }

  private static final class Timer {
    final FakeLoop loop;
    final long atMs;
    final Runnable task;
    boolean cancelled;

    Timer(FakeLoop loop, long atMs, Runnable task) {
      this.loop = loop;
      this.atMs = atMs;
      this.task = task;
    }
  }
}

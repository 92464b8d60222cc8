package io.warrenmq.amqp091.fake;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** A loop that turns when the test says so, with a clock that the test moves. */
public final class FakeLoop implements Loop, BrokerClock {
  private record Timer(long atMs, Runnable task, boolean[] cancelled) implements TimerHandle {
    @Override
    public void cancel() {
      cancelled[0] = true;
    }
  }

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Deque<Runnable> nextTurn = new ArrayDeque<>();
  private final Deque<TurnEnd> ends = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private long nowMs = 1_700_000_000_000L;

  /** Runs what is due, and the end of the turn. */
  public void turn() {
    while (!tasks.isEmpty() || !ends.isEmpty()) {
      if (!tasks.isEmpty()) {
        tasks.poll().run();
      } else {
        ends.poll().onTurnEnd();
      }
    }
    tasks.addAll(nextTurn);
    nextTurn.clear();
  }

  /** Lets time pass, running each timer at its time. */
  public void advance(long ms) {
    long until = nowMs + ms;
    while (true) {
      Timer next =
          timers.stream()
              .filter(timer -> !timer.cancelled[0] && timer.atMs <= until)
              .min(Comparator.comparingLong(Timer::atMs))
              .orElse(null);
      if (next == null) {
        break;
      }
      timers.remove(next);
      nowMs = Math.max(nowMs, next.atMs);
      next.task.run();
      turn();
    }
    nowMs = until;
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public boolean inThread() {
    return true;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void atNextTurn(Runnable task) {
    nextTurn.add(task);
  }

  @Override
  public void atTurnEnd(TurnEnd task) {
    ends.add(task);
  }

  @Override
  public void atFlush(TurnEnd task) {
    ends.add(task);
  }

  @Override
  public TimerHandle schedule(long delayMs, Runnable task) {
    Timer timer = new Timer(nowMs + delayMs, task, new boolean[1]);
    timers.add(timer);
    return timer;
  }

  @Override
  public BrokerClock clock() {
    return this;
  }

  @Override
  public long wallMs() {
    return nowMs;
  }

  @Override
  public long nanos() {
    return nowMs * 1_000_000;
  }
}

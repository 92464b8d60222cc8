package io.warrenmq.testkit.loop;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.core.loop.TimerWheel;
import io.warrenmq.core.loop.TurnEnds;
import java.util.ArrayDeque;

/** One loop of {@link SimulatedLoops}. Holds no thread: it is "in thread" while its turn runs. */
final class SimulatedLoop implements Loop {
  private final SimulatedLoops all;
  private final int index;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final TurnEnds turnEnds;
  private final TimerWheel wheel;

  SimulatedLoop(SimulatedLoops all, int index) {
    this.all = all;
    this.index = index;
    this.turnEnds = new TurnEnds(all::failed);
    this.wheel = new TimerWheel(all.clock().nanos(), all::failed);
  }

  boolean isReady() {
    return !tasks.isEmpty() || !turnEnds.isIdle() || nextTimerNs() <= clock().nanos();
  }

  int waiting() {
    return tasks.size();
  }

  long nextTimerNs() {
    return wheel.nextNs();
  }

  void turn(int count) {
    for (int i = 0; i < count && !tasks.isEmpty(); i++) {
      try {
        tasks.remove().run();
      } catch (Throwable e) { // as a real loop: the others go on; the test fails at the turn's end
        all.failed(e);
      }
    }
    wheel.advance(clock().nanos());
    turnEnds.run();
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public boolean inThread() {
    return all.current() == this;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void atTurnEnd(TurnEnd task) {
    requireThread();
    turnEnds.addEnd(task);
  }

  @Override
  public void atFlush(TurnEnd task) {
    requireThread();
    turnEnds.addFlush(task);
  }

  @Override
  public TimerHandle schedule(long delayMs, Runnable task) {
    requireThread();
    return wheel.schedule(clock().nanos(), delayMs, task);
  }

  @Override
  public BrokerClock clock() {
    return all.clock();
  }

  @Override
  public String toString() {
    return "loop " + index + " of " + all;
  }

  private void requireThread() {
    if (!inThread()) {
      throw new IllegalStateException("called from outside " + this);
    }
  }
}

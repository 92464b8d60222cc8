package io.warrenmq.management.prometheus;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;

/** A loop until it is stuck: then no task that it is given has its turn. */
final class StuckLoop implements Loop {
  private final Loop loop;
  private boolean stuck;

  StuckLoop(Loop loop) {
    this.loop = loop;
  }

  void stick() {
    stuck = true;
  }

  @Override
  public int index() {
    return loop.index();
  }

  @Override
  public boolean inThread() {
    return loop.inThread();
  }

  @Override
  public void execute(Runnable task) {
    if (!stuck) {
      loop.execute(task);
    }
  }

  @Override
  public void atTurnEnd(TurnEnd task) {
    loop.atTurnEnd(task);
  }

  @Override
  public void atFlush(TurnEnd task) {
    loop.atFlush(task);
  }

  @Override
  public TimerHandle schedule(long delayMs, Runnable task) {
    return loop.schedule(delayMs, task);
  }

  @Override
  public BrokerClock clock() {
    return loop.clock();
  }
}

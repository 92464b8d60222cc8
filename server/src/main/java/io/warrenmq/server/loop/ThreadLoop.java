package io.warrenmq.server.loop;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.core.loop.TimerWheel;
import io.warrenmq.core.loop.TurnEnds;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Loop} without sockets, on a thread of its own: the metadata loop. A turn is: run the
 * tasks that have come, fire the timers, do the turn's end. Its thread may wait for the disk.
 */
public final class ThreadLoop implements Loop {
  private static final Logger log = LoggerFactory.getLogger(ThreadLoop.class);
  // A turn ends after this many tasks, so that what they gathered (a group commit) is not put off
  // for ever.
  private static final int TURN_TASKS_MAX = 1024;

  private final int index;
  private final BrokerClock clock;
  private final Thread thread;
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private volatile boolean stopping;

  // Loop only.
  private final TurnEnds turnEnds = new TurnEnds(ThreadLoop::report);
  private final TimerWheel wheel;

  /**
   * Makes the loop and starts its thread.
   *
   * @param index its number
   * @param name its thread's name
   * @param clock the time
   */
  public static ThreadLoop start(int index, String name, BrokerClock clock) {
    ThreadLoop loop = new ThreadLoop(index, name, clock);
    loop.thread.start();
    return loop;
  }

  private ThreadLoop(int index, String name, BrokerClock clock) {
    this.index = index;
    this.clock = clock;
    this.wheel = new TimerWheel(clock.nanos(), ThreadLoop::report);
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Ends the thread after the tasks given so far, and waits for it. Any other thread; may be called
   * twice.
   *
   * @param timeoutMs how long to wait, 1 or more milliseconds
   * @return whether it has ended
   */
  public boolean stop(long timeoutMs) throws InterruptedException {
    tasks.add(() -> stopping = true);
    thread.join(timeoutMs);
    return !thread.isAlive();
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public boolean inThread() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    if (stopping) {
      throw new RejectedExecutionException(thread.getName() + " has ended");
    }
    tasks.add(task);
  }

  @Override
  public void atTurnEnd(TurnEnd task) {
    assert inThread();
    turnEnds.addEnd(task);
  }

  @Override
  public void atFlush(TurnEnd task) {
    assert inThread();
    turnEnds.addFlush(task);
  }

  @Override
  public TimerHandle schedule(long delayMs, Runnable task) {
    assert inThread();
    return wheel.schedule(clock.nanos(), delayMs, task);
  }

  @Override
  public BrokerClock clock() {
    return clock;
  }

  private void run() {
    while (!stopping) {
      try {
        turn(awaitTask());
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt this thread, and metadata must not end with it: go on.
        log.warn("{} was interrupted; going on", thread.getName());
      }
    }
  }

  private @Nullable Runnable awaitTask() throws InterruptedException {
    if (!turnEnds.isIdle()) {
      return tasks.poll();
    }
    long nextNs = wheel.nextNs();
    return nextNs == TimerWheel.NEVER
        ? tasks.take()
        : tasks.poll(nextNs - clock.nanos(), TimeUnit.NANOSECONDS);
  }

  private void turn(@Nullable Runnable first) {
    int left = TURN_TASKS_MAX;
    for (Runnable task = first; task != null; task = --left > 0 ? tasks.poll() : null) {
      try {
        task.run();
      } catch (Throwable e) { // the loop's outermost frame
        report(e);
      }
    }
    wheel.advance(clock.nanos());
    turnEnds.run();
  }

  private static void report(Throwable error) {
    log.error("A task of a loop failed", error);
  }
}

package io.warrenmq.server.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.core.loop.TimerWheel;
import io.warrenmq.core.loop.TurnEnds;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Loop} on one of Netty's event loops. A turn's end is a task of Netty's, given to it when
 * the first call of the turn is asked for: Netty runs it after all sockets that were ready have
 * been read. All timers share one of Netty's, and only while there are any.
 */
public final class NettyLoop implements Loop {
  private static final Logger log = LoggerFactory.getLogger(NettyLoop.class);

  private final int index;
  private final EventLoop eventLoop;
  private final BrokerClock source;
  private final BrokerClock clock;
  private final Runnable runTurnEnds = this::runTurnEnds;
  private final Runnable onAlarm = this::onAlarm;

  // Loop only.
  private final TurnEnds turnEnds = new TurnEnds(NettyLoop::report);
  private final TimerWheel wheel;
  private @Nullable ScheduledFuture<?> alarm;
  private long alarmNs = TimerWheel.NEVER;

  NettyLoop(int index, EventLoop eventLoop, BrokerClock source) {
    this.index = index;
    this.eventLoop = eventLoop;
    this.source = source;
    this.clock = new CoarseClock(this, source);
    this.wheel = new TimerWheel(source.nanos(), NettyLoop::report);
  }

  /** Netty's side of this loop. Any thread. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public boolean inThread() {
    return eventLoop.inEventLoop();
  }

  @Override
  public void execute(Runnable task) {
    eventLoop.execute(task);
  }

  @Override
  public void atNextTurn(Runnable task) {
    assert inThread();
    // Netty runs what is executed for up to a second before it looks at sockets again, but what is
    // scheduled it collects once a turn.
    eventLoop.schedule(task, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public void atTurnEnd(TurnEnd task) {
    assert inThread();
    if (turnEnds.addEnd(task)) {
      eventLoop.execute(runTurnEnds);
    }
  }

  @Override
  public void atFlush(TurnEnd task) {
    assert inThread();
    if (turnEnds.addFlush(task)) {
      eventLoop.execute(runTurnEnds);
    }
  }

  @Override
  public TimerHandle schedule(long delayMs, Runnable task) {
    assert inThread();
    long nowNs = source.nanos();
    TimerHandle handle = wheel.schedule(nowNs, delayMs, task);
    arm(nowNs);
    return handle;
  }

  @Override
  public BrokerClock clock() {
    return clock;
  }

  private void runTurnEnds() {
    if (turnEnds.run()) {
      eventLoop.execute(runTurnEnds);
    }
  }

  private void onAlarm() {
    alarm = null;
    alarmNs = TimerWheel.NEVER;
    wheel.advance(source.nanos());
    arm(source.nanos());
  }

  private void arm(long nowNs) {
    long nextNs = wheel.nextNs();
    if (nextNs >= alarmNs) {
      return; // An alarm that turns out to be early (its timer was cancelled) finds nothing and
      // sets the next one.
    }
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarmNs = nextNs;
    alarm = eventLoop.schedule(onAlarm, Math.max(0, nextNs - nowNs), TimeUnit.NANOSECONDS);
  }

  private static void report(Throwable error) {
    log.error("A task of an event loop failed", error);
  }
}

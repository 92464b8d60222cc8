package io.warrenmq.server.loop;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;

/**
 * The clock of one loop: wall time is read once a turn, at its first use, since reading it costs
 * about 30 ns and every message asks. Thread-safe: other threads read the machine's clock.
 */
final class CoarseClock implements BrokerClock, TurnEnd {
  private final Loop loop;
  private final BrokerClock source;

  private long turnMs; // loop only; 0 when it has not been read in this turn

  CoarseClock(Loop loop, BrokerClock source) {
    this.loop = loop;
    this.source = source;
  }

  @Override
  public long wallMs() {
    if (!loop.inThread()) {
      return source.wallMs();
    }
    if (turnMs == 0) {
      turnMs = source.wallMs();
      loop.atFlush(this);
    }
    return turnMs;
  }

  @Override
  public long nanos() {
    return source.nanos();
  }

  @Override
  public void onTurnEnd() {
    turnMs = 0;
  }
}

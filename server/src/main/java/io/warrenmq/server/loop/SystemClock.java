package io.warrenmq.server.loop;

import io.warrenmq.api.loop.BrokerClock;

/** The machine's clock, read each time: about 30 ns. Thread-safe. */
public final class SystemClock implements BrokerClock {
  @Override
  public long wallMs() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}

package io.warrenmq.benchmarks.mqtt;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps idle connections alive, their PINGREQs spread evenly over the keep alive time. */
final class Pinger {
  private static final long TICK_MS = 20;

  private final List<Connection> connections;
  private final long periodNs;
  private final long startNs;
  private long pinged;

  Pinger(List<Connection> connections, int keepAliveS, long startNs) {
    this.connections = connections;
    // A second earlier than would be too late for a broker that does not wait half as long again.
    this.periodNs = TimeUnit.SECONDS.toNanos(keepAliveS - 1);
    this.startNs = startNs;
  }

  void start(EventLoop loop) {
    loop.scheduleAtFixedRate(this::run, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private void run() {
    double periods = (System.nanoTime() - startNs) / (double) periodNs;
    for (long due = (long) (periods * connections.size()); pinged < due; pinged++) {
      connections.get((int) (pinged % connections.size())).ping();
    }
  }
}

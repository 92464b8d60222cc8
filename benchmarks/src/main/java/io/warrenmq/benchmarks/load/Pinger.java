package io.warrenmq.benchmarks.load;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps idle connections alive, the packets that do so spread evenly over their period. */
final class Pinger {
  private static final long TICK_MS = 20;

  private final List<Connection> connections;
  private final long periodNs;
  private final long startNs;
  private long pinged;

  /**
   * @param periodNs that each of them is to be kept alive in
   */
  Pinger(List<Connection> connections, long periodNs, long startNs) {
    this.connections = connections;
    this.periodNs = periodNs;
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

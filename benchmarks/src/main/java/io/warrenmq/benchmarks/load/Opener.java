package io.warrenmq.benchmarks.load;

import java.util.List;

/** Opens the connections of a run, some at a time, as fast as the broker takes them. */
final class Opener {
  private final Network network;
  private final List<Connection> connections;
  private final Runnable whenOpen;
  private int begun;
  private int ready;

  /**
   * @param whenOpen called once, when the broker has taken all of them and their subscriptions
   */
  Opener(Network network, List<Connection> connections, Runnable whenOpen) {
    this.network = network;
    this.connections = connections;
    this.whenOpen = whenOpen;
  }

  /**
   * @param atATime connections that have begun and are not ready, 1 or more
   */
  void start(int atATime) {
    if (connections.isEmpty()) {
      whenOpen.run();
    }
    for (int count = Math.min(atATime, connections.size()); count > 0; count--) {
      next();
    }
  }

  void onReady() {
    ready++;
    if (begun < connections.size()) {
      next();
    } else if (ready == connections.size()) {
      whenOpen.run();
    }
  }

  private void next() {
    network.open(connections.get(begun), begun);
    begun++;
  }
}

package io.warrenmq.benchmarks.mqtt;

/** Told what becomes of connections. */
interface ConnectionEvents {
  /** The broker has accepted the connection and all of its subscriptions. */
  void onReady(Connection connection);

  /** A connection was refused, lost, or got what it did not expect; the run is over. */
  void onFailure(Throwable cause);
}

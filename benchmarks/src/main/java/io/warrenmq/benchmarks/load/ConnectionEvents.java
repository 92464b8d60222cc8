package io.warrenmq.benchmarks.load;

/** Told what becomes of connections. */
public interface ConnectionEvents {
  /** The broker has accepted the connection and all that it asked for. */
  void onReady(Connection connection);

  /** A connection was refused, lost, or got what it did not expect; the run is over. */
  void onFailure(Throwable cause);
}

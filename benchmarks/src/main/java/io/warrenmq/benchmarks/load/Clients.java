package io.warrenmq.benchmarks.load;

import java.util.List;

/** The connections of a scenario, none of them open yet. */
public interface Clients {
  /** Makes a scenario's connections, of one protocol. */
  interface Factory {
    Clients create(CommandLine line, Counters counters, ConnectionEvents events);
  }

  /** Those that make ready what the others need; ready and closed before the first of these. */
  default List<Connection> preparing() {
    return List.of();
  }

  /** All others, subscribers first, as they are to be opened. */
  List<Connection> all();

  /** By their index. */
  List<Publisher> publishers();

  List<Arrivals> subscribers();

  /** How often a connection has to be kept alive; 0 for never. Known when all are open. */
  long keepAliveNs();
}

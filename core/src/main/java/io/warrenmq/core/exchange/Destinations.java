package io.warrenmq.core.exchange;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.exchange.SlotSet;

/** What the routers of this package share. */
final class Destinations {
  private Destinations() {}

  /** Gives all of a set to a sink. Any loop. */
  static void addAll(SlotSet<Destination> set, RouteSink sink) {
    for (Object slot : set.slots()) {
      if (slot != null) {
        sink.add((Destination) slot);
      }
    }
  }
}

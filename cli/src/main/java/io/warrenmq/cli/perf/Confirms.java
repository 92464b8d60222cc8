package io.warrenmq.cli.perf;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The unconfirmed messages of a channel, by their numbers. Written by the producer's thread, taken
 * from by the connection's.
 */
final class Confirms {
  private final ConcurrentNavigableMap<Long, Load.Outcome> unconfirmed =
      new ConcurrentSkipListMap<>();

  /** Message {@code number}, the next, is about to be sent. */
  void onSend(long number, Load.Outcome outcome) {
    unconfirmed.put(number, outcome);
  }

  /** Message {@code number} is accepted or refused, or all up to it are. */
  void onSettled(long number, boolean multiple, boolean isAccepted) {
    if (!multiple) {
      Load.Outcome outcome = unconfirmed.remove(number);
      if (outcome != null) {
        outcome.onSettled(isAccepted);
      }
      return;
    }
    ConcurrentNavigableMap<Long, Load.Outcome> all = unconfirmed.headMap(number, true);
    all.values().forEach(outcome -> outcome.onSettled(isAccepted));
    all.clear();
  }
}

package io.warrenmq.server.listener;

import io.warrenmq.api.loop.Loop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds the TLS handshakes that are in progress on a loop: each has buffers and keys, and asks the
 * signing threads for work. Who finds no place waits its turn, unread. Confined to its loop.
 */
final class HandshakePlaces {
  private final Loop loop;
  private final int max;
  private final Set<Waiting> waiting = new LinkedHashSet<>();
  private int taken;

  HandshakePlaces(Loop loop, int max) {
    this.loop = loop;
    this.max = max;
  }

  /** Who waits for a place. */
  interface Waiting {
    /** It has a place now, and gives it back in any case. */
    void onPlace();
  }

  /** Takes a place, or has the caller wait for one. Returns whether there was one. */
  boolean take(Waiting caller) {
    if (taken < max) {
      taken++;
      return true;
    }
    waiting.add(caller);
    return false;
  }

  /** Gives a place back. */
  void free() {
    Iterator<Waiting> first = waiting.iterator();
    if (!first.hasNext()) {
      taken--;
      return;
    }
    Waiting next = first.next();
    first.remove();
    loop.execute(next::onPlace); // It may fail at once, and give the place on.
  }

  /** It does not wait any longer. */
  void leave(Waiting caller) {
    waiting.remove(caller);
  }
}

package io.warrenmq.core.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of a queue and whose turn it is: the highest priority first, in turns among equals;
 * those that cannot take a message wait aside and cost nothing. With single active consumer only
 * one is served until it goes, or on a quorum queue until one of higher priority comes and this one
 * has settled what it has. Confined to the queue's home loop.
 */
final class ConsumerRing {
  private final boolean singleActive;
  private final boolean prefersPriority;
  private final List<Consumer> all = new ArrayList<>(1); // in the order of arrival
  private final List<Level> levels = new ArrayList<>(1); // highest priority first
  private @Nullable Consumer active;
  private boolean draining; // the active one gets no more until it has settled what it has

  // How long messages have waited for consumers that could take none. Written by the home loop, in
  // plain words, read by any.
  private static final long NOT_WAITING = -1;
  private long waitedMs;
  private long waitingSinceMs = NOT_WAITING;

  ConsumerRing(QueueOptions options) {
    singleActive = options.singleActiveConsumer();
    // RabbitMQ: who is active on a classic queue follows from the order of arrival alone.
    prefersPriority = options.type() == QueueType.QUORUM;
  }

  private record Level(int priority, ArrayDeque<Consumer> turns) {}

  int size() {
    return all.size();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<Consumer> all() {
    return all;
  }

  /** Whether it is the one that is served, or all are. Any thread, at a glance. */
  boolean isActive(Consumer consumer) {
    return !singleActive || consumer == active;
  }

  boolean hasExclusive() {
    return all.size() == 1 && all.get(0).spec().exclusive();
  }

  /** The one consumer that is served; {@code null} when there is none, or all are. */
  @Nullable Consumer singleActive() {
    return singleActive ? active : null;
  }

  /**
   * A run is over.
   *
   * @param isWaiting whether there is a message that nobody could take; without consumers nobody
   *     keeps it waiting
   */
  void onRunEnd(boolean isWaiting, long nowMs) {
    long since = waitingSinceMs;
    if (isWaiting && !all.isEmpty()) {
      if (since == NOT_WAITING) {
        waitingSinceMs = nowMs;
      }
    } else if (since != NOT_WAITING) {
      waitingSinceMs = NOT_WAITING;
      waitedMs += Math.max(0, nowMs - since); // The clock may have been set back.
    }
  }

  /** How long messages have waited for consumers so far, in milliseconds. Any thread. */
  long waitedMs(long nowMs) {
    long since = waitingSinceMs;
    return waitedMs + (since == NOT_WAITING ? 0 : Math.max(0, nowMs - since));
  }

  /** All of them, with what is known of each. */
  List<QueueDetails.ConsumerDetails> details() {
    return all.stream()
        .map(each -> new QueueDetails.ConsumerDetails(each, isActive(each), each.unsettled()))
        .toList();
  }

  void add(Consumer consumer) {
    all.add(consumer);
    if (!singleActive) {
      ready(consumer);
    } else {
      chooseActive();
    }
  }

  /** Takes one out; whether it was there. */
  boolean remove(Consumer consumer) {
    if (!all.remove(consumer)) {
      return false;
    }
    consumer.removed = true;
    standAside(consumer);
    levels.removeIf(level -> level.turns.isEmpty() && level.priority != consumer.spec().priority());
    if (consumer == active) {
      active = null;
      draining = false;
      chooseActive();
    }
    return true;
  }

  /** Takes all out, so that the end of a queue holds no sessions; gives them. */
  List<Consumer> removeAll() {
    List<Consumer> gone = List.copyOf(all);
    all.clear();
    levels.clear();
    active = null;
    draining = false;
    for (Consumer consumer : gone) {
      consumer.removed = true;
      consumer.inRing = false;
    }
    return gone;
  }

  /** A consumer that stood aside may be able to take again. */
  void ready(Consumer consumer) {
    if (!consumer.inRing && !consumer.removed && isServed(consumer)) {
      consumer.inRing = true;
      levelOf(consumer.spec().priority()).turns.add(consumer);
    }
  }

  private boolean isServed(Consumer consumer) {
    return !singleActive || (consumer == active && !draining);
  }

  private void standAside(Consumer consumer) {
    if (consumer.inRing) {
      consumer.inRing = false;
      levelOf(consumer.spec().priority()).turns.remove(consumer);
    }
  }

  /** A consumer has settled a delivery. */
  void settled(Consumer consumer) {
    consumer.onSettled();
    if (draining && consumer == active && !consumer.hasUnsettled()) {
      draining = false;
      chooseActive();
    }
    ready(consumer);
  }

  /** The consumer whose turn it is and that takes a message now; {@code null} when none can. */
  @Nullable Consumer next() {
    for (int i = 0; i < levels.size(); i++) {
      ArrayDeque<Consumer> turns = levels.get(i).turns;
      for (Consumer first; (first = turns.poll()) != null; ) {
        if (first.tryTake()) {
          turns.add(first);
          return first;
        }
        first.inRing = false;
      }
    }
    return null;
  }

  /** What a consumer makes of its turn. */
  enum Turn {
    /** There is something for it, and it takes it. */
    TAKEN,
    /** It has looked for something, and goes on when the others have had their turn. */
    LOOKED,
    /** There is nothing for it in this run. */
    PASSED,
    /** It can take nothing, or has nothing to look at, until {@link #ready} says otherwise. */
    ASIDE
  }

  /** Asks a consumer whose turn it is; must not change the ring. */
  @FunctionalInterface
  interface Offer {
    Turn to(Consumer consumer);
  }

  /** The same where a consumer may not want what is there. */
  @Nullable Consumer next(Offer offer) {
    for (int i = 0; i < levels.size(); i++) {
      ArrayDeque<Consumer> turns = levels.get(i).turns;
      for (int toAsk = turns.size(); toAsk > 0; toAsk--) {
        Consumer first = turns.remove();
        switch (offer.to(first)) {
          case TAKEN -> {
            turns.add(first);
            return first;
          }
          case LOOKED -> {
            turns.add(first);
            toAsk = turns.size() + 1; // Before those of lower priority all have looked.
          }
          case PASSED -> turns.add(first);
          case ASIDE -> first.inRing = false;
        }
      }
    }
    return null;
  }

  /** It is this one's turn, before its equals. */
  void beginWith(Consumer consumer) {
    if (consumer.inRing) {
      ArrayDeque<Consumer> turns = levelOf(consumer.spec().priority()).turns;
      while (turns.peek() != consumer) {
        turns.add(turns.remove());
      }
    }
  }

  /** There is nothing to deliver: those that asked for it get their unused credit back. */
  void drain() {
    for (Consumer consumer : List.copyOf(all)) { // One that is told may go.
      consumer.onNothingToDeliver();
    }
  }

  /** Messages were dropped for want of room. If they were one consumer's alone, it is told. */
  void tellDropped(int count) {
    if (all.size() == 1) {
      all.get(0).tellDropped(count);
    }
  }

  /**
   * Serves the first of the highest priority. A higher one that comes later takes over once the
   * active one has nothing unsettled; an equal one waits.
   */
  private void chooseActive() {
    Consumer best = preferred();
    if (best == active || best == null) {
      return;
    }
    Consumer before = active;
    if (before != null) {
      standAside(before);
      if (before.hasUnsettled()) {
        // RabbitMQ: also if the higher one goes in the meantime.
        draining = true;
        return;
      }
      before.tellActive(false);
    }
    active = best;
    ready(best);
    best.tellActive(true);
  }

  private @Nullable Consumer preferred() {
    Consumer best = active;
    for (Consumer candidate : all) {
      if (best == null
          || (prefersPriority && candidate.spec().priority() > best.spec().priority())) {
        best = candidate;
      }
    }
    return best;
  }

  private Level levelOf(int priority) {
    int i = 0;
    for (; i < levels.size(); i++) {
      Level level = levels.get(i);
      if (level.priority == priority) {
        return level;
      }
      if (level.priority < priority) {
        break;
      }
    }
    Level level = new Level(priority, new ArrayDeque<>(2));
    levels.add(i, level);
    return level;
  }
}

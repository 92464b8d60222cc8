package io.warrenmq.core.queue;

import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The ready messages of a queue in the order in which they are handed out: highest priority first,
 * then by sequence number. A queue without priorities has one band; the others come into being when
 * a message needs them.
 */
final class ReadyMessages {
  private final int maxPriority;
  private final int defaultPriority;
  private final Band base = new Band(); // the band of the default priority
  private @Nullable Band @Nullable [] bands;
  private int highest; // no band above this one holds a message
  private long count;
  private long bodyBytes;

  ReadyMessages(int maxPriority, int defaultPriority) {
    this.maxPriority = maxPriority;
    this.defaultPriority = defaultPriority;
  }

  long count() {
    return count;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  /** Adds a message behind all of its priority; gives the band, which may have become large. */
  Band append(Entry entry) {
    counted(entry);
    Band band = bandOf(entry);
    band.append(entry);
    return band;
  }

  void giveBack(Entry entry) {
    counted(entry);
    bandOf(entry).giveBack(entry);
  }

  @Nullable Entry peek() {
    Band band = firstBand();
    return band == null ? null : band.peek();
  }

  /** Whether what comes next is on disk. */
  boolean isAwaitingRead() {
    Band band = firstBand();
    return band != null && band.isAwaitingRead();
  }

  /** Calls for each band that there is, the highest priority first. */
  void forEachBand(ObjIntConsumer<Band> action) {
    if (bands == null) {
      action.accept(base, defaultPriority);
      return;
    }
    for (int i = maxPriority; i >= 0; i--) {
      Band band = bands[i];
      if (band != null) {
        action.accept(band, i);
      }
    }
  }

  /** The band of a priority, which is made if need be. */
  Band band(int priority) {
    return bandAt(maxPriority == 0 ? defaultPriority : Math.min(priority, maxPriority));
  }

  /** Messages that are on disk are there again after a restart, or are there no more. */
  void countUnread(long messages, long ofBodyBytes) {
    count += messages;
    bodyBytes += ofBodyBytes;
  }

  @Nullable Entry poll() {
    Band band = firstBand();
    Entry first = band == null ? null : band.poll();
    if (first != null) {
      count--;
      bodyBytes -= first.bodyLength();
    }
    return first;
  }

  /** Calls for the first message of each band: what expires at the head. */
  @Nullable Entry peekExpired(long nowMs) {
    if (bands == null) {
      return expired(base, nowMs);
    }
    for (int i = highest; i >= 0; i--) {
      Band band = bands[i];
      Entry head = band == null ? null : expired(band, nowMs);
      if (head != null) {
        return head;
      }
    }
    return null;
  }

  private static @Nullable Entry expired(Band band, long nowMs) {
    Entry head = band.peek();
    return head != null && head.expiresAtMs >= 0 && head.expiresAtMs <= nowMs ? head : null;
  }

  /** Takes out a message that {@link #peekExpired} has given. */
  void removeHead(Entry head) {
    Entry removed = bandOf(head).poll();
    assert removed == head;
    count--;
    bodyBytes -= head.bodyLength();
  }

  // ---- anywhere ----

  /** No band above this priority holds a message. */
  int highestPriority() {
    return bands == null ? defaultPriority : highest;
  }

  /** No band below this priority holds a message. */
  int lowestPriority() {
    return bands == null ? defaultPriority : 0;
  }

  /** The band of a priority between these two; {@code null} when it has none. */
  @Nullable Band bandIfAny(int priority) {
    return bands == null ? base : bands[priority];
  }

  /** Takes a message out that is in memory, wherever it stands. */
  void remove(Entry entry) {
    bandOf(entry).remove(entry);
    count--;
    bodyBytes -= entry.bodyLength();
  }

  /** A message that is on disk alone leaves those that are ready: it has an entry now. */
  void takeOut(Segment segment, int place, int bodyLength) {
    band(segment.priority()).takeOut(segment, place, bodyLength);
    count--;
    bodyBytes -= bodyLength;
  }

  /** The earliest deadline of the bands' first messages; −1 when none has one. */
  long nextDeadlineMs() {
    if (bands == null) {
      Entry head = base.peek();
      return head == null ? -1 : head.expiresAtMs;
    }
    long earliest = -1;
    for (int i = highest; i >= 0; i--) {
      Band band = bands[i];
      Entry head = band == null ? null : band.peek();
      if (head != null && head.expiresAtMs >= 0 && (earliest < 0 || head.expiresAtMs < earliest)) {
        earliest = head.expiresAtMs;
      }
    }
    return earliest;
  }

  void forEach(Consumer<Entry> action) {
    if (bands == null) {
      base.forEach(action);
      return;
    }
    for (Band band : bands) {
      if (band != null) {
        band.forEach(action);
      }
    }
  }

  private void counted(Entry entry) {
    count++;
    bodyBytes += entry.bodyLength();
  }

  private int priorityOf(Entry entry) {
    int priority = entry.priority();
    return priority < 0 ? defaultPriority : Math.min(priority, maxPriority);
  }

  private Band bandOf(Entry entry) {
    return bandAt(bandPriority(entry));
  }

  /** The priority of a message's band. */
  int bandPriority(Entry entry) {
    return maxPriority == 0 ? defaultPriority : priorityOf(entry);
  }

  private Band bandAt(int priority) {
    if (bands == null) {
      if (priority == defaultPriority) {
        return base;
      }
      bands = new Band[maxPriority + 1];
      bands[defaultPriority] = base;
      highest = defaultPriority;
    }
    Band band = bands[priority];
    if (band == null) {
      band = new Band();
      bands[priority] = band;
    }
    if (priority > highest) {
      highest = priority;
    }
    return band;
  }

  private @Nullable Band firstBand() {
    if (bands == null) {
      return base;
    }
    for (; highest > 0; highest--) {
      Band band = bands[highest];
      if (band != null && !band.isEmpty()) {
        return band;
      }
    }
    return bands[0];
  }
}

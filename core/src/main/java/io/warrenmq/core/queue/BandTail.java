package io.warrenmq.core.queue;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a band that do not fit into memory, and those behind them:
 *
 * <pre>
 * the band's front: in memory | segments: on disk | entries: in memory, came in last
 * </pre>
 *
 * <p>Messages move from the head of the entries to a new segment, and from the first segment to the
 * front. While a segment is being written its messages are still among the entries: they
 * <i>leave</i>. As entries are taken from the head alone, those that are still to leave are always
 * the first.
 */
final class BandTail {
  private final ArrayDeque<Segment> segments = new ArrayDeque<>(2);
  private final EntryList entries = new EntryList();
  private int leaving; // the first of the entries
  private int left; // that were to leave with them and were handed out instead
  private boolean writing;

  /** Whether it can be done without. */
  boolean isEmpty() {
    return !hasMessages() && !writing;
  }

  boolean isWriting() {
    return writing;
  }

  boolean hasMessages() {
    return !segments.isEmpty() || !entries.isEmpty();
  }

  boolean hasSegments() {
    return !segments.isEmpty();
  }

  /** The segments, the first to be read first. */
  ArrayDeque<Segment> segments() {
    return segments;
  }

  EntryList entries() {
    return entries;
  }

  long bytes() {
    return entries.bytes();
  }

  void append(Entry entry) {
    entries.append(entry);
  }

  /** The first message, when it is in memory. */
  @Nullable Entry first() {
    return segments.isEmpty() ? entries.first() : null;
  }

  /** A number that none of its messages is below. */
  long firstSeq() {
    Entry first = entries.first();
    return !segments.isEmpty()
        ? segments.getFirst().nextSeq()
        : first == null ? Long.MAX_VALUE : first.seq;
  }

  @Nullable Entry poll() {
    if (!segments.isEmpty()) {
      return null;
    }
    Entry oldest = entries.poll();
    if (oldest != null && leaving > 0) {
      leaving--;
      left++;
    }
    return oldest;
  }

  void forEach(Consumer<Entry> action) {
    entries.forEach(action);
  }

  /** The first entries, of about so many bytes, begin to leave. */
  MessageRun beginLeaving(long bytesMax) {
    int count = 0;
    long bytes = 0;
    for (Entry entry = entries.first(); entry != null && bytes < bytesMax; entry = entry.next) {
      bytes += entry.weight();
      count++;
    }
    MessageRun run = new MessageRun(count);
    Entry entry = entries.first();
    for (int i = 0; i < count && entry != null; i++) {
      run.add(entry.message, entry.seq, entry.expiresAtMs, entry.deliveryCount, entry.redelivered);
      entry = entry.next;
    }
    leaving = count;
    left = 0;
    writing = true;
    return run;
  }

  /** They stay: there was no room. */
  void stay() {
    leaving = 0;
    left = 0;
    writing = false;
  }

  /**
   * They are in a segment. Those that were handed out meanwhile are crossed off there.
   *
   * @param run what {@link #beginLeaving} gave
   * @return the memory that is free now
   */
  long endLeaving(MessageRun run, Segment segment) {
    for (int i = 0; i < left; i++) {
      segment.crossOffUnread(i, run.message(i).bodyLength());
    }
    long before = entries.bytes();
    for (int i = 0; i < leaving; i++) {
      entries.poll();
    }
    stay();
    if (!segment.isDone()) {
      segments.add(segment);
    }
    return before - entries.bytes();
  }
}

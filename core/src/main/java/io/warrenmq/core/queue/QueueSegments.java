package io.warrenmq.core.queue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one queue of which something is still in it, unread or out. Confined to the
 * queue's home loop.
 */
final class QueueSegments {
  private final Queue queue;
  private final CommandLog log;
  private final SegmentStore store;
  private static final Segment[] NONE = {};

  private @Nullable Set<Segment> segments;
  // The same for other loops to glance at: never changed, replaced.
  private Segment[] shown = NONE;

  QueueSegments(Queue queue, QueueServices services) {
    this.queue = queue;
    this.log = services.log();
    this.store = services.segments();
  }

  boolean isEmpty() {
    return segments == null || segments.isEmpty();
  }

  void forEach(Consumer<Segment> action) {
    if (segments != null) {
      segments.forEach(action);
    }
  }

  /** A segment was written; it may have nothing in it any more. */
  void addWritten(Segment segment) {
    if (segment.isDone()) {
      store.delete(segment.number());
    } else {
      add(segment);
      if (segment.isKept()) {
        log.segment(queue, segment);
      }
    }
  }

  /** A segment outlived a restart; says whether it is needed. */
  boolean restore(Segment segment) {
    if (segment.isDone()) {
      log.segmentGone(queue, segment);
      return false;
    }
    add(segment);
    return true;
  }

  private void add(Segment segment) {
    if (segments == null) {
      segments = new LinkedHashSet<>();
    }
    segments.add(segment);
    show();
  }

  private void show() {
    Set<Segment> all = segments;
    shown = all == null || all.isEmpty() ? NONE : all.toArray(NONE);
  }

  /** About how many messages are on disk alone. Any loop. */
  long glanceCount() {
    long count = 0;
    for (Segment segment : shown) {
      count += segment.unreadCount();
    }
    return count;
  }

  /** About how many bytes their bodies have. Any loop. */
  long glanceBodyBytes() {
    long bytes = 0;
    for (Segment segment : shown) {
      bytes += segment.unreadBodyBytes();
    }
    return bytes;
  }

  /** A message of the queue is in a segment, and has an entry. */
  void takeOut(Segment segment, int place, Entry entry, int offset) {
    segment.takeOut(place, entry.bodyLength());
    becameSegmented(segment, entry, offset);
  }

  /** An entry is that of a message which is out of a segment. */
  void becameSegmented(Segment segment, Entry entry, int offset) {
    boolean isLogged = segment.isKept() && queue.keeps(entry.message());
    entry.becomeSegmented(segment, offset, isLogged);
  }

  /** An entry came back, and stays in its segment, if it is in one. */
  void onReturned(Entry entry) {
    Segment segment = entry.segment;
    if (segment != null) {
      segment.onReturned(segment.seqs().indexOf(entry.seq), entry.deliveryCount);
    }
  }

  /**
   * An entry leaves the queue, or is logged for itself from now on.
   *
   * @param seq the number it has in its segment, if it is in one
   */
  void crossOff(Entry entry, long seq) {
    Segment segment = entry.segment;
    if (segment == null) {
      return;
    }
    entry.segment = null;
    segment.crossOff(segment.seqs().indexOf(seq));
    if (segment.isDone()) {
      giveUp(segment);
    }
  }

  /** What is unread of a segment was crossed off. */
  void onPurged(Segment segment) {
    if (segment.isDone()) {
      giveUp(segment);
    } else if (segment.isKept()) {
      log.segment(queue, segment);
    }
  }

  private void giveUp(Segment segment) {
    if (segments != null) {
      segments.remove(segment);
      show();
    }
    if (segment.isKept()) {
      log.segmentGone(queue, segment);
    } else {
      store.delete(segment.number());
    }
  }

  /** The queue has ended. Segments that a restart would look for stay until {@link #discard}. */
  void end() {
    if (segments == null) {
      return;
    }
    for (Segment segment : List.copyOf(segments)) {
      if (!segment.isKept()) {
        segments.remove(segment);
        store.delete(segment.number());
      }
    }
    show();
  }

  /** The queue is known no more: its segments go. */
  void discard() {
    forEach(segment -> log.segmentGone(queue, segment));
    segments = null;
    show();
  }
}

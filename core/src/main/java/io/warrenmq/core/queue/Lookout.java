package io.warrenmq.core.queue;

import org.jspecify.annotations.Nullable;

/**
 * Finds what comes next in a queue for a consumer that looks through it: the highest priority
 * first, then by number, in memory or on disk. Confined to the queue's home loop.
 */
final class Lookout {
  /** What there is where a consumer stands. */
  enum Found {
    /** A message, which its cursor has. */
    MESSAGE,
    /** A message that is being read, or will be once another is. */
    UNREAD,
    /** It has looked at all there is. */
    NOTHING
  }

  private final QueueEngine engine;
  private final ReadyMessages ready;
  private final SegmentParts parts;

  Lookout(QueueEngine engine, SegmentParts parts) {
    this.engine = engine;
    this.ready = engine.ready();
    this.parts = parts;
  }

  Found find(ScanCursor cursor) {
    int lowest = ready.lowestPriority();
    for (int priority = ready.highestPriority(); priority >= lowest; priority--) {
      Band band = ready.bandIfAny(priority);
      Found found = band == null ? Found.NOTHING : find(cursor, priority, band);
      if (found != Found.NOTHING) {
        return found;
      }
    }
    cursor.lookAtNothing(false);
    return Found.NOTHING;
  }

  private Found find(ScanCursor cursor, int priority, Band band) {
    UnseenSeqs unseen = cursor.unseen(priority);
    while (true) {
      long from = unseen.first();
      Entry entry = band.firstFrom(from);
      BandTail tail = band.tail();
      Segment segment = tail == null ? null : cursor.spot().segmentFrom(tail, from);
      long inMemory = entry == null ? Long.MAX_VALUE : entry.seq;
      long onDisk = segment == null ? Long.MAX_VALUE : segment.unreadFrom(from);
      long next = Math.min(inMemory, onDisk);
      if (next == Long.MAX_VALUE) {
        unseen.seen(engine.nextSeq() - 1);
        return Found.NOTHING;
      }
      if (next > unseen.last()) {
        unseen.seen(unseen.last()); // What came back is gone.
      } else if (next == inMemory && entry != null) {
        cursor.lookAt(priority, entry);
        return Found.MESSAGE;
      } else {
        return look(cursor, priority, segment, from);
      }
    }
  }

  private Found look(ScanCursor cursor, int priority, @Nullable Segment segment, long from) {
    assert segment != null;
    int place = segment.placeFrom(from);
    SegmentPart part = parts.find(segment, place);
    if (part == null) {
      cursor.lookAtNothing(true);
      return Found.UNREAD;
    }
    cursor.lookAt(priority, part, place);
    return Found.MESSAGE;
  }
}

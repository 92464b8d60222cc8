package io.warrenmq.core.queue;

import org.jspecify.annotations.Nullable;

/**
 * Which segment has the messages that come next on disk, for a consumer that looks through a queue:
 * as long as its numbers are between two bounds, no other has to be asked. Confined to the queue's
 * home loop.
 */
final class DiskSpot {
  private @Nullable BandTail tail;
  private @Nullable Segment segment; // null: none from there on
  private long from;
  private long limit;
  private int version;

  void set(@Nullable Segment found, long from, long limit, int version) {
    segment = found;
    this.from = from;
    this.limit = limit;
    this.version = version;
  }

  /**
   * The segment of the first message on disk whose number is at least this one; {@code null} for
   * none. The message is at {@link Segment#placeFrom}.
   */
  @Nullable Segment segmentFrom(BandTail asked, long seq) {
    if (tail != asked || version != asked.version() || seq < from || !reaches(seq)) {
      tail = asked;
      asked.find(seq, this);
    }
    return segment;
  }

  private boolean reaches(long seq) {
    return segment == null || segment.unreadFrom(seq) < limit;
  }
}

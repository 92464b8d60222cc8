package io.warrenmq.core.log;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one queue by the numbers of their messages. Segments may overlap, and a number
 * may be in several of them; in all but one it is crossed off then. Confined to its user.
 */
final class SegmentIndex {
  private final TreeSet<SegmentRecord> byFirst =
      new TreeSet<>(
          Comparator.<SegmentRecord>comparingLong(segment -> segment.seqs().first())
              .thenComparingLong(SegmentRecord::number));
  private long highestSeq; // no segment has one above it
  private @Nullable SegmentRecord lastFound; // the next number is likely to be there as well

  /** Adds a segment, in place of what there was of it. */
  void put(SegmentRecord segment) {
    remove(segment);
    byFirst.add(segment);
    highestSeq = Math.max(highestSeq, segment.seqs().last());
  }

  void remove(SegmentRecord segment) {
    byFirst.remove(segment);
    lastFound = null;
  }

  /** The segment in which a message is and is not crossed off; {@code null} for none. */
  @Nullable SegmentRecord find(long seq) {
    if (seq > highestSeq) {
      return null; // What has just come in, of which there may be very much.
    }
    SegmentRecord likely = lastFound;
    if (likely != null && holds(likely, seq)) {
      return likely;
    }
    for (SegmentRecord segment : byFirst) {
      if (segment.seqs().first() > seq) {
        return null;
      }
      if (holds(segment, seq)) {
        lastFound = segment;
        return segment;
      }
    }
    return null;
  }

  private static boolean holds(SegmentRecord segment, long seq) {
    int place = segment.seqs().indexOf(seq);
    return place >= 0 && !segment.crossedOff().get(place);
  }
}

package io.warrenmq.core.log;

import io.warrenmq.core.queue.ReturnCounts;
import io.warrenmq.core.queue.Segment;
import io.warrenmq.core.queue.SeqRuns;
import java.util.BitSet;

/**
 * What the log keeps of a segment: whose messages it has, and which of them are crossed off.
 * Immutable.
 *
 * @param number the number of its file
 * @param priority the messages'
 * @param seqs their numbers in their queue
 * @param crossedOff the places that have been crossed off
 * @param returns which of them came back since the segment was written, and how often
 * @param marked whether its messages may have been handed out before they were read from it
 */
record SegmentRecord(
    long number,
    int priority,
    SeqRuns seqs,
    BitSet crossedOff,
    ReturnCounts returns,
    boolean marked) {
  /** A segment as it is now. */
  static SegmentRecord of(Segment segment) {
    return new SegmentRecord(
        segment.number(),
        segment.priority(),
        segment.seqs(),
        (BitSet) segment.crossedOff().clone(),
        segment.returns().copy(),
        segment.isMarked());
  }
}

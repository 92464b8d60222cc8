package io.warrenmq.core.queue;

import io.warrenmq.api.message.Message;

/**
 * Some messages of a segment as they were read, whether they have left the queue by now or not.
 * Immutable.
 *
 * @param segment the segment
 * @param firstPlace the place of the first of them
 * @param run the messages
 * @param bytes memory that they take
 */
record SegmentPart(Segment segment, int firstPlace, MessageRun run, long bytes) {
  static SegmentPart of(Segment segment, int firstPlace, MessageRun run) {
    long bytes = 0;
    for (int i = 0; i < run.count(); i++) {
      bytes += run.message(i).bytes().length;
    }
    return new SegmentPart(segment, firstPlace, run, bytes);
  }

  boolean has(Segment ofSegment, int place) {
    return segment == ofSegment && place >= firstPlace && place < firstPlace + run.count();
  }

  Message message(int place) {
    return run.message(place - firstPlace);
  }

  /** Its deadline in wall time; −1 for none. */
  long expiresAtMs(int place) {
    return run.expiresAtMs(place - firstPlace);
  }

  int returnCount(int place) {
    return segment.returnCount(place, run, place - firstPlace);
  }

  boolean isRedelivered(int place) {
    return segment.isRedelivered(place, run, place - firstPlace);
  }

  /** Where in the segment's file it begins. */
  int offset(int place) {
    return run.offset(place - firstPlace);
  }

  /** An entry for a message that is ready and on disk alone. */
  Entry entry(Queue queue, int place) {
    return Entry.read(queue, segment, place, run, place - firstPlace);
  }
}

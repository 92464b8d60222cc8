package io.warrenmq.core.queue;

import io.warrenmq.core.flow.LoopMemory;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the segments of one queue for consumers that look through it: the last few
 * parts, which these share. One is read at a time. Confined to the queue's home loop.
 */
final class SegmentParts {
  /** Parts that are kept at most. */
  static final int PARTS_MAX = 8;

  // A quarter of what is read for the head: those that look through are many, and at many places.
  private static final int READ_SHARE = 4;

  private final Queue queue;
  private final SegmentStore store;
  private final LoopMemory memory;
  private final int readBytes;
  private final Runnable onRead;
  private final ArrayDeque<SegmentPart> parts = new ArrayDeque<>(PARTS_MAX);
  private boolean reading;
  private boolean ended;

  /**
   * Creates it.
   *
   * @param onRead called when something was read
   */
  SegmentParts(Queue queue, QueueServices services, Runnable onRead) {
    this.queue = queue;
    this.store = services.segments();
    this.memory = services.memory();
    this.readBytes = Math.max(1, services.paging().readBytes() / READ_SHARE);
    this.onRead = onRead;
  }

  /** The part with a message; {@code null} when it is to be read first, which begins. */
  @Nullable SegmentPart find(Segment segment, int place) {
    for (SegmentPart part : parts) {
      if (part.has(segment, place)) {
        return part;
      }
    }
    if (!reading) {
      read(segment, place);
    }
    return null;
  }

  private void read(Segment segment, int place) {
    PlaceOffsets known = segment.offsets();
    int index = known.before(place);
    int from = known.place(index);
    long offset = known.offset(index);
    if (segment.nextPlace() > from && segment.nextPlace() <= place) {
      from = segment.nextPlace();
      offset = segment.nextOffset();
    }
    int first = from;
    reading = true;
    store.read(
        queue,
        segment,
        offset,
        readBytes,
        (run, nextOffset) -> onReadSome(segment, first, place, run, nextOffset));
  }

  private void onReadSome(Segment segment, int first, int wanted, MessageRun run, long nextOffset) {
    reading = false;
    if (ended) {
      return;
    }
    segment.offsets().add(first + run.count(), nextOffset);
    SegmentPart part = SegmentPart.of(segment, first, run);
    if (part.has(segment, wanted)) { // Else it comes later, and is found sooner now.
      if (parts.size() == PARTS_MAX) {
        memory.add(-parts.remove().bytes());
      }
      parts.add(part);
      memory.add(part.bytes());
    }
    onRead.run();
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Nobody is on disk any more. */
  void clear() {
    for (SegmentPart part : parts) {
      memory.add(-part.bytes());
    }
    parts.clear();
  }

  /** Nobody looks through the queue any more. */
  void end() {
    ended = true;
    clear();
  }
}

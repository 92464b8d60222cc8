package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.Segment;
import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the log has kept of one queue. Confined to who reads the log, then to the queue's home. */
final class RecoveredQueue {
  private final TreeMap<Long, Kept> messages = new TreeMap<>();
  private final Map<Long, SegmentRecord> segments = new HashMap<>();
  private final SegmentIndex bySeq = new SegmentIndex();
  private final Map<Long, Content> contents = new HashMap<>();
  private long nextSeq = 1;
  private long markedBelow; // messages below this number may have been handed out
  private boolean claimed;

  /**
   * What a segment has that is not crossed off.
   *
   * @param transients the places of messages that are not durable
   * @param durableBytes bodies of those that are
   * @param transientBytes bodies of those that are not
   */
  private record Content(BitSet transients, long durableBytes, long transientBytes) {}

  /**
   * A message that is still in the queue, and in no segment.
   *
   * @param seq its number
   * @param message itself
   * @param expiresAtMs its deadline; −1 for none
   * @param returnCount how often it came back as failed
   * @param redelivered whether it was handed out before
   */
  record Kept(long seq, Message message, long expiresAtMs, int returnCount, boolean redelivered) {}

  void enqueue(Kept kept) {
    messages.put(kept.seq, kept);
    crossOff(kept.seq); // It came back, and has left the segment that it was in.
    sawSeq(kept.seq);
  }

  void remove(long firstSeq, long count) {
    for (long seq = firstSeq; seq < firstSeq + count; seq++) {
      if (messages.remove(seq) == null) {
        crossOff(seq);
      }
    }
    sawSeq(firstSeq + count - 1);
  }

  private void crossOff(long seq) {
    SegmentRecord found = bySeq.find(seq);
    if (found != null) {
      found.crossedOff().set(found.seqs().indexOf(seq));
    }
  }

  /** Any message so far may have been handed out. */
  void mark() {
    markedBelow = nextSeq;
  }

  void giveBack(long formerSeq, long newSeq, int returnCount, boolean redelivered) {
    Kept before = messages.remove(formerSeq);
    if (before != null) {
      messages.put(
          newSeq, new Kept(newSeq, before.message, before.expiresAtMs, returnCount, redelivered));
    } else {
      SegmentRecord found = bySeq.find(formerSeq);
      if (found != null) {
        found.returns().set(found.seqs().indexOf(formerSeq), returnCount);
      }
    }
    sawSeq(newSeq);
  }

  void segment(SegmentRecord segment) {
    segments.put(segment.number(), segment);
    bySeq.put(segment);
    // They are in the segment from now on.
    messages
        .subMap(segment.seqs().first(), true, segment.seqs().last(), true)
        .keySet()
        .removeIf(
            seq -> {
              int index = segment.seqs().indexOf(seq);
              return index >= 0 && !segment.crossedOff().get(index);
            });
    sawSeq(segment.seqs().last());
  }

  void segmentGone(long number) {
    SegmentRecord gone = segments.remove(number);
    if (gone != null) {
      bySeq.remove(gone);
    }
  }

  /** The messages that are in no segment, in any order. Not to be changed. */
  Collection<Kept> messages() {
    return messages.values();
  }

  /** The segments that are needed, in any order. Not to be changed. */
  Collection<SegmentRecord> segments() {
    return segments.values();
  }

  private void sawSeq(long seq) {
    nextSeq = Math.max(nextSeq, seq + 1);
  }

  /**
   * Reads what must be known of the segments. Once the log has been read; blocks.
   *
   * @param present the numbers of the segments that there are
   * @param needed takes the numbers of the segments that are needed
   */
  void open(Disk disk, Set<Long> present, SegmentCodec codec, Set<Long> needed) throws IOException {
    for (SegmentRecord segment : segments.values()) {
      long number = segment.number();
      needed.add(number);
      if (!present.contains(number)) {
        throw new CorruptStoreException(
            SegmentCodec.fileName(number), 0, "the file is missing, and the log says it is needed");
      }
      try (DiskFile file = disk.open(SegmentCodec.fileName(number))) {
        contents.put(
            number, content(codec.readIndex(file, number, segment.seqs().count()), segment));
      }
    }
  }

  private static Content content(SegmentCodec.Index index, SegmentRecord segment) {
    BitSet transients = new BitSet();
    long durableBytes = 0;
    long transientBytes = 0;
    for (int i = 0; i < index.bodyLengths().length; i++) {
      if (segment.crossedOff().get(i)) {
        continue;
      }
      if (index.durable()[i]) {
        durableBytes += index.bodyLengths()[i];
      } else {
        transients.set(i);
        transientBytes += index.bodyLengths()[i];
      }
    }
    return new Content(transients, durableBytes, transientBytes);
  }

  /** Fails when one of its messages, outside its segments, has an unknown format. */
  void checkFormats() throws UnreadFormatException {
    for (Kept kept : messages.values()) {
      if (AnyFormats.isUnknown(kept.message)) {
        throw new UnreadFormatException(kept.message.format().name());
      }
    }
  }

  /** The numbers of its segments, when no queue has taken them. */
  Set<Long> unclaimedSegments() {
    return claimed ? Set.of() : segments.keySet();
  }

  /**
   * Puts the messages back into their queue. Its home loop, before it opens.
   *
   * @param mayHaveBeenDelivered whether any of them may have been with a consumer when the broker
   *     ended
   */
  void restoreInto(Queue queue, boolean mayHaveBeenDelivered) {
    claimed = true;
    List<SegmentRecord> inOrder = new ArrayList<>(segments.values());
    inOrder.sort(Comparator.comparingLong(segment -> segment.seqs().first()));
    for (SegmentRecord record : inOrder) {
      Segment segment = restored(queue, record);
      if (mayHaveBeenDelivered || record.marked() || record.seqs().last() < markedBelow) {
        segment.mark();
      }
      queue.restore(segment);
    }
    for (Kept each : messages.values()) {
      queue.restore(
          each.message,
          each.seq,
          each.expiresAtMs,
          each.returnCount,
          each.redelivered || mayHaveBeenDelivered || each.seq < markedBelow,
          LogWriter.RECOVERED_BATCH);
    }
    messages.clear();
    queue.restoreNextSeq(nextSeq);
  }

  private Segment restored(Queue queue, SegmentRecord record) {
    Content content = contents.get(record.number());
    assert content != null;
    boolean keepsAll = queue.keeps(false);
    Segment segment =
        new Segment(
            record.number(),
            record.priority(),
            record.seqs(),
            record.returns(),
            SegmentCodec.FIRST_OFFSET,
            content.durableBytes + (keepsAll ? content.transientBytes : 0),
            true);
    segment.becomeLogged(LogWriter.RECOVERED_BATCH);
    BitSet gone = record.crossedOff();
    if (!keepsAll) {
      gone.or(content.transients); // They have ended with the life in which they came.
    }
    for (int i = gone.nextSetBit(0); i >= 0; i = gone.nextSetBit(i + 1)) {
      segment.crossOff(i);
    }
    return segment;
  }
}

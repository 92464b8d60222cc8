package io.warrenmq.core.log;

import io.warrenmq.api.message.Message;
import io.warrenmq.core.queue.MessageRun;
import io.warrenmq.core.queue.ReturnCounts;
import io.warrenmq.core.queue.SeqRuns;
import io.warrenmq.core.store.Disk;
import io.warrenmq.core.store.DiskFile;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogWriter;
import io.warrenmq.core.store.StoredOutput;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a message log of what queues have. Calls block; one thread. */
final class LogRewrite implements Closeable {
  private static final int FRAME_BYTES = 1 << 20;

  private final Disk disk;
  private final int frameBytes;
  private final long fileBytes;
  private final FrameLogWriter file;
  private final SegmentCodec segments = new SegmentCodec(MessageCodec.ofAnyFormat());
  private final StoredOutput out = new StoredOutput(FRAME_BYTES + (64 << 10));
  private final StoredOutput segmentOut = new StoredOutput(SegmentCodec.WRITE_BYTES + (64 << 10));

  /** Begins a log in a folder that has none. */
  LogRewrite(Disk disk) throws IOException {
    this(disk, FRAME_BYTES, LogOptions.DEFAULT.fileBytes());
  }

  LogRewrite(Disk disk, int frameBytes, long fileBytes) throws IOException {
    this.disk = disk;
    this.frameBytes = frameBytes;
    this.fileBytes = fileBytes;
    this.file = new FrameLogWriter(disk, LocalLog.FILES, 1, 1, FrameLog.BLOCK_BYTES);
    out.reset(FrameLog.FRAME_HEADER_BYTES);
  }

  /**
   * Adds the messages that are in no segment, after the segments that hold others of their queues.
   * One that is in several queues is added to all of them at once, as it is written once in a file,
   * and the log comes in many. What comes first in a queue, the numbers say.
   */
  void messages(Map<Long, RecoveredQueue> queues) throws IOException {
    Map<Message, List<Place>> shared = shared(queues.values());
    List<List<Place>> inOrder = new ArrayList<>();
    for (Map.Entry<Long, RecoveredQueue> queue : queues.entrySet()) {
      for (RecoveredQueue.Kept kept : queue.getValue().messages()) {
        Place place = new Place(queue.getKey(), kept);
        List<Place> places = shared.get(kept.message());
        if (places == null) {
          message(place);
          continue;
        }
        if (places.isEmpty()) {
          inOrder.add(places);
        }
        places.add(place);
      }
    }
    for (List<Place> places : inOrder) {
      for (Place place : places) {
        message(place);
      }
    }
  }

  /** A message in one of its queues. */
  private record Place(long queueId, RecoveredQueue.Kept kept) {}

  /** The messages that are in several queues, with room for where. */
  private static Map<Message, List<Place>> shared(Collection<RecoveredQueue> queues) {
    Set<Message> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<Message, List<Place>> shared = new IdentityHashMap<>();
    for (RecoveredQueue queue : queues) {
      for (RecoveredQueue.Kept kept : queue.messages()) {
        if (!seen.add(kept.message())) {
          shared.computeIfAbsent(kept.message(), first -> new ArrayList<>());
        }
      }
    }
    return shared;
  }

  private void message(Place place) throws IOException {
    RecoveredQueue.Kept kept = place.kept;
    LogRecords.writeEnqueue(
        out,
        file,
        place.queueId,
        kept.seq(),
        kept.expiresAtMs(),
        kept.returnCount(),
        kept.redelivered(),
        kept.message());
    endFrameWhenFull();
  }

  /** Adds a segment whose file is there as it was. */
  void segment(long queueId, SegmentRecord segment) throws IOException {
    LogRecords.writeSegment(out, queueId, segment);
    endFrameWhenFull();
  }

  /**
   * Writes a segment anew, of those of its messages that could be read and are not crossed off.
   *
   * @param former what the log has said of it
   */
  void salvaged(long queueId, SegmentRecord former, MessageRun readable) throws IOException {
    MessageRun live = new MessageRun(readable.count());
    SeqRuns.Builder seqs = new SeqRuns.Builder();
    for (int i = 0; i < readable.count(); i++) {
      long seq = readable.seq(i);
      int place = former.seqs().indexOf(seq);
      if (!former.crossedOff().get(place)) {
        boolean cameBack = former.returns().isReturned(place);
        seqs.add(seq);
        live.add(
            readable.message(i),
            seq,
            readable.expiresAtMs(i),
            cameBack ? former.returns().get(place) : readable.returnCount(i),
            cameBack || readable.isRedelivered(i));
      }
    }
    if (live.count() == 0) {
      return;
    }
    long number = former.number();
    try (DiskFile segment = disk.open(SegmentCodec.fileName(number))) {
      segments.write(segment, segmentOut, number, former.priority(), live);
      segment.force();
    }
    segment(
        queueId,
        new SegmentRecord(
            number,
            former.priority(),
            seqs.build(),
            new BitSet(),
            new ReturnCounts(live.count()),
            former.marked()));
  }

  private void endFrameWhenFull() throws IOException {
    if (out.size() >= frameBytes) {
      endFrame();
    }
  }

  private void endFrame() throws IOException {
    if (out.size() > FrameLog.FRAME_HEADER_BYTES) {
      file.append(out.buffer().flip());
      out.reset(FrameLog.FRAME_HEADER_BYTES);
    }
    if (file.position() >= fileBytes) {
      file.roll(FrameLog.BLOCK_BYTES);
    }
  }

  /** Makes all of it safe. */
  void finish() throws IOException {
    endFrame();
    file.force();
    disk.forceNames();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

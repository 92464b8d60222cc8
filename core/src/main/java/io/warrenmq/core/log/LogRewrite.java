package io.warrenmq.core.log;

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
import java.util.Comparator;
import java.util.List;

/** Writes a message log of what queues have. Calls block; one thread. */
final class LogRewrite implements Closeable {
  private static final int FRAME_BYTES = 1 << 20;

  private final Disk disk;
  private final FrameLogWriter file;
  private final SegmentCodec segments = new SegmentCodec(MessageCodec.ofAnyFormat());
  private final StoredOutput out = new StoredOutput(FRAME_BYTES + (64 << 10));
  private final StoredOutput segmentOut = new StoredOutput(SegmentCodec.WRITE_BYTES + (64 << 10));

  /** Begins a log in a folder that has none. */
  LogRewrite(Disk disk) throws IOException {
    this.disk = disk;
    this.file = new FrameLogWriter(disk, LocalLog.FILES, 1, 1, FrameLog.BLOCK_BYTES);
    out.reset(FrameLog.FRAME_HEADER_BYTES);
  }

  /** Adds messages that are in no segment. */
  void messages(long queueId, Collection<RecoveredQueue.Kept> messages) throws IOException {
    List<RecoveredQueue.Kept> inOrder = new ArrayList<>(messages);
    inOrder.sort(Comparator.comparingLong(RecoveredQueue.Kept::seq));
    for (RecoveredQueue.Kept kept : inOrder) {
      LogRecords.writeEnqueue(
          out,
          file,
          queueId,
          kept.seq(),
          kept.expiresAtMs(),
          kept.returnCount(),
          kept.redelivered(),
          kept.message());
      endFrameWhenFull();
    }
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
    if (out.size() >= FRAME_BYTES) {
      endFrame();
    }
  }

  private void endFrame() throws IOException {
    if (out.size() > FrameLog.FRAME_HEADER_BYTES) {
      file.append(out.buffer().flip());
      out.reset(FrameLog.FRAME_HEADER_BYTES);
    }
    if (file.position() >= LogOptions.DEFAULT.fileBytes()) {
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

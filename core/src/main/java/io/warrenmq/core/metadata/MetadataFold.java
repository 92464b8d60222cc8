package io.warrenmq.core.metadata;

import io.warrenmq.core.store.CorruptStoreException;
import io.warrenmq.core.store.FrameLog;
import io.warrenmq.core.store.FrameLogReader;
import io.warrenmq.core.store.StoredInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a log's frames what is. A frame begins with a byte of flags, then come records:
 *
 * <pre>
 * CHANGES                 what some calls have added, all of it or nothing
 * SNAPSHOT                a part of all that was before the first part
 * SNAPSHOT | FIRST        the first part, with the highest queue id before its records
 * SNAPSHOT | LAST         the last part: from here on, all before the first one does not matter
 * </pre>
 *
 * <p>The parts of a snapshot are in one file, the first one before all else in it. Changes between
 * them come after what the snapshot says. A snapshot without its last part was being written when
 * the broker ended, or the disk was full: it says nothing that the frames before it do not say. One
 * thread.
 */
final class MetadataFold implements FrameLogReader.Sink {
  static final int CHANGES = 0;
  static final int SNAPSHOT = 1;
  static final int FIRST = 2;
  static final int LAST = 4;

  private final FrameLog log;
  private LiveRecords live = new LiveRecords(0);
  private @Nullable LiveRecords snapshot; // between its first and its last part
  private final List<MetadataRecord> since = new ArrayList<>(); // the changes after its first part
  private long file; // that is being read
  private boolean complete; // whether there was a whole snapshot
  private final LogSize size;
  private long frames;

  /**
   * Begins with nothing.
   *
   * @param size counts the frames
   */
  MetadataFold(FrameLog log, LogSize size) {
    this.log = log;
    this.size = size;
  }

  /** What is. */
  LiveRecords live() {
    return live;
  }

  @Override
  public void frame(long fileNumber, long offset, ByteBuffer payload) throws IOException {
    StoredInput in = new StoredInput(payload);
    if (fileNumber != file) {
      file = fileNumber;
      beginSnapshot(null);
    }
    try {
      frames++;
      read(in, payload.limit());
    } catch (StoredInput.MalformedException e) {
      throw new CorruptStoreException(
          log.fileName(fileNumber), offset + in.position(), String.valueOf(e.getMessage()));
    }
  }

  private void read(StoredInput in, int bytes) {
    int flags = in.getByte();
    if (flags == CHANGES) {
      size.addChanges(bytes, readChanges(in));
    } else {
      size.addPart(bytes, readPart(flags, in));
    }
  }

  private long readPart(int flags, StoredInput in) {
    LiveRecords target = target(flags, in);
    long count = 0;
    for (; in.hasMore(); count++) {
      target.apply(MetadataCodec.read(in));
    }
    if ((flags & LAST) != 0) {
      since.forEach(target::apply);
      live = target;
      beginSnapshot(null);
      complete = true;
    }
    return count;
  }

  private long readChanges(StoredInput in) {
    long count = 0;
    for (; in.hasMore(); count++) {
      MetadataRecord record = MetadataCodec.read(in);
      live.apply(record);
      if (snapshot != null) {
        since.add(record);
      }
    }
    return count;
  }

  private LiveRecords target(int flags, StoredInput in) {
    switch (flags) {
      case SNAPSHOT | FIRST, SNAPSHOT | FIRST | LAST -> {
        LiveRecords begun = new LiveRecords(in.getNumber());
        beginSnapshot(begun);
        return begun;
      }
      case SNAPSHOT, SNAPSHOT | LAST -> {
        if (snapshot == null) {
          throw new StoredInput.MalformedException("a part of a snapshot that has not begun");
        }
        return snapshot;
      }
      default ->
          throw new StoredInput.MalformedException("no kind of frame has the number " + flags);
    }
  }

  private void beginSnapshot(@Nullable LiveRecords begun) {
    snapshot = begun;
    since.clear();
  }

  /**
   * Fails when the log does not tell all: when it begins later than with its first frame, and no
   * snapshot stands for what was before.
   */
  void checkBeginning(FrameLogReader.End end) throws CorruptStoreException {
    long first = end.nextFrame() - frames;
    if (first > 1 && !complete) {
      throw new CorruptStoreException(
          log.fileName(end.files().get(0)),
          FrameLog.BLOCK_BYTES,
          "the log begins with frame " + first + ", and files before this one are missing");
    }
  }
}

package io.warrenmq.core.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Segments in memory, for tests: each message takes a kilobyte of its file. */
final class MemorySegments implements SegmentStore {
  private static final int MESSAGE_BYTES = 1024;

  final Map<Long, MessageRun> files = new TreeMap<>();
  boolean isFull;
  boolean isHeld; // writes are not done before release()
  private final List<Runnable> held = new ArrayList<>();
  int written;
  int reads;

  @Override
  public void write(Queue queue, int priority, MessageRun messages, boolean kept, Written then) {
    if (isFull) {
      queue.home().execute(() -> then.onWritten(null));
      return;
    }
    long number = ++written;
    SeqRuns.Builder seqs = new SeqRuns.Builder();
    long bodyBytes = 0;
    for (int i = 0; i < messages.count(); i++) {
      if (i > 0 && messages.seq(i) <= messages.seq(i - 1)) {
        throw new AssertionError("numbers that do not grow");
      }
      seqs.add(messages.seq(i));
      messages.setOffset(i, (long) i * MESSAGE_BYTES);
      bodyBytes += messages.message(i).bodyLength();
    }
    files.put(number, messages);
    Segment segment =
        new Segment(
            number, priority, seqs.build(), new ReturnCounts(messages.count()), 0, bodyBytes, kept);
    if (isHeld) {
      held.add(() -> queue.home().execute(() -> then.onWritten(segment)));
    } else {
      queue.home().execute(() -> then.onWritten(segment));
    }
  }

  /** Does what was held. */
  void release() {
    isHeld = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  @Override
  public void read(Queue queue, Segment segment, long offset, int bytesMax, Read then) {
    reads++;
    MessageRun file = files.get(segment.number());
    if (file == null) {
      queue.home().execute(() -> then.onRead(new MessageRun(0), offset));
      return;
    }
    int first = (int) offset / MESSAGE_BYTES;
    int count = Math.min(file.count() - first, Math.max(1, bytesMax / MESSAGE_BYTES));
    MessageRun run = new MessageRun(count);
    for (int i = 0; i < count; i++) {
      run.add(
          file.message(first + i),
          file.seq(first + i),
          file.expiresAtMs(first + i),
          file.returnCount(first + i),
          file.isRedelivered(first + i));
      run.setOffset(i, offset + (long) i * MESSAGE_BYTES);
    }
    queue.home().execute(() -> then.onRead(run, offset + (long) count * MESSAGE_BYTES));
  }

  @Override
  public void delete(long number) {
    if (files.remove(number) == null) {
      throw new AssertionError("there is no segment " + number);
    }
  }
}

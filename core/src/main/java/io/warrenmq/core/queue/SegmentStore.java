package io.warrenmq.core.queue;

import org.jspecify.annotations.Nullable;

/**
 * Where queues put messages that do not fit into memory. Called on a queue's home loop, on which it
 * calls back; the disk's work is done elsewhere.
 */
public interface SegmentStore {
  /** Takes what was written. */
  @FunctionalInterface
  interface Written {
    /**
     * Called once.
     *
     * @param segment the messages' segment, safe on disk; {@code null} when the disk had no room
     */
    void onWritten(@Nullable Segment segment);
  }

  /** Takes what was read. */
  @FunctionalInterface
  interface Read {
    /**
     * Called once; never when reading fails, which ends the node.
     *
     * @param messages one or more; none when the segment was deleted meanwhile
     * @param nextOffset where the next message begins
     */
    void onRead(MessageRun messages, long nextOffset);
  }

  /**
   * Writes messages into a segment of their own.
   *
   * @param messages in the order of their numbers
   * @param kept whether the segment is to outlive a restart
   */
  void write(Queue queue, int priority, MessageRun messages, boolean kept, Written then);

  /**
   * Reads messages of a segment.
   *
   * @param offset where the first one begins
   * @param bytesMax about how much is wanted; one message is read in any case
   */
  void read(Queue queue, Segment segment, long offset, int bytesMax, Read then);

  /**
   * Gives a segment's room back. Nothing of it is read any more.
   *
   * @param number the segment's
   */
  void delete(long number);

  /** The store of queues that stay in memory whatever it costs. */
  SegmentStore NONE =
      new SegmentStore() {
        @Override
        public void write(
            Queue queue, int priority, MessageRun messages, boolean kept, Written then) {
          then.onWritten(null);
        }

        @Override
        public void read(Queue queue, Segment segment, long offset, int bytesMax, Read then) {
          throw new IllegalStateException("nothing was written");
        }

        @Override
        public void delete(long number) {
          throw new IllegalStateException("nothing was written");
        }
      };
}

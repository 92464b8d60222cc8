package io.warrenmq.core.queue;

/**
 * Where a queue's commands go before they count. A message is known by its queue and its number
 * there, {@link Entry#seq}; deadlines are decided before the log sees them, so that who replays a
 * log needs no clock. What a log has kept comes back through {@link Queue#restore}.
 *
 * <p>The log decides when a command is applied and when a publish is confirmed, and calls back on
 * the queue's home loop:
 *
 * <table>
 *   <caption>The three logs of the design</caption>
 *   <tr><th>log</th><th>applied</th><th>confirmed</th></tr>
 *   <tr><td>none ({@link NoLog})</td><td>at once</td><td>at once</td></tr>
 *   <tr><td>local write-ahead log</td><td>at once</td><td>once forced to disk, in batches</td></tr>
 *   <tr><td>Raft group</td><td>once committed</td><td>once committed</td></tr>
 * </table>
 *
 * <p>Called on the home loop of the queue that the command is for; an implementation must not
 * block.
 */
public interface CommandLog {
  /**
   * A message comes in. To be answered with {@link Queue#applyEnqueue}, and, when the entry has a
   * confirm target, with {@link Queue#confirm}; the log keeps target and publish id itself when it
   * answers later, since the entry may be gone by then. A log that applies at once writes first,
   * under {@link Queue#nextSeq}: applying may hand the message out and remove it again.
   */
  void enqueue(Queue queue, Entry entry);

  /**
   * A queue that is kept begins its life: the log gives back what it has of it, by {@link
   * Queue#restore}.
   */
  default void open(Queue queue) {}

  /**
   * A message leaves for good: settled, expired, dropped, purged. Nobody waits for it.
   *
   * @param consumed whether a consumer has taken it, so that it needs no safety any more
   */
  void remove(Queue queue, Entry entry, boolean consumed);

  /**
   * A message came back, with its delivery count. Nobody waits for it.
   *
   * @param formerSeq the number it had; another than it has now when it went to the back
   */
  void giveBack(Queue queue, Entry entry, long formerSeq);

  /**
   * A message came back and is another, as its consumer has added to it: it is kept as it is now,
   * in place of what was kept of it, so that either the one or the other survives. Nobody waits for
   * it.
   *
   * @param formerSeq as in {@link #giveBack}
   */
  void giveBackChanged(Queue queue, Entry entry, long formerSeq);

  /** Messages of the queue are in a segment, as far as they are not crossed off there. */
  default void segment(Queue queue, Segment segment) {}

  /** A segment is needed no more: its file goes, once that is safe. */
  default void segmentGone(Queue queue, Segment segment) {}

  /** The queue ends, and all that is in it: nothing of it is to come back. */
  void delete(Queue queue);

  /**
   * Whether more waits for the disk than is good: who publishes durable messages is to stop. Any
   * loop.
   */
  default boolean isCongested() {
    return false;
  }

  /** Calls, on this log's loop, once less waits again; at once when that is so. */
  default void whenRelieved(Runnable task) {
    task.run();
  }
}

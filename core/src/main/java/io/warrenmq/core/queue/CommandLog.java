package io.warrenmq.core.queue;

/**
 * Where a queue's commands go before they count. The log decides when a command is applied and when
 * a publish is confirmed, and calls back on the queue's home loop:
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
   * answers later, since the entry may be gone by then.
   */
  void enqueue(Queue queue, Entry entry);

  /** A message leaves for good: settled, expired, dropped, purged. Nobody waits for it. */
  void remove(Queue queue, Entry entry);

  /** A message came back, with its delivery count. Nobody waits for it. */
  void giveBack(Queue queue, Entry entry);
}

package io.warrenmq.api.loop;

/**
 * One event loop: a single thread that owns connections and queues. A turn of it is: take what has
 * arrived, do bounded work, flush. Methods may be called on the loop's own thread only, except
 * where they say otherwise.
 */
public interface Loop {
  /** This loop's number, 0 to the number of loops less one. Any thread. */
  int index();

  /** Whether the caller runs on this loop. Any thread. */
  boolean inThread();

  /**
   * Runs a task on this loop, after the tasks given to it before. Any thread. For the control plane
   * and for wake-ups; what travels per message goes through mailboxes.
   */
  void execute(Runnable task);

  /**
   * Runs a task on this loop in its next turn, after the sockets that are ready by then have been
   * read: for the rest of a piece of work that is cut, so that others are served in between. {@link
   * #execute} may run it in this turn. A loop without sockets need not tell the two apart.
   */
  default void atNextTurn(Runnable task) {
    execute(task);
  }

  /**
   * Asks for one call at the end of the turn. The caller remembers that it has asked; asking twice
   * in a turn gives two calls. What is asked for during the end of a turn runs in the same end,
   * after what was asked before.
   */
  void atTurnEnd(TurnEnd task);

  /**
   * Asks for one call after all of the turn's end work is done: writing to sockets, waking other
   * loops. A call may ask for turn-end work again; that is done, and what then asks for a flush is
   * flushed, in the same end.
   */
  void atFlush(TurnEnd task);

  /**
   * Runs a task after a delay. Coarse: up to about 10 ms late, never early.
   *
   * @param delayMs 0 or more milliseconds
   */
  TimerHandle schedule(long delayMs, Runnable task);

  /** The clock. Any thread. */
  BrokerClock clock();
}

package io.warrenmq.core.loop;

import io.warrenmq.api.loop.TurnEnd;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What a loop has been asked to do at the end of its turn: the turn's end work, then the flushes.
 * Shared by all kinds of loops. Confined to its loop.
 */
public final class TurnEnds {
  // Work that asks for itself again for ever must not keep the loop from its sockets: the rest
  // waits for the next turn.
  private static final int GENERATIONS_MAX = 1000;

  private final Consumer<Throwable> onError;
  private final ArrayDeque<TurnEnd> ends = new ArrayDeque<>();
  private final ArrayDeque<TurnEnd> flushes = new ArrayDeque<>();
  private boolean running;

  /**
   * Creates it with nothing to do.
   *
   * @param onError takes what a call throws; the other calls go on
   */
  public TurnEnds(Consumer<Throwable> onError) {
    this.onError = onError;
  }

  /**
   * Adds turn-end work.
   *
   * @return whether this is the first of the turn, so that the caller must see to {@link #run}
   */
  public boolean addEnd(TurnEnd task) {
    boolean first = isIdle();
    ends.add(task);
    return first;
  }

  /**
   * Adds a flush.
   *
   * @return whether this is the first of the turn, so that the caller must see to {@link #run}
   */
  public boolean addFlush(TurnEnd task) {
    boolean first = isIdle();
    flushes.add(task);
    return first;
  }

  /** Whether nothing is asked for and nothing runs. */
  public boolean isIdle() {
    return !running && ends.isEmpty() && flushes.isEmpty();
  }

  /**
   * Makes the calls.
   *
   * @return whether some are left for the next turn
   */
  public boolean run() {
    running = true;
    try {
      for (int i = 0; i < GENERATIONS_MAX; i++) {
        if (!ends.isEmpty()) {
          call(ends, ends.size());
        } else if (!flushes.isEmpty()) {
          callFlushes();
        } else {
          return false;
        }
      }
    } finally {
      running = false;
    }
    return !isIdle();
  }

  private void callFlushes() {
    // One by one: end work that a flush asks for comes before the other flushes, which then carry
    // its output too.
    for (int left = flushes.size(); left > 0 && ends.isEmpty(); left--) {
      call(flushes, 1);
    }
  }

  private void call(ArrayDeque<TurnEnd> tasks, int count) {
    for (int i = 0; i < count; i++) {
      try {
        tasks.remove().onTurnEnd();
      } catch (Throwable e) { // a loop's outermost frame
        onError.accept(e);
      }
    }
  }
}

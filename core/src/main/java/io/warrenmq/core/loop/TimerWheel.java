package io.warrenmq.core.loop;

import io.warrenmq.api.loop.TimerHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one loop: a hierarchical wheel of 10 ms ticks. Setting and cancelling cost the same
 * whatever the number of timers. A timer never fires early, and at most one tick late as long as
 * {@link #advance} is called when {@link #nextNs} says. It knows no clock: its loop passes the time
 * in. Confined to its loop.
 *
 * <p>Level 0 has a slot for each of the next 64 ticks, level 1 one for each 64 ticks, and so on. A
 * timer sits at the level of the highest base-64 digit in which its tick differs from the wheel's,
 * so it needs moving only when the wheel reaches its slot, and two timers of one tick always share
 * a slot and fire in the order in which they were set. One bit per slot tells which are filled: the
 * next thing to do is found without walking, and an idle wheel costs nothing.
 */
public final class TimerWheel {
  /** One tick, in nanoseconds. */
  public static final long TICK_NS = 10_000_000;

  /** What {@link #nextNs} says when there is no timer. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int DIGIT_BITS = 6;
  private static final int SLOTS = 1 << DIGIT_BITS;
  private static final int LEVELS =
      7; // 42 bits of ticks: more than there are in a long of nanoseconds
  private static final long DELAY_MS_MAX = 100L * 366 * 24 * 3600 * 1000; // a hundred years

  private final long originNs;
  private final Consumer<Throwable> onError;
  private final @Nullable Timer[] heads = new @Nullable Timer[LEVELS * SLOTS];
  private final long[] filled = new long[LEVELS];
  private long tick; // every timer of an earlier tick has fired
  private int size;

  /**
   * Creates an empty wheel.
   *
   * @param nowNs the present, on the clock whose times will be passed in
   * @param onError takes what a timer's task throws; the other timers go on
   */
  public TimerWheel(long nowNs, Consumer<Throwable> onError) {
    this.originNs = nowNs;
    this.onError = onError;
  }

  /** How many timers are set. */
  public int size() {
    return size;
  }

  /**
   * Sets a timer.
   *
   * @param nowNs the present
   * @param delayMs milliseconds from now; negative counts as 0, more than a hundred years as a
   *     hundred years
   * @param task what to run, from {@link #advance}, never from here
   */
  public TimerHandle schedule(long nowNs, long delayMs, Runnable task) {
    long delayNs = Math.min(Math.max(delayMs, 0), DELAY_MS_MAX) * 1_000_000;
    // Rounded up, so that it is never early; and past the tick that may be firing right now.
    long due = Math.max(tick + 1, Math.floorDiv(nowNs - originNs + delayNs + TICK_NS - 1, TICK_NS));
    Timer timer = new Timer(this, due, task);
    place(timer);
    size++;
    return timer;
  }

  /**
   * When {@link #advance} must next be called, in nanoseconds of the clock; {@link #NEVER} while
   * there is no timer.
   */
  public long nextNs() {
    long next = nextTick();
    return next == NEVER ? NEVER : originNs + next * TICK_NS;
  }

  /**
   * Fires what is due, in order of their ticks.
   *
   * @param nowNs the present; a time before that of an earlier call does nothing
   */
  public void advance(long nowNs) {
    long target = Math.floorDiv(nowNs - originNs, TICK_NS);
    for (long next = nextTick(); next <= target; next = nextTick()) {
      tick = next;
      int level = lowestFilled();
      int slot = level * SLOTS + digit(next, level);
      for (Timer timer; (timer = heads[slot]) != null; ) {
        unlink(timer);
        if (level == 0) {
          fire(timer);
        } else {
          place(timer);
        }
      }
    }
    tick = Math.max(tick, target);
  }

  private void fire(Timer timer) {
    Runnable task = timer.task;
    timer.task = null;
    size--;
    if (task == null) {
      return;
    }
    try {
      task.run();
    } catch (Throwable e) { // a loop's outermost frame: one broken timer must not stop the others
      onError.accept(e);
    }
  }

  private long nextTick() {
    int level = lowestFilled();
    if (level == LEVELS) {
      return NEVER;
    }
    // Filled slots are never behind the wheel's own digit, so the lowest bit is the next slot, and
    // a lower level always comes first.
    long above = tick >>> (DIGIT_BITS * (level + 1)) << (DIGIT_BITS * (level + 1));
    long slot = Long.numberOfTrailingZeros(filled[level]);
    return above | slot << (DIGIT_BITS * level);
  }

  private int lowestFilled() {
    int level = 0;
    while (level < LEVELS && filled[level] == 0) {
      level++;
    }
    return level;
  }

  private static int digit(long tick, int level) {
    return (int) (tick >>> (DIGIT_BITS * level)) & SLOTS - 1;
  }

  private void place(Timer timer) {
    long differing = tick ^ timer.due;
    int level = (63 - Long.numberOfLeadingZeros(differing | 1)) / DIGIT_BITS;
    int digit = digit(timer.due, level);
    timer.slot = level * SLOTS + digit;
    filled[level] |= 1L << digit;
    Timer head = heads[timer.slot];
    if (head == null) {
      heads[timer.slot] = timer;
    } else { // circular, so that the head knows the tail
      timer.next = head;
      timer.previous = head.previous;
      head.previous.next = timer;
      head.previous = timer;
    }
  }

  private void unlink(Timer timer) {
    if (timer.next == timer) {
      heads[timer.slot] = null;
      filled[timer.slot / SLOTS] &= ~(1L << timer.slot % SLOTS);
      return;
    }
    timer.previous.next = timer.next;
    timer.next.previous = timer.previous;
    if (heads[timer.slot] == timer) {
      heads[timer.slot] = timer.next;
    }
    timer.next = timer;
    timer.previous = timer;
  }

  /** A timer that was set; linked into its slot while {@link #task} is there. */
  private static final class Timer implements TimerHandle {
    private final TimerWheel wheel;
    private final long due;
    private @Nullable Runnable task; // null once it has fired or was cancelled
    private int slot;
    private Timer previous = this;
    private Timer next = this;

    Timer(TimerWheel wheel, long due, Runnable task) {
      this.wheel = wheel;
      this.due = due;
      this.task = task;
    }

    @Override
    public void cancel() {
      if (task != null) {
        task = null;
        wheel.size--;
        wheel.unlink(this);
      }
    }
  }
}

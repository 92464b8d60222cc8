package io.warrenmq.testkit.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bounds the memory that code takes for what a peer has sent. */
public final class TakenBytes {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private TakenBytes() {}

  /**
   * Runs code on this thread and fails if it allocates too much. It is run a second time then, for
   * the first use of a class costs memory once; what it throws comes out.
   *
   * @param most bytes
   * @param as says of a failure what was run
   */
  public static void assertAtMost(long most, String as, Runnable code) {
    if (of(code) <= most) {
      return;
    }
    long again = of(code);
    if (again > most) {
      throw new AssertionError("%d bytes are taken, more than %d: %s".formatted(again, most, as));
    }
  }

  private static long of(Runnable code) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    code.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}

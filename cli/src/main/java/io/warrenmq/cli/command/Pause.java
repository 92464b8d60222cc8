package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits where there is nothing to wait for but time. */
final class Pause {
  private Pause() {}

  /** Waits {@code ms}, 0 or more. */
  static void ms(long ms) throws CommandException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    for (long leftNs; (leftNs = deadlineNs - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(leftNs);
      if (Thread.interrupted()) {
        throw new CommandException(ExitCode.TEMPORARY, "interrupted");
      }
    }
  }
}

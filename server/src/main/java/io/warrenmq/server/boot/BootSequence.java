package io.warrenmq.server.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a start. Each is timed; when one fails, or at the stop, those that were done are
 * undone, the last one first. Not thread-safe: the stop begins after the start has ended.
 */
public final class BootSequence {
  private static final Logger log = LoggerFactory.getLogger(BootSequence.class);

  /** What undoes a step. */
  @FunctionalInterface
  public interface Undo<T> {
    /** Takes back what the step made. */
    void undo(T made) throws Exception;
  }

  private record Done(String name, Callable<Void> undo) {}

  private final Deque<Done> done = new ArrayDeque<>();

  /**
   * Does a step that leaves something to undo.
   *
   * @param name the step, for the log
   * @param start does it
   * @param undo takes it back
   * @return what it made
   * @throws Exception what the step threw, after all steps before it are undone
   */
  public <T> T step(String name, Callable<T> start, Undo<? super T> undo) throws Exception {
    T made = step(name, start);
    done.push(
        new Done(
            name,
            () -> {
              undo.undo(made);
              return null;
            }));
    return made;
  }

  /** Does a step that leaves nothing to undo; otherwise like the other. */
  public <T> T step(String name, Callable<T> start) throws Exception {
    long startNs = System.nanoTime();
    try {
      T made = start.call();
      log.debug("{}: {} ms", name, msSince(startNs));
      return made;
    } catch (Exception | Error e) {
      log.debug("{}: failed after {} ms", name, msSince(startNs));
      undo();
      throw e;
    }
  }

  /** Undoes all that was done, the last step first. What fails is logged, and the others go on. */
  public void undo() {
    for (Done step; (step = done.poll()) != null; ) {
      long startNs = System.nanoTime();
      try {
        step.undo().call();
        log.debug("{}: undone in {} ms", step.name(), msSince(startNs));
      } catch (Exception
          | LinkageError e) { // the other steps must be undone whatever happens in one
        log.warn("Undoing \"{}\" failed", step.name(), e);
      }
    }
  }

  private static long msSince(long startNs) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
  }
}

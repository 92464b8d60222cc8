package io.warrenmq.core.vhost;

import io.vertx.core.Future;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.loop.LoopGroup;
import io.warrenmq.core.loop.TestLoops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls on the test's loops, and waits for the answers by running them. */
public final class LoopDriver {
  private final TestLoops loops;

  /** Makes two event loops and a metadata loop, whose turns are drawn from a seed. */
  public LoopDriver(long seed) {
    loops = new TestLoops(2, seed);
  }

  /** The loops. */
  public LoopGroup group() {
    return loops.group();
  }

  /** Runs everything that is ready. */
  public void run() {
    loops.runAll();
  }

  /** Moves time, running what becomes due. */
  public void advance(long ms) {
    loops.advance(ms);
    loops.runAll();
  }

  /**
   * Calls on a loop, runs what follows, and gives the result; throws what the future failed with.
   */
  public <T extends @Nullable Object> T await(Loop loop, Supplier<Future<T>> call) {
    Future<T> future = start(loop, call);
    run();
    if (!future.isComplete()) {
      throw new AssertionError("not complete although nothing is left to run");
    }
    if (future.failed()) {
      if (future.cause() instanceof RuntimeException e) {
        throw e;
      }
      throw new AssertionError(future.cause());
    }
    return future.result();
  }

  /** Calls on a loop, without running what follows. */
  public <T extends @Nullable Object> Future<T> start(Loop loop, Supplier<Future<T>> call) {
    List<Future<T>> result = new ArrayList<>(1);
    loops.turn(loop, () -> result.add(call.get()));
    return result.get(0);
  }
}

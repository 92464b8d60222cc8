package io.warrenmq.management.prometheus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Measures how long a task waits for its turn on each of some loops. Used once. Thread-safe. */
final class LoopProbe {
  private static final long UNANSWERED = -1;

  private final List<Loop> loops;
  private final AtomicLongArray nanos;
  private final long askedAt;
  private final Future<Void> answered;

  private LoopProbe(List<Loop> loops) {
    this.loops = loops;
    this.nanos = new AtomicLongArray(loops.size());
    this.askedAt = loops.isEmpty() ? 0 : now(0);
    List<Future<Void>> answers = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      nanos.set(i, UNANSWERED);
      answers.add(ask(i));
    }
    answered = Future.all(answers).mapEmpty();
  }

  /** Asks these loops. */
  static LoopProbe of(List<Loop> loops) {
    return new LoopProbe(loops);
  }

  private long now(int loop) {
    return loops.get(loop).clock().nanos();
  }

  private Future<Void> ask(int loop) {
    Promise<Void> answer = Promise.promise();
    loops
        .get(loop)
        .execute(
            () -> {
              nanos.set(loop, Math.max(0, now(loop) - askedAt));
              answer.complete();
            });
    return answer.future();
  }

  /** Completes once all have answered, on any thread. */
  Future<Void> answered() {
    return answered;
  }

  /** By the loops' places; of one that has not answered, for how long it has not. */
  long[] lagNanos() {
    long[] lags = new long[nanos.length()];
    for (int i = 0; i < lags.length; i++) {
      long answer = nanos.get(i);
      lags[i] = answer == UNANSWERED ? now(i) - askedAt : answer;
    }
    return lags;
  }
}

package io.warrenmq.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.flow.LoopMemory;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.loop.TestLoops;
import io.warrenmq.core.metrics.LoopMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Loops with all that queues need around them: what they tell the rest of the broker is recorded.
 */
final class QueueWorld {
  /** A message that died. */
  record Dead(Queue queue, Message message, DeathReason reason) {}

  final TestLoops loops;
  final Mailboxes mailboxes;
  final List<QueueServices> services = new ArrayList<>();
  final List<LoopMemory> memories = new ArrayList<>();
  final List<Dead> dead = new ArrayList<>();
  final List<Queue> unused = new ArrayList<>();
  private final Promise<Void> forgotten = Promise.promise();
  final List<Queue> expired = new ArrayList<>();

  /** All stays in memory. */
  QueueWorld(int loopCount, long seed) {
    this(loopCount, seed, SegmentStore.NONE, PagingOptions.NEVER);
  }

  QueueWorld(int loopCount, long seed, SegmentStore segments, PagingOptions paging) {
    loops = new TestLoops(loopCount, seed);
    mailboxes = new Mailboxes(loops.group());
    for (Loop loop : loops.group().eventLoops()) {
      LoopMemory memory = new LoopMemory();
      memories.add(memory);
      services.add(
          new QueueServices(
              loop,
              mailboxes,
              new NoLog(),
              new ConfirmOutbox(loop, mailboxes),
              memory,
              segments,
              paging,
              (queue, message, reason) -> dead.add(new Dead(queue, message, reason)),
              new QueueLifecycle() {
                @Override
                public Future<Void> onUnused(Queue queue) {
                  unused.add(queue);
                  return forgotten.future();
                }

                @Override
                public void onExpired(Queue queue) {
                  expired.add(queue);
                }
              },
              new LoopMetrics(QueueType.values().length)));
    }
  }

  /** A queue on loop 0. */
  Queue queue(QueueOptions options) {
    return queue(options, false);
  }

  Queue queue(QueueOptions options, boolean autoDelete) {
    return new Queue(
        "/",
        new QueueDeclaration("q", false, false, autoDelete, Arguments.NONE),
        options,
        null,
        0,
        services.get(0));
  }

  /** A session on a loop. */
  TestSession session(int loop) {
    return new TestSession(this, loops.loop(loop));
  }

  /** Asks on a loop, runs all that follows, and gives the answer; throws what it failed with. */
  <T> T ask(Loop asker, Supplier<Future<T>> question) {
    List<Future<T>> answer = new ArrayList<>();
    loops.run(asker, () -> answer.add(question.get()));
    Future<T> future = answer.get(0);
    if (future.failed()) {
      throw (RuntimeException) future.cause();
    }
    if (!future.isComplete()) {
      throw new AssertionError("never answered");
    }
    return future.result();
  }

  /** Whether the metadata loop has followed the end of an unused queue. */
  boolean isForgotten() {
    return forgotten.future().isComplete();
  }

  /** Says that a queue which is unused is found no more. */
  void forget(Queue queue) {
    loops.run(queue.home(), forgotten::complete);
  }

  /** How many messages are ready, as the metadata loop sees it. */
  long ready(Queue queue) {
    return ask(loops.metadata(), () -> queue.status(loops.metadata())).readyCount();
  }

  /** The reasons of the deaths so far. */
  List<DeathReason> reasons() {
    return dead.stream().map(Dead::reason).toList();
  }

  /** Bytes that all queues hold. */
  long heldBytes() {
    return memories.stream().mapToLong(LoopMemory::bytes).sum();
  }
}

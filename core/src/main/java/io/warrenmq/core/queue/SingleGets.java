package io.warrenmq.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.metrics.Counter;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages of one queue one at a time, for clients that ask instead of consuming. A get waits
 * while the message that is next is on disk. Confined to the queue's home loop, except where a
 * method says otherwise.
 */
final class SingleGets {
  private final Queue queue;
  private final QueueEngine engine;
  private final Mailboxes mailboxes;
  private final ArrayDeque<Runnable> awaitingRead = new ArrayDeque<>(1);

  SingleGets(Queue queue, QueueEngine engine, Mailboxes mailboxes) {
    this.queue = queue;
    this.engine = engine;
    this.mailboxes = mailboxes;
  }

  /** See {@link Queue#get}. The asking loop. */
  Future<@Nullable GetResult> get(Loop asker, boolean autoSettle) {
    return mailboxes
        .askLater(asker, queue.home(), () -> getOnceRead(autoSettle))
        .onSuccess(
            result -> {
              if (result != null && !autoSettle) {
                Entry entry = (Entry) result.delivery();
                byte which = entry.handedOut();
                asker.execute(() -> entry.becomeShown(which)); // After those who wait for it.
              }
            });
  }

  private Future<@Nullable GetResult> getOnceRead(boolean autoSettle) {
    Promise<@Nullable GetResult> answer = Promise.promise();
    try {
      checkMayGet();
      queue.run();
      if (queue.isPaused()) {
        answer.complete(null);
      } else if (engine.isAwaitingRead()) {
        awaitingRead.add(() -> getOnceRead(autoSettle).onComplete(result -> answer.handle(result)));
      } else {
        answer.complete(getNow(autoSettle));
      }
    } catch (BrokerException e) {
      answer.fail(e);
    }
    return answer.future();
  }

  private void checkMayGet() {
    queue.checkAlive();
    QueueOptions options = queue.options();
    if (options.singleActiveConsumer() && options.type() == QueueType.QUORUM) {
      throw new BrokerException(
          ErrorKind.RESOURCE_LOCKED,
          "cannot obtain access to locked "
              + queue.describe()
              + ". basic.get operations are not supported by quorum queues with single active"
              + " consumer");
    }
    queue.used();
  }

  private @Nullable GetResult getNow(boolean autoSettle) {
    Entry entry = autoSettle ? engine.removeNext() : engine.handOut();
    if (entry == null) {
      queue.count(Counter.GET_EMPTY);
      return null;
    }
    queue.countSent(entry, autoSettle ? Counter.GOT_SETTLED : Counter.GOT);
    if (autoSettle) {
      queue.left(entry, true);
    }
    entry.becomeDelivered(null, queue.nowMs());
    queue.run(); // What stands first now may have expired, and does not count.
    return new GetResult(entry, engine.readyCount());
  }

  /** Calls once what is next is there, or the queue has ended. */
  void whenRead(Runnable task) {
    awaitingRead.add(task);
    queue.askRun();
  }

  /** Whether some wait. */
  boolean areWaiting() {
    return !awaitingRead.isEmpty();
  }

  /** Messages that were on disk are there: those who wait are served, as far as they reach. */
  void onRead() {
    while (!engine.isAwaitingRead() && !awaitingRead.isEmpty()) {
      awaitingRead.remove().run();
    }
  }

  /** The queue has ended: those who wait are refused. */
  void end() {
    List<Runnable> waiting = List.copyOf(awaitingRead);
    awaitingRead.clear();
    waiting.forEach(Runnable::run);
  }
}

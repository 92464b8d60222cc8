package io.warrenmq.core.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.loop.Loop;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All mailboxes between the event loops of a broker, and the way of control tasks between loops.
 * Thread-safe as far as its methods say.
 */
public final class Mailboxes {
  private final Loop metadata;
  private final LoopMailbox[][] boxes; // [from][to]; the diagonal is not used.

  /** Makes a mailbox for each ordered pair of event loops. */
  public Mailboxes(LoopGroup group) {
    metadata = group.metadata();
    List<Loop> loops = group.eventLoops();
    boxes = new LoopMailbox[loops.size()][loops.size()];
    for (int from = 0; from < loops.size(); from++) {
      for (int to = 0; to < loops.size(); to++) {
        boxes[from][to] = new LoopMailbox(loops.get(from), loops.get(to));
      }
    }
  }

  /** The way from one event loop to another, which is not the same. */
  public LoopMailbox between(Loop from, Loop to) {
    return boxes[from.index()][to.index()];
  }

  /** Sends mail from the loop the caller is on to another; on the same loop it arrives at once. */
  public void post(Loop from, Loop to, Mail mail) {
    assert from.inThread();
    if (from == to) {
      mail.arrive();
    } else {
      boxes[from.index()][to.index()].post(mail);
    }
  }

  /**
   * Runs a control task on an event loop, after all mail that had been sent there before by
   * whatever the caller has seen. The caller is on {@code from}, an event loop or the metadata
   * loop.
   */
  public void run(Loop from, Loop to, Runnable task) {
    if (from == to) {
      task.run();
    } else if (to == metadata) {
      to.execute(task);
    } else if (from == metadata) {
      to.execute(
          () -> {
            drainInto(to);
            task.run();
          });
    } else {
      boxes[from.index()][to.index()].post(task::run);
    }
  }

  /**
   * Asks on another loop and brings the answer back.
   *
   * @param asker the loop the caller is on; the future completes there
   * @param at the loop to ask on
   * @param question may throw a {@link io.warrenmq.api.error.BrokerException}
   */
  public <T extends @Nullable Object> Future<T> ask(Loop asker, Loop at, Callable<T> question) {
    Promise<T> answer = Promise.promise();
    run(
        asker,
        at,
        () -> {
          T result;
          try {
            result = question.call();
          } catch (Exception e) {
            run(at, asker, () -> answer.fail(e));
            return;
          }
          run(at, asker, () -> answer.complete(result));
        });
    return answer.future();
  }

  /**
   * Asks for what takes longer than a call.
   *
   * @param asker the loop the caller is on; the future completes there
   * @param at the loop to ask on
   * @param question its future completes on the loop it is asked on
   */
  public <T extends @Nullable Object> Future<T> askLater(
      Loop asker, Loop at, Supplier<Future<T>> question) {
    Promise<T> answer = Promise.promise();
    run(
        asker,
        at,
        () -> question.get().onComplete(result -> run(at, asker, () -> answer.handle(result))));
    return answer.future();
  }

  private void drainInto(Loop to) {
    for (int from = 0; from < boxes.length; from++) {
      if (from != to.index()) {
        boxes[from][to.index()].drainNow();
      }
    }
  }
}

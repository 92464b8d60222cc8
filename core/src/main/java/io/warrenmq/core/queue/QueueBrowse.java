package io.warrenmq.core.queue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.metrics.SessionMetrics;

/**
 * An operator's look through the ready messages of a queue, from the head on. It is a browser that
 * nobody takes notice of: it neither counts as a consumer nor is its end that of one. Asks for a
 * few messages at a time, so that what is under way stays small. Confined to the asker's loop.
 */
final class QueueBrowse implements ConsumerSession, DeliverySink {
  private static final int STEP = 64; // messages under way

  private final Queue queue;
  private final Loop asker;
  private final Mailboxes mailboxes;
  private final MessageReader reader;
  private final long from;
  private final Consumer browser;
  private final SessionCredit credit = new SessionCredit();
  private final Promise<Void> done = Promise.promise();
  private long granted;
  private long arrived;
  private boolean ended;

  QueueBrowse(Queue queue, Loop asker, Mailboxes mailboxes, long from, MessageReader reader) {
    this.queue = queue;
    this.asker = asker;
    this.mailboxes = mailboxes;
    this.from = from;
    this.reader = reader;
    ConsumerSpec spec =
        new ConsumerSpec(
            queue.name(), "", true, false, 0, ConsumerSpec.Flow.CREDIT, 0, Arguments.NONE);
    this.browser = new Consumer(queue, spec.browsing(), this, this, mailboxes);
  }

  /** Begins; completes at the end, on the asker's loop. */
  Future<Void> start() {
    mailboxes
        .ask(
            asker,
            queue.home(),
            () -> {
              queue.addGlance(browser);
              return true;
            })
        .onComplete(
            added -> {
              if (added.succeeded()) {
                ask();
              } else {
                done.fail(added.cause());
              }
            });
    return done.future();
  }

  private void ask() {
    granted += STEP;
    browser.grant(granted, true);
  }

  @Override
  public void onDelivery(Delivery delivery) {
    if (ended) {
      return;
    }
    long index = arrived++;
    try {
      if (index >= from && !reader.onMessage(index, delivery)) {
        end();
        return;
      }
    } catch (RuntimeException e) {
      ended = true;
      leave(() -> done.fail(e));
      return;
    }
    if (arrived == granted) {
      asker.execute(
          () -> {
            if (!ended) {
              ask();
            }
          });
    }
  }

  @Override
  public void onDrained(long totalDeliveries) {
    if (!ended) {
      end();
    }
  }

  private void end() {
    ended = true;
    leave(done::complete);
  }

  /** Not from within the delivery, which the queue may be making. */
  private void leave(Runnable then) {
    asker.execute(
        () ->
            mailboxes
                .ask(
                    asker,
                    queue.home(),
                    () -> {
                      queue.removeGlance(browser);
                      return true;
                    })
                .onComplete(left -> then.run()));
  }

  @Override
  public void onCancelled() {
    if (!ended) {
      ended = true;
      done.fail(new BrokerException(ErrorKind.NOT_FOUND, "no " + queue.describe()));
    }
  }

  @Override
  public Loop loop() {
    return asker;
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public SessionCredit credit() {
    return credit;
  }

  @Override
  public SessionMetrics metrics() {
    throw new IllegalStateException("copies are not counted");
  }

  @Override
  public void onConsumerEnded(Consumer consumer) {}
}

package io.warrenmq.core.queue;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.loop.Mailboxes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of one queue. Half of it lives on the queue's home loop, which decides what it gets;
 * half on the session's loop, where its deliveries arrive.
 */
public final class Consumer implements ConsumerHandle {
  // What may be under way to a session on another loop, beyond what its socket has taken.
  private static final long WINDOW_BYTES = 1L << 20;
  // How much arrives before the queue is told: a fraction of the window, or it could stay shut.
  private static final long STEP_BYTES = WINDOW_BYTES / 32;

  private final Queue queue;
  private final ConsumerSpec spec;
  private final ConsumerSession session;
  private final DeliverySink sink;
  private final Mailboxes mailboxes;
  private final boolean sameLoop;

  // The queue's home loop.
  final @Nullable ScanCursor cursor; // where it stands, if it does not take what comes
  private long sentBytes;
  private long delivered;
  private long granted;
  private int unsettled;
  boolean inRing; // among those that are asked for their turn
  boolean removed;

  // The session's loop.
  private long arrivedBytes;
  private boolean closed;

  // Written by the session's loop: what has arrived, told in steps, since each telling costs both
  // loops a cache line. Far from a full window it may lag; near one, the rest of the window is
  // still to come and will be told.
  private final AtomicLong toldBytes = new AtomicLong();

  // Set by the queue when it could not serve the consumer for want of window, socket or session
  // credit; cleared by the session when it
  // asks the queue to look again.
  private volatile boolean waiting;

  /**
   * Creates a consumer; {@link Queue#addConsumer} makes it one of the queue's. The session's loop.
   */
  public Consumer(
      Queue queue,
      ConsumerSpec spec,
      ConsumerSession session,
      DeliverySink sink,
      Mailboxes mailboxes) {
    this.queue = queue;
    this.spec = spec;
    this.session = session;
    this.sink = sink;
    this.mailboxes = mailboxes;
    this.sameLoop = queue.home() == session.loop();
    this.cursor = spec.filter() != null || spec.isBrowser() ? new ScanCursor(spec.filter()) : null;
  }

  /** What it asked for. Any loop. */
  public ConsumerSpec spec() {
    return spec;
  }

  /** Its queue. Any loop. */
  public Queue queue() {
    return queue;
  }

  /** The connection of its session; {@code null} for the broker's own. Any loop. */
  public @Nullable BrokerConnection connection() {
    return session.connection();
  }

  /** The number of its session in the connection; 0 when its protocol has none. Any loop. */
  public int sessionNumber() {
    return session.number();
  }

  // ---- the queue's home loop ----

  /** Whether it can be handed a message now; when so, its session's credit is taken. */
  boolean tryTake() {
    if (!mayTake()) {
      return false;
    }
    if (!spec.autoSettle() && !session.credit().tryTake()) {
      waiting = true;
      if (!session.credit().tryTake()) {
        return false;
      }
      waiting = false;
    }
    return true;
  }

  /** Whether it can be handed a message now, as far as its session's credit is not concerned. */
  boolean mayTake() {
    if (spec.flow() == ConsumerSpec.Flow.CREDIT) {
      if (delivered >= granted) {
        return false;
      }
    } else if (spec.prefetch() > 0 && unsettled >= spec.prefetch() && !spec.autoSettle()) {
      return false;
    }
    if (!hasRoom()) {
      waiting = true;
      if (!hasRoom()) { // Looked at again: room made before the flag was seen would not be told.
        return false;
      }
      waiting = false;
    }
    return true;
  }

  private boolean hasRoom() {
    return session.isWritable() && (sameLoop || sentBytes - toldBytes.get() < WINDOW_BYTES);
  }

  /** Sends a delivery on its way. */
  void send(Entry entry) {
    delivered++;
    if (!spec.autoSettle()) {
      unsettled++;
    }
    if (sameLoop) {
      onArrival(entry);
    } else {
      sentBytes += entry.weight();
      mailboxes.post(queue.home(), session.loop(), entry);
    }
  }

  /** Sends a copy on its way. */
  void send(MessageCopy copy) {
    delivered++;
    if (sameLoop) {
      onArrival(copy);
    } else {
      sentBytes += copy.weight();
      mailboxes.post(queue.home(), session.loop(), copy);
    }
  }

  void onSettled() {
    unsettled--;
  }

  boolean hasUnsettled() {
    return unsettled > 0;
  }

  int unsettled() {
    return unsettled;
  }

  /** Whether credit that finds no message is to be given back. */
  private boolean drain;

  void grantTotal(long totalDeliveries, boolean drain) {
    granted = totalDeliveries;
    this.drain = drain;
  }

  /** Whether it is to be told that there is no message for it. */
  boolean isDraining() {
    return drain && delivered < granted;
  }

  /** The queue has no message for it: with drain, the credit that is left counts as used. */
  void onNothingToDeliver() {
    if (!isDraining()) {
      return;
    }
    drain = false;
    delivered = granted;
    long total = granted;
    mailboxes.run(queue.home(), session.loop(), () -> sink.onDrained(total));
  }

  /** The queue ends the consumer, which it has removed. */
  void end() {
    mailboxes.run(
        queue.home(),
        session.loop(),
        () -> {
          if (!closed) {
            closed = true;
            session.onConsumerEnded(this);
            sink.onCancelled();
          }
        });
  }

  void tellActive(boolean active) {
    tell(() -> sink.onActive(active));
  }

  void tellDropped(int count) {
    tell(() -> sink.onDropped(count));
  }

  void tellAnnotationsRefused() {
    tell(sink::onAnnotationsRefused);
  }

  /** Runs on the session's loop, unless it has gone by then. */
  private void tell(Runnable news) {
    mailboxes.run(
        queue.home(),
        session.loop(),
        () -> {
          if (!closed) {
            news.run();
          }
        });
  }

  // ---- the session's loop ----

  private void arrived(int bytes) {
    if (!sameLoop) {
      arrivedBytes += bytes;
      if (arrivedBytes - toldBytes.getPlain() >= STEP_BYTES) {
        toldBytes.set(arrivedBytes);
        resumeIfWaiting();
      }
    }
  }

  void onArrival(MessageCopy copy) {
    arrived(copy.weight());
    if (!closed) {
      sink.onDelivery(session.shown(copy, true));
    }
  }

  void onArrival(Entry entry) {
    arrived(entry.weight());
    if (!closed) {
      byte which = entry.handedOut();
      session
          .metrics()
          .delivered(queue.options().type().ordinal(), spec.autoSettle(), entry.isRedelivered());
      sink.onDelivery(session.shown(entry, spec.autoSettle()));
      entry.becomeShown(which);
    } else if (!spec.autoSettle()) {
      // The session closed while this was under way: it goes back as if it had never left, but for
      // its redelivered mark.
      session.credit().giveBack();
      entry.settleAs(SettleOutcome.RELEASE);
      mailboxes.post(session.loop(), queue.home(), entry);
    }
  }

  /** What it has added to a message is too much by itself. */
  public void refuseAnnotations() {
    if (!closed) {
      sink.onAnnotationsRefused();
    }
  }

  /** Room was made: has the queue look again when it had found none. */
  public void resumeIfWaiting() {
    if (waiting) {
      waiting = false;
      mailboxes.run(session.loop(), queue.home(), () -> queue.onConsumerReady(this));
    }
  }

  @Override
  public void grant(long totalDeliveries, boolean drain) {
    mailboxes.run(session.loop(), queue.home(), () -> queue.onGrant(this, totalDeliveries, drain));
  }

  @Override
  public Future<Void> cancel() {
    return leave().onComplete(done -> session.onConsumerEnded(this));
  }

  /**
   * Its session closes: what still arrives goes back to the queue. Completes when the queue has it
   * no more and has got back what was under way, so that who consumes next gets all in its order;
   * and if the queue goes with its last consumer, when that is found no more.
   */
  public Future<Void> close() {
    if (closed) {
      return Future.succeededFuture();
    }
    closed = true;
    return leave();
  }

  private Future<Void> leave() {
    Future<Void> removed =
        mailboxes.askLater(session.loop(), queue.home(), () -> queue.removeConsumer(this));
    // What was under way has arrived here before that answer, and goes back before this question.
    return sameLoop
        ? removed
        : removed
            .compose(gone -> mailboxes.ask(session.loop(), queue.home(), () -> true))
            .mapEmpty();
  }
}

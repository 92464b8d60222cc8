package io.warrenmq.core.loop;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.SpscUnboundedArrayQueue;

/**
 * The way from one loop to another. The sender fills it during its turn; at the end of the turn the
 * receiver is woken once, when the mailbox turned from empty to filled. Order is kept.
 *
 * <p>It holds no bound of its own: who publishes asks {@link #isCongested} and stops reading its
 * socket, so that it stays within {@link #HIGH_BYTES} plus one read of each publisher.
 */
public final class LoopMailbox implements TurnEnd {
  /** Above this many bytes under way, publishers are to stop. */
  static final long HIGH_BYTES = 8L << 20;

  private static final long LOW_BYTES = HIGH_BYTES / 4;
  // A drain yields the loop after this many, so that one sender does not starve the sockets.
  private static final int DRAIN_MAX = 2048;

  private final Loop from;
  private final Loop to;
  private final SpscUnboundedArrayQueue<Mail> mails = new SpscUnboundedArrayQueue<>(1024);
  private final AtomicBoolean drainScheduled = new AtomicBoolean();
  private final Runnable drain = this::drain;

  // Written by the sending loop.
  private final AtomicLong sentBytes = new AtomicLong();
  // The sending loop's.
  private boolean wakeAsked;
  private final List<Runnable> onRelief = new ArrayList<>();

  // Written by the receiving loop.
  private final AtomicLong takenBytes = new AtomicLong();
  // Set by the sender when it waits for relief, cleared by the receiver that tells it.
  private final AtomicBoolean reliefAsked = new AtomicBoolean();

  LoopMailbox(Loop from, Loop to) {
    this.from = from;
    this.to = to;
  }

  /** Sends. Sending loop. */
  public void post(Mail mail) {
    assert from.inThread();
    sentBytes.lazySet(sentBytes.getPlain() + mail.weight()); // One writer; seen with the mail.
    mails.offer(mail);
    if (!wakeAsked) {
      wakeAsked = true;
      from.atFlush(this);
    }
  }

  @Override
  public void onTurnEnd() {
    wakeAsked = false;
    wake();
  }

  private void wake() {
    if (mustWake()) {
      to.execute(drain);
    }
  }

  private boolean mustWake() {
    // The receiver lowers the flag and then looks for mail. Unless our mail is visible before we
    // look at the flag, each could miss the other: a release store does not see to that.
    VarHandle.fullFence();
    return !drainScheduled.get() && drainScheduled.compareAndSet(false, true);
  }

  /** Whether more is under way than is good. Sending loop. */
  public boolean isCongested() {
    return sentBytes.getPlain() - takenBytes.get() > HIGH_BYTES;
  }

  /** Asks for one call on the sending loop when little is under way again. Sending loop. */
  public void whenRelieved(Runnable task) {
    onRelief.add(task);
    reliefAsked.set(true);
    if (sentBytes.getPlain() - takenBytes.get() < LOW_BYTES
        && reliefAsked.compareAndSet(true, false)) {
      from.execute(
          this::relieved); // The receiver may have drained it before it could see the request.
    }
  }

  private void relieved() {
    List<Runnable> tasks = List.copyOf(onRelief);
    onRelief.clear();
    tasks.forEach(Runnable::run);
  }

  /** Hands over what has been sent so far, without waiting for the wake-up. Receiving loop. */
  void drainNow() {
    hand(Integer.MAX_VALUE);
  }

  private void drain() {
    drainScheduled.set(false);
    hand(DRAIN_MAX);
  }

  private void hand(int most) {
    long bytes = 0;
    int count = 0;
    try {
      for (Mail mail; count < most && (mail = mails.poll()) != null; count++) {
        bytes += mail.weight();
        mail.arrive();
      }
    } finally {
      // A mail that fails takes neither the rest with it nor its weight.
      taken(bytes);
      if (!mails.isEmpty() && mustWake()) {
        to.atNextTurn(drain);
      }
    }
  }

  private void taken(long bytes) {
    if (bytes == 0) {
      return;
    }
    long total = takenBytes.getPlain() + bytes; // One writer.
    takenBytes.set(total);
    if (reliefAsked.get()
        && sentBytes.get() - total < LOW_BYTES
        && reliefAsked.compareAndSet(true, false)) {
      from.execute(this::relieved);
    }
  }
}

package io.warrenmq.core.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of a queue's messages: which are ready, which are out. Its methods are the queue's
 * commands; each is deterministic, without clock, randomness or I/O, so that a log that replays
 * them, or a replica that applies them, ends in the same state. What follows from a command
 * (delivering, confirming, dead-lettering) is the owner's affair, {@link Queue}.
 */
final class QueueEngine {
  private final ReadyMessages ready;
  private final UnsettledMessages unsettled = new UnsettledMessages();
  private boolean requeuesToBack;
  private long nextSeq = 1;

  QueueEngine(QueueOptions options) {
    setDeliveryLimit(options);
    ready = new ReadyMessages(options.maxPriority(), options.defaultPriority());
  }

  /** Minds the delivery limit of these options from now on. */
  final void setDeliveryLimit(QueueOptions options) {
    // RabbitMQ: quorum queues whose delivery limit was switched off.
    requeuesToBack = options.type() == QueueType.QUORUM && options.deliveryLimit() < 0;
  }

  long readyCount() {
    return ready.count();
  }

  long readyBodyBytes() {
    return ready.bodyBytes();
  }

  long unsettledCount() {
    return unsettled.count();
  }

  long unsettledBodyBytes() {
    return unsettled.bodyBytes();
  }

  /** What is out, for who moves it to disk: that is no command and changes no order. */
  UnsettledMessages unsettled() {
    return unsettled;
  }

  /** The number of the next message that comes in. */
  long nextSeq() {
    return nextSeq;
  }

  /** The priority of a message's band. */
  int priorityOf(Entry entry) {
    return ready.bandPriority(entry);
  }

  /** What is ready, for who moves it to disk and back: that is no command and changes no order. */
  ReadyMessages ready() {
    return ready;
  }

  /** Whether messages are ready of which the first is on disk. */
  boolean isAwaitingRead() {
    return ready.isAwaitingRead();
  }

  /** The message that would be handed out next; {@code null} for none, or when it is on disk. */
  @Nullable Entry head() {
    return ready.peek();
  }

  /** A ready message at the head of its priority whose deadline has come. */
  @Nullable Entry expiredHead(long nowMs) {
    return ready.peekExpired(nowMs);
  }

  long nextDeadlineMs() {
    return ready.nextDeadlineMs();
  }

  /** Command: a message comes in, behind all of its priority. */
  Band enqueue(Entry entry) {
    entry.seq = nextSeq++;
    entry.becomeReady();
    return ready.append(entry);
  }

  /** A message that a log has kept; in the order of their numbers, before any command. */
  void restore(Entry entry, long seq) {
    assert seq >= nextSeq : "restored out of order";
    entry.seq = seq;
    nextSeq = seq + 1;
    entry.becomeReady();
    ready.append(entry);
  }

  /** The same for one that comes before or between those on disk. */
  void restoreBefore(Entry entry, long seq) {
    entry.seq = seq;
    entry.becomeReady();
    ready.giveBack(entry);
  }

  /** Numbers below this one have been used, by messages that are gone. */
  void restoreNextSeq(long seq) {
    nextSeq = Math.max(nextSeq, seq);
  }

  /** Calls for each message, ready or out. */
  void forEach(Consumer<Entry> action) {
    ready.forEach(action);
    for (Entry entry = unsettled.first(); entry != null; entry = entry.next) {
      action.accept(entry);
    }
  }

  /** Command: the next message is handed out, to be settled. */
  @Nullable Entry handOut() {
    Entry entry = ready.poll();
    if (entry != null) {
      unsettled.add(entry);
    }
    return entry;
  }

  /** Command: the next message leaves: handed out settled, dropped or purged. */
  @Nullable Entry removeNext() {
    return ready.poll();
  }

  /** Command: a message that is ready, wherever it stands, is handed out, to be settled. */
  void handOut(Entry entry) {
    ready.remove(entry);
    unsettled.add(entry);
  }

  /** Command: a message that is ready, wherever it stands, leaves. */
  void remove(Entry entry) {
    ready.remove(entry);
  }

  /** The same commands for one that is on disk alone: it has an entry from now on. */
  void takeOut(Entry entry, Segment segment, int place, boolean toBeSettled) {
    ready.takeOut(segment, place, entry.bodyLength());
    if (toBeSettled) {
      unsettled.add(entry);
    }
  }

  /** Command: a message that {@link #expiredHead} gave leaves. */
  void expire(Entry entry) {
    ready.removeHead(entry);
  }

  /** Command: a message that is out leaves. */
  void settle(Entry entry) {
    unsettled.remove(entry);
  }

  /**
   * Command: a message that is out takes its old place again; or, after an attempt that failed, the
   * last one, where nothing else would keep a message that always fails from blocking the queue.
   */
  void giveBack(Entry entry, boolean failed) {
    unsettled.remove(entry);
    takeBack(entry, failed);
  }

  /** The same command for one that is not among those that are out any more. */
  void takeBack(Entry entry, boolean failed) {
    entry.redelivered = true;
    entry.becomeReady();
    if (failed && requeuesToBack) {
      entry.seq = nextSeq++;
      ready.append(entry);
    } else {
      ready.giveBack(entry);
    }
  }

  /** The same command for one that is on disk alone, where it stays. */
  void giveBackOnDisk(Entry entry) {
    unsettled.remove(entry);
    entry.redelivered = true;
  }

  /**
   * Command: the queue ends, and with it all messages, ready or out. Gives them: those that are
   * ready in their order, then the others in the order in which they were handed out.
   */
  List<Entry> removeAll() {
    List<Entry> gone = new ArrayList<>();
    for (Entry entry; (entry = ready.poll()) != null; ) {
      gone.add(entry);
    }
    for (Entry entry; (entry = unsettled.first()) != null; ) {
      unsettled.remove(entry);
      gone.add(entry);
    }
    return gone;
  }
}

package io.warrenmq.core.queue;

import io.warrenmq.api.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a queue while consumers look through it: those with a filter, which take turns
 * with the others, and those that browse. How many messages they look at in a turn of the loop is
 * bounded; the rest is for the next turn. Confined to the queue's home loop.
 */
final class SelectiveDelivery {
  /**
   * Messages that consumers with a filter look at in a turn of the loop, and browsers beside them.
   */
  static final int LOOKS_PER_TURN = 1000;

  // How many a consumer looks at before it is another's turn.
  private static final int LOOKS_AT_A_TIME = 64;

  private final Queue queue;
  private final QueueEngine engine;
  private final MessageExpiry expiry;
  private final SegmentParts parts;
  private final Lookout lookout;
  private final Group takers;
  private final Group browsers = new Group(new ConsumerRing(QueueOptions.CLASSIC));
  private final List<Consumer> atEnd = new ArrayList<>(1); // that asked to be told
  private boolean refillAsked;
  private boolean changed; // there may be something to look at that was not there before
  private long nowMs; // of the run

  /**
   * Creates it.
   *
   * @param takers the consumers that take messages, with a filter or without
   */
  SelectiveDelivery(
      Queue queue,
      QueueEngine engine,
      MessageExpiry expiry,
      ConsumerRing takers,
      QueueServices services) {
    this.queue = queue;
    this.engine = engine;
    this.expiry = expiry;
    this.takers = new Group(takers);
    this.parts = new SegmentParts(queue, services, this::onRead);
    this.lookout = new Lookout(engine, parts);
  }

  /** Consumers of one ring, and what they may still look at in this turn. */
  private static final class Group {
    final ConsumerRing ring;
    final List<Consumer> looking = new ArrayList<>(1); // those of them that look through the queue
    int looksLeft = LOOKS_PER_TURN;
    private long nextSeq; // of the queue, when they were last told
    private @Nullable Consumer cut; // the first that was not to look any further

    Group(ConsumerRing ring) {
      this.ring = ring;
    }

    /** Has them look again, if something has come in. */
    void wake(long nowNextSeq, boolean changed) {
      if (changed || nowNextSeq != nextSeq) {
        nextSeq = nowNextSeq;
        looking.forEach(ring::ready);
      }
    }

    boolean mayLook(Consumer consumer) {
      if (looksLeft == 0 && cut == null) {
        cut = consumer;
      }
      return looksLeft > 0;
    }

    /** It may look at as many again; says whether somebody waits for that. */
    boolean refill() {
      looksLeft = LOOKS_PER_TURN;
      Consumer first = cut;
      cut = null;
      if (first != null) {
        ring.beginWith(first);
      }
      return first != null;
    }
  }

  // ---- who looks ----

  /** A consumer with a filter has come into the ring of those that take messages. */
  void addFiltered(Consumer consumer) {
    takers.looking.add(consumer);
  }

  void addBrowser(Consumer consumer) {
    browsers.looking.add(consumer);
    browsers.ring.add(consumer);
  }

  /** One goes; whether it was there. */
  boolean remove(Consumer consumer) {
    return takers.looking.remove(consumer)
        || (browsers.looking.remove(consumer) && browsers.ring.remove(consumer));
  }

  /** A browser may be able to take again. */
  void readyBrowser(Consumer consumer) {
    browsers.ring.ready(consumer);
  }

  int filteredCount() {
    return takers.looking.size();
  }

  int browserCount() {
    return browsers.looking.size();
  }

  /** Nobody looks any more. */
  void end() {
    parts.end();
  }

  /** Takes the browsers out, as the queue ends; gives them. */
  List<Consumer> removeBrowsers() {
    return browsers.ring.removeAll();
  }

  // ---- what they are told ----

  /** A message came back: those that take messages look at it, unless they have still to come. */
  void onReturned(int priority, long seq) {
    changed = true;
    for (Consumer consumer : takers.looking) {
      cursorOf(consumer).unseen(priority).add(seq);
    }
  }

  private void onRead() {
    changed = true;
    queue.askRun();
  }

  // ---- deliveries ----

  /**
   * Hands out what can be handed out.
   *
   * @param mayTake whether messages may leave, and not copies alone
   * @return whether there is more than one run may hand out
   */
  boolean handOut(boolean mayTake) {
    nowMs = queue.nowMs();
    takers.wake(engine.nextSeq(), changed);
    browsers.wake(engine.nextSeq(), changed);
    changed = false;
    boolean more = mayTake && serveTakers();
    more |= serveBrowsers();
    if (takers.looksLeft < LOOKS_PER_TURN / 2 || browsers.looksLeft < LOOKS_PER_TURN / 2) {
      askRefill();
    }
    tellAtEnd();
    if (!parts.isEmpty() && !isAnyOnDisk()) {
      parts.clear();
    }
    return more;
  }

  private boolean serveTakers() {
    for (int i = 0; i < Queue.MESSAGES_PER_RUN; i++) {
      Entry head = engine.head();
      if (head != null && expiry.isExpired(head, nowMs)) {
        queue.expire(head);
        continue;
      }
      Consumer consumer = takers.ring.next(this::offer);
      if (consumer == null) {
        if (head == null) {
          queue.onNothingReady();
        }
        return false;
      }
      ScanCursor cursor = consumer.cursor;
      if (cursor == null) {
        queue.deliver(consumer, nowMs);
      } else {
        handOut(consumer, cursor);
      }
    }
    return true;
  }

  private ConsumerRing.Turn offer(Consumer consumer) {
    ScanCursor cursor = consumer.cursor;
    if (cursor != null) {
      return offerNext(takers, consumer, cursor);
    }
    if (engine.head() == null) {
      return ConsumerRing.Turn.PASSED;
    }
    return consumer.tryTake() ? ConsumerRing.Turn.TAKEN : ConsumerRing.Turn.ASIDE;
  }

  private boolean serveBrowsers() {
    for (int i = 0; i < Queue.MESSAGES_PER_RUN; i++) {
      Consumer browser =
          browsers.ring.next(consumer -> offerNext(browsers, consumer, cursorOf(consumer)));
      if (browser == null) {
        return false;
      }
      sendCopy(browser, cursorOf(browser));
    }
    return true;
  }

  /** Has a consumer look until it comes to something for it, or has looked long enough. */
  private ConsumerRing.Turn offerNext(Group group, Consumer consumer, ScanCursor cursor) {
    if (!consumer.mayTake()) {
      return ConsumerRing.Turn.ASIDE;
    }
    for (int i = 0; i < LOOKS_AT_A_TIME; i++) {
      if (!group.mayLook(consumer)) {
        return ConsumerRing.Turn.PASSED;
      }
      Lookout.Found found = lookout.find(cursor);
      if (found != Lookout.Found.MESSAGE) {
        if (found == Lookout.Found.NOTHING && consumer.isDraining()) {
          atEnd.add(consumer);
        }
        return ConsumerRing.Turn.ASIDE;
      }
      group.looksLeft--;
      if (isExpired(cursor)) {
        if (group == takers) {
          return ConsumerRing.Turn.TAKEN; // To expire, as nobody else may come there.
        }
      } else if (cursor.isWanted()) {
        if (consumer.tryTake()) {
          return ConsumerRing.Turn.TAKEN;
        }
        cursor.letGo();
        return ConsumerRing.Turn.ASIDE;
      }
      cursor.pass();
    }
    return ConsumerRing.Turn.LOOKED;
  }

  private boolean isExpired(ScanCursor cursor) {
    Entry entry = cursor.entry();
    if (entry != null) {
      return expiry.isExpired(entry, nowMs);
    }
    long deadlineMs = cursor.expiresAtMs();
    return deadlineMs >= 0 && deadlineMs <= nowMs;
  }

  /** Hands out what a consumer has come to; or lets it expire. */
  private void handOut(Consumer consumer, ScanCursor cursor) {
    boolean expired = isExpired(cursor);
    boolean toBeSettled = !expired && !consumer.spec().autoSettle();
    Entry entry = cursor.entry();
    if (entry == null) {
      entry = queue.takeOut(cursor.part(), cursor.place(), toBeSettled);
    } else if (toBeSettled) {
      engine.handOut(entry);
    } else {
      engine.remove(entry);
    }
    cursor.pass();
    if (expired) {
      queue.expired(entry);
    } else {
      queue.send(entry, consumer, nowMs);
    }
  }

  private void sendCopy(Consumer browser, ScanCursor cursor) {
    MessageCopy copy =
        new MessageCopy(
            browser,
            cursor.message(),
            cursor.isRedelivered(),
            queue.options().tellsReturns() ? cursor.returnCount() : -1,
            nowMs);
    cursor.pass();
    browser.send(copy);
  }

  private static ScanCursor cursorOf(Consumer consumer) {
    ScanCursor cursor = consumer.cursor;
    assert cursor != null : "it takes what comes";
    return cursor;
  }

  private void tellAtEnd() {
    if (!atEnd.isEmpty()) {
      List<Consumer> told = List.copyOf(atEnd);
      atEnd.clear();
      told.forEach(Consumer::onNothingToDeliver);
    }
  }

  private boolean isAnyOnDisk() {
    for (Consumer consumer : takers.looking) {
      if (cursorOf(consumer).isOnDisk()) {
        return true;
      }
    }
    for (Consumer consumer : browsers.looking) {
      if (cursorOf(consumer).isOnDisk()) {
        return true;
      }
    }
    return false;
  }

  private void askRefill() {
    if (!refillAsked) {
      refillAsked = true;
      Loop home = queue.home();
      home.atNextTurn(this::refill);
    }
  }

  private void refill() {
    refillAsked = false;
    boolean waited = takers.refill();
    waited |= browsers.refill();
    if (waited) {
      queue.askRun();
    }
  }
}

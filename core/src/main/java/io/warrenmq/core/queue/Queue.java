package io.warrenmq.core.queue;

import static io.warrenmq.api.message.MessageFormat.Property.TIMESTAMP;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.metrics.Counts;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.policy.EffectiveValue;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue: the owner of a {@link QueueEngine} and of what follows from its commands. Publishes,
 * settlements and consumers arrive from other loops by mailbox; deliveries are made in a run at the
 * end of the turn, so that a batch in is a batch out. Long because publishes, settlements, expiry
 * and consumers each change what the others see, and only the queue knows all of them.
 *
 * <p>Confined to its home loop, except where a method says otherwise.
 */
public final class Queue implements Destination, TurnEnd {
  // A run yields the loop after this many messages, so that a long backlog does not starve the
  // sockets.
  static final int MESSAGES_PER_RUN = 1000;

  private final String vhost;
  private final QueueDeclaration declaration;
  private final @Nullable BrokerConnection exclusiveOwner;
  private final long id;
  private final QueueServices services;
  private final QueueEngine engine;
  private final QueueSegments segments;
  private final QueuePaging paging;
  private final UnsettledPaging unsettledPaging;
  private final ModifiedMessages modified;
  private final SingleGets gets;
  private final ConsumerRing consumers;
  private final MessageExpiry messageExpiry;
  private @Nullable QueueExpiry expiry;

  // Written by the home loop, read by any; a command reads it once.
  private volatile QueueOptions options;
  // Written by the metadata loop, read by any: the options follow once the home loop has them.
  private volatile AppliedPolicies policies = AppliedPolicies.NONE;

  private @Nullable Counts counts; // from the first message on
  private @Nullable SelectiveDelivery selective; // while consumers look through the queue
  private @Nullable QueueRestore restoring; // until it is open

  private boolean runAsked;
  private boolean running;
  private boolean dead;
  private boolean drainAsked; // by some consumer, since the queue was last found empty
  private int dropped; // for want of room, in this turn
  private int glances; // browsers that do not count as consumers

  // Written by the home loop, read by any.
  private volatile boolean paused;
  private boolean dropAsked; // what is too much is dropped in several turns

  /**
   * Creates an empty queue. Any loop.
   *
   * @param exclusiveOwner the connection it belongs to; {@code null} for everybody's
   * @param id see {@link #id}
   */
  public Queue(
      String vhost,
      QueueDeclaration declaration,
      QueueOptions options,
      @Nullable BrokerConnection exclusiveOwner,
      long id,
      QueueServices services) {
    this.vhost = vhost;
    this.declaration = declaration;
    this.options = options;
    this.exclusiveOwner = exclusiveOwner;
    this.id = id;
    this.services = services;
    this.engine = new QueueEngine(options);
    this.segments = new QueueSegments(this, services);
    this.paging = new QueuePaging(this, engine.ready(), segments, services, this::onRead);
    this.unsettledPaging =
        new UnsettledPaging(this, engine, segments, services, this::askRun, this::onLoaded);
    this.restoring = id == 0 ? null : new QueueRestore(this, engine, paging, services.memory());
    this.modified = new ModifiedMessages(unsettledPaging, services.memory(), this::onModified);
    this.gets = new SingleGets(this, engine, services.mailboxes());
    this.consumers = new ConsumerRing(options);
    this.messageExpiry = new MessageExpiry(services.home(), options.messageTtlMs(), this::askRun);
    this.expiry = newExpiry(options.expiresMs());
  }

  private @Nullable QueueExpiry newExpiry(long expiresMs) {
    return expiresMs > 0
        ? new QueueExpiry(
            services.home(), expiresMs, this::isUsed, () -> services.lifecycle().onExpired(this))
        : null;
  }

  // ---- any loop ----

  @Override
  public String name() {
    return declaration.name();
  }

  @Override
  public boolean isExchange() {
    return false;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  /** The vhost it is in. */
  public String vhost() {
    return vhost;
  }

  /** What it was declared as. */
  public QueueDeclaration declaration() {
    return declaration;
  }

  /** Its rules. They change with policies. */
  public QueueOptions options() {
    return options;
  }

  /** The policies that apply to it. */
  public AppliedPolicies policies() {
    return policies;
  }

  /** All that is in force for it, each with who has given it; see {@link AppliedPolicies}. */
  public Map<String, EffectiveValue> effective() {
    return policies.effective(declaration.arguments(), options.type().policyTarget());
  }

  /** The policies that it is created under. Metadata loop, before it opens. */
  public void createdUnder(AppliedPolicies applied) {
    policies = applied;
  }

  /**
   * Other policies apply to it now, or none.
   *
   * @param asker the metadata loop, where the caller is
   * @param underThem its rules from now on; type, priorities and single active consumer are as they
   *     were
   */
  public void applyPolicies(Loop asker, AppliedPolicies applied, QueueOptions underThem) {
    policies = applied;
    services.mailboxes().run(asker, home(), () -> changeOptions(underThem));
  }

  /**
   * Completes once it is as it was told to be before. The metadata loop, where the caller is and
   * the future completes.
   */
  public Future<Boolean> follows(Loop asker) {
    return services.mailboxes().ask(asker, home(), () -> true);
  }

  private void changeOptions(QueueOptions changed) {
    QueueOptions before = options;
    if (dead || changed.equals(before)) {
      return;
    }
    assert changed.type() == before.type() && changed.maxPriority() == before.maxPriority();
    options = changed;
    engine.setDeliveryLimit(changed);
    messageExpiry.setQueueTtl(changed.messageTtlMs());
    if (changed.expiresMs() != before.expiresMs()) {
      if (expiry != null) {
        expiry.stop();
      }
      expiry = newExpiry(changed.expiresMs());
      used(); // The time begins now, as in RabbitMQ.
    }
    dropOverflow();
    askRun();
  }

  /** The connection it belongs to; {@code null} for everybody's. */
  public @Nullable BrokerConnection exclusiveOwner() {
    return exclusiveOwner;
  }

  /** Tells it from queues that have had its name before; 0 when it does not survive a restart. */
  public long id() {
    return id;
  }

  /** Whether a consumer is served, as far as others are concerned. Any thread, at a glance. */
  public boolean isActive(Consumer consumer) {
    return consumers.isActive(consumer);
  }

  /** What has happened to its messages. Any thread. */
  public Counts counts() {
    Counts so = counts;
    return so == null ? Counts.NONE : so;
  }

  /** Counts what happens to a message. Home loop. */
  void count(Counter counter) {
    Counts so = counts;
    if (so == null) {
      so = new Counts();
      counts = so;
    }
    so.add(counter);
  }

  /** The loop it lives on. */
  public Loop home() {
    return services.home();
  }

  /** Whether more of its messages wait for the disk than is good. */
  public boolean isCongested() {
    return services.log().isCongested() || paging.isCongested();
  }

  /** Calls once fewer wait again; at once when that is so. Its home loop. */
  public void whenRelieved(Runnable task) {
    if (paging.isCongested()) {
      paging.whenRelieved(task);
    } else {
      services.log().whenRelieved(task);
    }
  }

  /** Begins its life: from now on it may expire. The asking loop. */
  public void open(Loop asker) {
    if (id() != 0) {
      services.mailboxes().run(asker, home(), this::openNow);
    }
    touch(asker);
  }

  private void openNow() {
    services.log().open(this);
    List<Entry> early = restoring().early();
    restoring = null;
    early.forEach(this::onPublish);
    dropOverflow(); // What had left last may be back.
  }

  /** How full it is, at a glance. Any loop. */
  public QueueDepth depth() {
    return new QueueDepth(
        engine.readyCount(),
        engine.readyBodyBytes(),
        engine.unsettledCount(),
        engine.unsettledBodyBytes(),
        segments.glanceCount(),
        segments.glanceBodyBytes(),
        consumerCount());
  }

  /**
   * How long there were messages in it that its consumers could not take, for want of prefetch,
   * credit or room in their sockets, in milliseconds since it is open. Consumers that choose by
   * filters do not count. Any thread, at a glance.
   */
  public long waitedForConsumersMs() {
    return consumers.waitedMs(nowMs());
  }

  /** Whether it hands out nothing. Any loop. */
  public boolean isPaused() {
    return paused;
  }

  /**
   * From now on it hands out nothing, to consumers or to gets, or does again. All else goes on:
   * publishes, expiry, browsing, settlements of what is out. The asking loop.
   */
  public void setPaused(Loop asker, boolean pause) {
    services
        .mailboxes()
        .run(
            asker,
            home(),
            () -> {
              paused = pause;
              askRun();
            });
  }

  /** What is known of its consumers. The asking loop, where the future completes. */
  public Future<QueueDetails> details(Loop asker) {
    return services.mailboxes().ask(asker, home(), this::detailsNow);
  }

  /**
   * Looks through what is ready, from the head on, and leaves all as it is. The asking loop, where
   * the reader is called and the future completes.
   *
   * @param from the index of the first message to look at, from 0
   * @return completes at the end, or when the reader wants no more; fails with NOT_FOUND when the
   *     queue is gone
   */
  public Future<Void> browse(Loop asker, long from, MessageReader reader) {
    return new QueueBrowse(this, asker, services.mailboxes(), from, reader).start();
  }

  /**
   * Moves messages from its head to the end of another queue, in their order; see {@link
   * QueueMove}. The asking loop, where the future completes.
   *
   * @param isThere whether the other queue is still to be found; any loop
   * @param countMax how many at most; of those that are ready now
   * @return what was moved; fails with NOT_FOUND when this queue is gone
   */
  public Future<MoveResult> move(Loop asker, Queue to, BooleanSupplier isThere, long countMax) {
    assert to != this;
    return services
        .mailboxes()
        .askLater(
            asker,
            home(),
            () ->
                new QueueMove(
                        this,
                        engine,
                        gets,
                        to,
                        isThere,
                        Math.min(countMax, engine.readyCount()),
                        services.mailboxes())
                    .start());
  }

  /**
   * Its counts, after all that the asker did before. The asking loop, where the future completes.
   */
  public Future<QueueStatus> status(Loop asker) {
    return services.mailboxes().ask(asker, home(), this::statusNow);
  }

  /**
   * Removes what is ready; gives the number of messages. The asking loop, where the future
   * completes.
   */
  public Future<Long> purge(Loop asker) {
    return services.mailboxes().ask(asker, home(), this::purgeNow);
  }

  /**
   * Ends the queue, unless it is in use and must not be. The asking loop, where the future
   * completes.
   *
   * @return the number of messages that were ready; fails with PRECONDITION_FAILED
   */
  public Future<Long> delete(Loop asker, boolean ifUnused, boolean ifEmpty) {
    return services.mailboxes().ask(asker, home(), () -> deleteNow(ifUnused, ifEmpty));
  }

  /**
   * Ends the queue, unless it was used since it expired. The asking loop, where the future
   * completes.
   *
   * @return the number of messages that were ready; fails with PRECONDITION_FAILED
   */
  public Future<Long> deleteIfExpired(Loop asker) {
    return services.mailboxes().ask(asker, home(), this::deleteIfExpiredNow);
  }

  /** It was declared anew, which renews its expiry. The asking loop. */
  public void touch(Loop asker) {
    if (options.expiresMs() > 0) {
      services.mailboxes().run(asker, home(), this::used);
    }
  }

  /**
   * Takes one message; {@code null} when there is none. The asking loop, where the future
   * completes.
   */
  public Future<@Nullable GetResult> get(Loop asker, boolean autoSettle) {
    return gets.get(asker, autoSettle);
  }

  /**
   * Adds a consumer. The consumer's session's loop, where the future completes before the first
   * delivery.
   *
   * @return fails with EXCLUSIVE_USE, NOT_FOUND when the queue is gone
   */
  public Future<Void> addConsumer(Consumer consumer, Loop asker) {
    return services
        .mailboxes()
        .ask(
            asker,
            home(),
            () -> {
              addConsumerNow(consumer);
              return true;
            })
        .mapEmpty();
  }

  // ---- publishes ----

  /** A publish arrives. */
  void onPublish(Entry entry) {
    assert home().inThread();
    QueueOptions options = this.options;
    // Deleted between routing and arrival, it is as if the publish had come a moment earlier.
    if (dead || !options.takes(entry.message())) {
      answer(entry, true);
      return;
    }
    if (restoring != null) {
      restoring.keepEarly(entry);
      return;
    }
    if (options.overflow() != Overflow.DROP_HEAD && wouldOverflow(entry)) {
      run();
      if (wouldOverflow(entry)) {
        if (options.overflow() == Overflow.REJECT_PUBLISH_DLX) {
          deadLetter(entry, DeathReason.MAXLEN);
        } else {
          count(Counter.OVERFLOWED);
        }
        answer(entry, false);
        return;
      }
    }
    messageExpiry.setDeadline(entry);
    services.log().enqueue(this, entry);
  }

  private void answer(Entry entry, boolean accepted) {
    ConfirmTarget target = entry.confirmTarget;
    if (target != null) {
      confirm(target, entry.publishId, accepted);
    }
  }

  /** Tells a publisher. For logs, once the publish is as safe as they make it. */
  public void confirm(ConfirmTarget target, long publishId, boolean accepted) {
    services.confirms().confirm(target, publishId, accepted);
  }

  /** The number that the next message applied gets. For logs. */
  public long nextSeq() {
    return engine.nextSeq();
  }

  /**
   * Takes a message back that a log has kept, with the number it had. Before the queue opens, in
   * the order of the numbers.
   *
   * @param expiresAtMs its deadline in wall time; −1 for none
   * @param returnCount how often it was handed out and returned as failed
   * @param redelivered whether it is to say that it was handed out before
   * @param logBatch the log's number for where it has it
   */
  public void restore(
      Message message,
      long seq,
      long expiresAtMs,
      int returnCount,
      boolean redelivered,
      long logBatch) {
    restoring().take(message, seq, expiresAtMs, returnCount, redelivered, logBatch);
    askRun(); // It may expire.
  }

  private QueueRestore restoring() {
    assert restoring != null : "open already";
    return restoring;
  }

  /** The next message is to get this number at least. For logs, before the queue opens. */
  public void restoreNextSeq(long seq) {
    engine.restoreNextSeq(seq);
  }

  /** Whether the queue is to keep a message over a restart. */
  public boolean keeps(Message message) {
    return keeps(message.isDurable());
  }

  /** Whether the queue is to keep a message that is durable, or is not, over a restart. */
  public boolean keeps(boolean durable) {
    return id != 0 && (durable || options.type() == QueueType.QUORUM);
  }

  /** Calls for each message it has in memory, ready or out. For logs. */
  public void forEachKept(java.util.function.Consumer<Entry> action) {
    engine.forEach(action);
  }

  /** Takes a segment back that a log has kept. Before the queue opens, before messages after it. */
  public void restore(Segment segment) {
    restoring().take(segment);
    askRun();
  }

  /** Calls for each segment of which something is still in the queue. For logs. */
  public void forEachSegment(java.util.function.Consumer<Segment> action) {
    segments.forEach(action);
  }

  /** Nothing knows of the queue any more: what it has on disk goes. Any loop. */
  public void discard(Loop asker) {
    services.mailboxes().run(asker, home(), segments::discard);
  }

  /** Whether somebody waits for its messages as they come, from the head. */
  boolean isServed() {
    SelectiveDelivery some = selective;
    int looking = some == null ? 0 : some.filteredCount();
    return consumers.size() > looking || gets.areWaiting();
  }

  /** Messages that were on disk are there. */
  private void onRead() {
    dropOverflow();
    run();
    gets.onRead();
  }

  /** The log says that an enqueue counts. */
  public void applyEnqueue(Entry entry) {
    assert home().inThread();
    Band band = engine.enqueue(entry);
    count(Counter.PUBLISHED);
    services.memory().add(entry.weight());
    paging.onEnqueued(band, engine.priorityOf(entry));
    dropOverflow();
    askRun();
  }

  private void dropOverflow() {
    if (options.overflow() != Overflow.DROP_HEAD || !isOverfull()) {
      return;
    }
    run(); // What consumers can take now does not count.
    int count = 0;
    for (Entry drop; isOverfull() && (drop = engine.removeNext()) != null; dropped++) {
      leave(drop, DeathReason.MAXLEN);
      if (++count == MESSAGES_PER_RUN) {
        dropMoreLater();
        return;
      }
    }
  }

  /** A limit that has become lower leaves more to drop than one turn may. */
  private void dropMoreLater() {
    if (!dropAsked) {
      dropAsked = true;
      home()
          .execute(
              () -> {
                dropAsked = false;
                dropOverflow();
                askRun();
              });
    }
  }

  private boolean wouldOverflow(Entry entry) {
    return options.isOver(engine.readyCount() + 1, engine.readyBodyBytes() + entry.bodyLength());
  }

  private boolean isOverfull() {
    return options.isOver(engine.readyCount(), engine.readyBodyBytes());
  }

  // ---- settlements ----

  /** A delivery comes back, with what its consumer says of it. */
  void onSettle(Entry entry) {
    assert home().inThread();
    Consumer consumer = entry.consumer;
    entry.consumer = null;
    if (dead) {
      return;
    }
    switch (entry.outcome) {
      case COMPLETE -> {
        count(Counter.ACKED);
        engine.settle(entry);
        left(entry, true);
      }
      case DISCARD -> {
        engine.settle(entry);
        leave(entry, DeathReason.REJECTED);
      }
      case REQUEUE -> {
        entry.deliveryCount++;
        putBack(entry, true);
      }
      case RELEASE -> putBack(entry, false);
    }
    if (consumer != null) {
      consumers.settled(consumer);
    }
    dropOverflow();
    askRun();
  }

  /** The same with annotations that it adds to the message. */
  void onModify(Modification modification) {
    assert home().inThread();
    Entry entry = modification.entry();
    Consumer consumer = entry.consumer;
    entry.consumer = null;
    if (dead) {
      return;
    }
    engine.settle(entry);
    if (consumer != null) {
      consumers.settled(consumer);
    }
    modified.modify(modification, consumer);
    askRun();
  }

  /** A message that was settled has what its consumer has added, as far as that was allowed. */
  private void onModified(Entry entry) {
    switch (entry.outcome) {
      case COMPLETE -> {
        count(Counter.ACKED);
        left(entry, true);
      }
      case DISCARD -> leave(entry, DeathReason.REJECTED);
      case REQUEUE -> {
        entry.deliveryCount++;
        putBackChanged(entry, true);
      }
      case RELEASE -> putBackChanged(entry, false);
    }
    dropOverflow();
    askRun();
  }

  private void putBackChanged(Entry entry, boolean failed) {
    if (isReturnedTooOften(entry)) {
      leave(entry, DeathReason.DELIVERY_LIMIT);
      return;
    }
    long formerSeq = entry.seq;
    entry.expiresAtOnce = false;
    engine.takeBack(entry, failed);
    if (selective != null) {
      selective.onReturned(engine.priorityOf(entry), entry.seq);
    }
    services.log().giveBackChanged(this, entry, formerSeq);
    segments.crossOff(entry, formerSeq); // It is another there.
  }

  private boolean isReturnedTooOften(Entry entry) {
    QueueOptions options = this.options;
    return options.deliveryLimit() >= 0 && entry.deliveryCount > options.deliveryLimit();
  }

  private void putBack(Entry entry, boolean failed) {
    if (isReturnedTooOften(entry)) {
      engine.settle(entry);
      leave(entry, DeathReason.DELIVERY_LIMIT);
    } else {
      long formerSeq = entry.seq;
      entry.expiresAtOnce = false; // It has had its chance, and gets no other.
      if (entry.isOnDisk()) {
        // Also where others go to the back: once it is read and returned again, it does as well.
        engine.giveBackOnDisk(entry);
        unsettledPaging.giveBack(entry);
      } else {
        engine.giveBack(entry, failed);
      }
      if (selective != null) {
        selective.onReturned(engine.priorityOf(entry), entry.seq);
      }
      services.log().giveBack(this, entry, formerSeq);
      if (entry.seq == formerSeq) {
        segments.onReturned(entry);
      } else {
        segments.crossOff(entry, formerSeq); // The log has it for itself now.
      }
    }
  }

  /** A message has left for a reason other than being consumed. */
  private void leave(Entry entry, DeathReason reason) {
    if (entry.isOnDisk() && options.deadLetterExchange() != null) {
      unsettledPaging.load(entry);
      return;
    }
    // In this order: if the broker ends in between, the message is there twice and not lost.
    deadLetter(entry, reason);
    left(entry, false);
  }

  /** A message that is to leave, or is to become another, was on disk, and is there. */
  private void onLoaded(Entry entry) {
    if (modified.onLoaded(entry)) {
      return;
    }
    boolean rejected = entry.outcome == SettleOutcome.DISCARD;
    leave(entry, rejected ? DeathReason.REJECTED : DeathReason.DELIVERY_LIMIT);
  }

  /** A message is no more in the queue. */
  void left(Entry entry, boolean consumed) {
    services.memory().add(-entry.weight());
    services.log().remove(this, entry, consumed);
    segments.crossOff(entry, entry.seq);
  }

  private void deadLetter(Entry entry, DeathReason reason) {
    Counter counter =
        switch (reason) {
          case EXPIRED -> Counter.EXPIRED;
          case MAXLEN -> Counter.OVERFLOWED;
          case REJECTED -> Counter.REJECTED;
          case DELIVERY_LIMIT -> Counter.RETURNED_TOO_OFTEN;
        };
    count(counter);
    boolean hasExchange = options.deadLetterExchange() != null;
    services.metrics().died(options.type().ordinal(), hasExchange).add(counter);
    if (hasExchange) {
      services.deadLetters().deadLetter(this, entry.message(), reason);
    }
  }

  // ---- deliveries ----

  void askRun() {
    if (!runAsked) {
      runAsked = true;
      home().atTurnEnd(this);
    }
  }

  @Override
  public void onTurnEnd() {
    runAsked = false;
    run();
    if (dropped > 0) {
      consumers.tellDropped(dropped);
      dropped = 0;
    }
  }

  /** Hands out what can be handed out, and lets expire what is due. */
  void run() {
    if (dead || running) {
      return;
    }
    running = true;
    try {
      boolean mayTake = !unsettledPaging.isBehind() && !paused;
      boolean more = selective == null ? mayTake && handOut() : selective.handOut(mayTake);
      if (paused) {
        tellNothingToTake();
      }
      consumers.onRunEnd(isWaiting(more, mayTake), nowMs());
      if (more || expireHeads()) {
        // Until the next run what came with a TTL of 0 has not had its chance.
        home().execute(this::askRun);
      } else {
        messageExpiry.onRunEnd(engine.nextSeq(), engine.nextDeadlineMs());
      }
      paging.onHandedOut();
      unsettledPaging.onHandedOut();
    } finally {
      running = false;
    }
  }

  /** Whether a run has ended as no consumer could take what there is. */
  private boolean isWaiting(boolean more, boolean mayTake) {
    return !more && mayTake && selective == null && engine.head() != null;
  }

  /** Whether there is more to hand out than one run may. */
  private boolean handOut() {
    long nowMs = nowMs();
    for (int i = 0; i < MESSAGES_PER_RUN; i++) {
      Entry head = engine.head();
      if (head != null && messageExpiry.isExpired(head, nowMs)) {
        expire(head);
        continue;
      }
      if (head == null) {
        onNothingReady();
        return false;
      }
      Consumer consumer = consumers.next();
      if (consumer == null) {
        return false;
      }
      deliver(consumer, nowMs);
    }
    return true;
  }

  /** There is no first message: those that asked for it are told, unless one is being read. */
  void onNothingReady() {
    if (!engine.isAwaitingRead()) {
      tellNothingToTake();
    }
  }

  private void tellNothingToTake() {
    if (drainAsked) {
      drainAsked = false;
      consumers.drain();
    }
  }

  /** Hands the first message to a consumer that can take one. */
  void deliver(Consumer consumer, long nowMs) {
    Entry entry = consumer.spec().autoSettle() ? engine.removeNext() : engine.handOut();
    assert entry != null;
    send(entry, consumer, nowMs);
  }

  /** Sends a message on its way that is not among those that are ready any more. */
  void send(Entry entry, Consumer consumer, long nowMs) {
    if (consumer.spec().autoSettle()) {
      left(entry, true);
    }
    countSent(entry, consumer.spec().autoSettle() ? Counter.DELIVERED_SETTLED : Counter.DELIVERED);
    entry.becomeDelivered(consumer, nowMs);
    consumer.send(entry);
  }

  void countSent(Entry entry, Counter how) {
    count(how);
    if (entry.redelivered) {
      count(Counter.REDELIVERED);
    }
  }

  /** Gives a message that is ready and on disk alone an entry; it is not among the ready then. */
  Entry takeOut(SegmentPart part, int place, boolean toBeSettled) {
    Entry entry = part.entry(this, place);
    engine.takeOut(entry, part.segment(), place, toBeSettled);
    segments.becameSegmented(part.segment(), entry, part.offset(place));
    services.memory().add(entry.weight());
    return entry;
  }

  /** Whether there is more to let expire than one run may. */
  private boolean expireHeads() {
    long nowMs = nowMs();
    for (int i = 0; i < MESSAGES_PER_RUN; i++) {
      Entry head = engine.expiredHead(nowMs);
      if (head == null) {
        return false;
      }
      expire(head);
    }
    return true;
  }

  void expire(Entry head) {
    engine.expire(head);
    expired(head);
  }

  /** The time of a message has come that is not among those that are ready any more. */
  void expired(Entry entry) {
    leave(entry, DeathReason.EXPIRED);
  }

  // ---- consumers ----

  private void addConsumerNow(Consumer consumer) {
    checkAlive();
    if (consumer.spec().isBrowser()) {
      selective().addBrowser(consumer);
      askRun();
      return;
    }
    boolean wantsExclusive = consumer.spec().exclusive();
    if (consumers.hasExclusive()
        || (wantsExclusive && (options.singleActiveConsumer() || !consumers.isEmpty()))) {
      throw new BrokerException(ErrorKind.EXCLUSIVE_USE, describe() + " in exclusive use");
    }
    consumers.add(consumer);
    if (consumer.cursor != null) {
      selective().addFiltered(consumer);
    }
    askRun();
  }

  private SelectiveDelivery selective() {
    SelectiveDelivery some = selective;
    if (some == null) {
      some = new SelectiveDelivery(this, engine, messageExpiry, consumers, services);
      selective = some;
    }
    return some;
  }

  /**
   * Removes a consumer, if it is still there. With the last one an auto-delete queue ends.
   *
   * @return completes on this loop: at once, or when the queue that has ended is found no more
   */
  Future<Void> removeConsumer(Consumer consumer) {
    if (dead || !remove(consumer)) {
      return Future.succeededFuture();
    }
    if (!isUsed()) {
      if (declaration.autoDelete()) {
        end();
        return services.lifecycle().onUnused(this);
      }
      used();
    }
    askRun();
    return Future.succeededFuture();
  }

  /** Takes one out; whether it was there. */
  private boolean remove(Consumer consumer) {
    boolean wasThere = consumers.remove(consumer);
    SelectiveDelivery some = selective;
    if (some != null) {
      wasThere |= some.remove(consumer);
      if (some.filteredCount() + some.browserCount() == 0) {
        some.end();
        selective = null;
      }
    }
    return wasThere;
  }

  /** Whether it has consumers, browsers among them. */
  private boolean isUsed() {
    return consumerCount() > 0;
  }

  private int consumerCount() {
    SelectiveDelivery some = selective;
    return consumers.size() + (some == null ? 0 : some.browserCount() - glances);
  }

  /** Adds a browser that nobody takes notice of. */
  void addGlance(Consumer browser) {
    checkAlive();
    selective().addBrowser(browser);
    glances++;
    askRun();
  }

  /** Removes one, if it is still there. */
  void removeGlance(Consumer browser) {
    if (!dead && remove(browser)) {
      glances--;
      askRun();
    }
  }

  /** A consumer that had no room has some. */
  void onConsumerReady(Consumer consumer) {
    if (!dead) {
      if (selective != null && consumer.spec().isBrowser()) {
        selective.readyBrowser(consumer);
      } else {
        consumers.ready(consumer);
      }
      askRun();
    }
  }

  void onGrant(Consumer consumer, long totalDeliveries, boolean drain) {
    if (!dead) {
      consumer.grantTotal(totalDeliveries, drain);
      drainAsked |= drain;
      onConsumerReady(consumer);
    }
  }

  // ---- questions from other loops ----

  private QueueStatus statusNow() {
    checkAlive();
    run();
    return new QueueStatus(declaration, engine.readyCount(), consumerCount(), false);
  }

  private QueueDetails detailsNow() {
    checkAlive();
    Entry head = engine.head();
    Object time = head == null ? null : head.message().format().property(head.message(), TIMESTAMP);
    Consumer active = consumers.singleActive();
    return new QueueDetails(
        consumers.details(),
        consumers.hasExclusive() ? consumers.all().get(0).spec().tag() : null,
        active == null ? null : active.spec().tag(),
        time instanceof Timestamp timestamp ? timestamp.epochMs() : null);
  }

  private long purgeNow() {
    checkAlive();
    run();
    long count = paging.purge();
    for (Entry entry; (entry = engine.removeNext()) != null; count++) {
      left(entry, false);
    }
    return count;
  }

  private long deleteNow(boolean ifUnused, boolean ifEmpty) {
    checkAlive();
    run();
    if (ifUnused && isUsed()) {
      throw new BrokerException(ErrorKind.PRECONDITION_FAILED, describe() + " in use");
    }
    if (ifEmpty && engine.readyCount() > 0) {
      throw new BrokerException(ErrorKind.PRECONDITION_FAILED, describe() + " not empty");
    }
    long count = engine.readyCount();
    end();
    return count;
  }

  /** Ends with all that is in it. Its name finds it until the metadata loop has followed. */
  private void end() {
    dead = true;
    paging.end();
    unsettledPaging.end();
    modified.end();
    segments.end();
    for (Entry entry : engine.removeAll()) {
      services.memory().add(-entry.weight());
    }
    services.log().delete(this);
    consumers.removeAll().forEach(Consumer::end);
    if (selective != null) {
      selective.removeBrowsers().forEach(Consumer::end);
      selective.end();
    }
    messageExpiry.stop();
    if (expiry != null) {
      expiry.stop();
    }
    gets.end();
  }

  /** Somebody used the queue: its expiry begins anew. */
  void used() {
    if (expiry != null && !dead) {
      expiry.used();
    }
  }

  private long deleteIfExpiredNow() {
    checkAlive();
    if (expiry == null || !expiry.isPassed()) {
      // Somebody came between the timer and now, and was told that it is there: used() watches.
      throw new BrokerException(ErrorKind.PRECONDITION_FAILED, describe() + " in use");
    }
    return deleteNow(true, false);
  }

  /** Refuses with NOT_FOUND once it has ended. */
  void checkAlive() {
    if (dead) {
      throw new BrokerException(ErrorKind.NOT_FOUND, "no " + describe());
    }
  }

  /** For error texts: {@code queue 'q' in vhost '/'}. Any loop. */
  public String describe() {
    return "queue '" + name() + "' in vhost '" + vhost + "'";
  }

  long nowMs() {
    return home().clock().wallMs();
  }
}

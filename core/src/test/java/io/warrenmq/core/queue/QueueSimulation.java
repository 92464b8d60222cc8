package io.warrenmq.core.queue;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.queue.TestSession.TestConsumer;
import io.warrenmq.core.routing.TestMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One run of random publishes, consumers with filters and without, browsers, settlements, closed
 * sessions and full sockets on two queues with random options, of which some keep little in memory.
 * While it runs and at its end it checks that
 *
 * <ul>
 *   <li>each message is with one consumer at a time, and with none once it has left the queue;
 *   <li>a message that was seen before says so;
 *   <li>a consumer gets a publisher's messages of one priority in order, the first time;
 *   <li>a consumer with a filter gets what matches, and a browser sees each message once at most,
 *       in order, and at rest all that are ready;
 *   <li>prefetch and session limits hold, and nothing reaches a consumer that has ended;
 *   <li>once all is at rest, nothing is ready that a consumer could take;
 *   <li>each publish is answered once;
 *   <li>a message has what its consumers have added, and nothing else;
 *   <li>no message is lost, and no memory stays accounted for.
 * </ul>
 */
final class QueueSimulation {
  private static final int OPERATIONS = 120;
  private static final byte[] SMALL = new byte[20];
  // Two of these fill what may be under way to a consumer on another loop.
  private static final byte[] LARGE = new byte[600_000];

  private enum Fate {
    QUEUED,
    OUT,
    GONE
  }

  private static final class Tracked {
    final long publisher;
    final int number;
    final Queue queue;
    Fate fate = Fate.QUEUED;
    boolean seen;
    Map<String, Object> added = Map.of();

    Tracked(long publisher, int number, Queue queue) {
      this.publisher = publisher;
      this.number = number;
      this.queue = queue;
    }

    @Override
    public String toString() {
      return publisher + ":" + number;
    }
  }

  private final Random random;
  private final MemorySegments segments = new MemorySegments();
  private final QueueWorld world;
  private final List<Queue> queues;
  private final boolean prioritised;
  private final List<Party> parties = new ArrayList<>();
  private final List<Party> everyParty = new ArrayList<>();
  // By their formats, as a message is another when something was added.
  private final Map<MessageFormat, Tracked> messages = new IdentityHashMap<>();
  private final Map<Delivery, Tracked> out = new IdentityHashMap<>();
  private final Map<Tracked, Long> publishIds = new IdentityHashMap<>();
  private long purged;
  private int deadSeen;

  QueueSimulation(long seed) {
    random = new Random(seed);
    // What a message takes beside its bytes is 200, so a few fill the memory.
    PagingOptions paging =
        chance(2)
            ? PagingOptions.NEVER
            : new PagingOptions(300 + random.nextInt(3000), 300, 1L << 30, 8 << 10);
    world = new QueueWorld(1 + random.nextInt(3), seed, segments, paging);
    prioritised = chance(4);
    queues = List.of(world.queue(randomOptions()), world.queue(randomOptions()));
    for (int i = 0; i < 3; i++) {
      parties.add(new Party());
    }
  }

  private Queue anyQueue() {
    return queues.get(random.nextInt(queues.size()));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private QueueOptions randomOptions() {
    Options options = Options.classic().deadLetters("dlx", null);
    if (prioritised) {
      options.priorities(3, 0);
    }
    if (chance(4)) {
      options.messageTtl(random.nextInt(3) * 20L);
    }
    if (chance(4)) {
      options.maxLength(random.nextInt(20));
      options.overflow(Overflow.values()[random.nextInt(2)]);
    }
    if (chance(4)) {
      options.deliveryLimit(random.nextInt(4));
    }
    if (chance(5)) {
      options.singleActive();
    }
    return options.build();
  }

  void run() {
    for (int i = 0; i < OPERATIONS; i++) {
      operate();
      for (int steps = random.nextInt(5); steps > 0; steps--) {
        world.loops.step();
      }
      noteDead();
    }
    finish();
  }

  private void operate() {
    Party party = parties.get(random.nextInt(parties.size()));
    switch (random.nextInt(15)) {
      case 0, 1, 2, 3 -> party.publish();
      case 4 -> party.consume();
      case 14 -> party.browse();
      case 5, 6, 7 -> party.settleSome();
      case 8 -> party.get();
      case 9 -> party.cancel();
      case 10 -> party.block(random.nextBoolean());
      case 11 -> {
        if (chance(4) && party.mayClose) {
          party.close();
          parties.remove(party);
          parties.add(new Party());
        }
      }
      case 12 -> world.loops.advance(random.nextInt(15));
      default -> {
        if (chance(5)) {
          purge();
        }
      }
    }
  }

  private void purge() {
    world.loops.turn(
        world.loops.metadata(),
        () -> anyQueue().purge(world.loops.metadata()).onSuccess(count -> purged += count));
  }

  private void noteDead() {
    for (; deadSeen < world.dead.size(); deadSeen++) {
      Message message = world.dead.get(deadSeen).message();
      Tracked tracked = tracked(message);
      check(tracked.fate != Fate.GONE, "a message died that was gone");
      checkAdded(tracked, message);
      tracked.fate = Fate.GONE;
    }
  }

  /** Lets everything come to rest, then takes what is left. */
  private void finish() {
    world.loops.runAll();
    checkNobodyStarves();
    parties.forEach(party -> party.block(true));
    world.loops.runAll();
    checkNobodyStarves();
    parties.forEach(Party::cancelAll);
    world.loops.runAll();
    parties.forEach(Party::close);
    world.loops.runAll();
    Party last = new Party();
    queues.forEach(queue -> drain(last, queue));
    noteDead();
    for (Party party : everyParty) {
      party.checkConfirms();
    }
    long missing = messages.values().stream().filter(t -> t.fate == Fate.QUEUED).count();
    check(messages.values().stream().noneMatch(t -> t.fate == Fate.OUT), "still with a consumer");
    check(missing == purged, missing + " are missing, of which " + purged + " were purged");
    check(queues.stream().allMatch(q -> world.ready(q) == 0), "some are still ready");
    check(segments.files.isEmpty(), "segments are still there: " + segments.files.keySet());
    check(world.heldBytes() == 0, world.heldBytes() + " bytes are still accounted for");
  }

  /** Takes what is left; a browser has seen the same before. */
  private void drain(Party last, Queue queue) {
    CheckingBrowser browser = last.browse(queue);
    world.loops.runAll();
    CheckingConsumer taker = last.drain(queue);
    world.loops.runAll();
    check(
        browser.seen.equals(taker.taken),
        "a browser saw " + browser.seen + ", and there were " + taker.taken);
  }

  /** At rest, what is ready is so because no consumer could take it. */
  private void checkNobodyStarves() {
    for (Party party : parties) {
      for (TestConsumer sink : party.session.consumers) {
        Queue queue = sink.handle().queue();
        if (!(sink instanceof CheckingConsumer consumer) || !mayWaitFor(consumer, queue)) {
          continue;
        }
        boolean served = !queue.options().singleActiveConsumer() || endsWith(sink.active, true);
        check(
            !served || mayHaveToSettleFirst(queue, sink) || !party.couldTake(sink),
            "messages are ready that a consumer could take");
      }
    }
  }

  /** Whether a consumer would take something that is ready. */
  private boolean mayWaitFor(CheckingConsumer consumer, Queue queue) {
    if (world.ready(queue) == 0 || consumer.spec.filter() == null) {
      return world.ready(queue) > 0;
    }
    noteDead();
    return purged == 0 // Else nobody knows what is left.
        && messages.values().stream()
            .anyMatch(
                each ->
                    each.queue == queue
                        && each.fate == Fate.QUEUED
                        && consumer.wants(each)
                        && !isRefused(each));
  }

  private boolean isRefused(Tracked tracked) {
    return everyParty.stream()
        .filter(party -> party.id == tracked.publisher)
        .anyMatch(
            party -> Boolean.FALSE.equals(party.session.confirms.get(publishIds.get(tracked))));
  }

  /** Whether a consumer of a higher priority came, and the active one has not settled since. */
  private boolean mayHaveToSettleFirst(Queue queue, TestConsumer active) {
    return queue.options().singleActiveConsumer()
        && queue.options().type() == QueueType.QUORUM
        && !active.unsettled.isEmpty()
        && parties.stream()
            .flatMap(party -> party.session.sinks.stream())
            .map(TestConsumer::handle)
            .anyMatch(
                other ->
                    other.queue() == queue
                        && other.spec().priority() > active.handle().spec().priority());
  }

  private static boolean endsWith(List<Boolean> list, boolean last) {
    return !list.isEmpty() && list.get(list.size() - 1) == last;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private Tracked tracked(Message message) {
    return messages.get(message.format());
  }

  private static void checkAdded(Tracked tracked, Message message) {
    Map<String, Object> values = message.annotations().values();
    check(values.equals(tracked.added), "has " + values + ", and was given " + tracked.added);
  }

  /** Takes note of a delivery, from a consumer or a get. */
  private void handedOut(Delivery delivery, boolean autoSettle) {
    Tracked tracked = tracked(delivery.message());
    out.put(delivery, tracked);
    checkAdded(tracked, delivery.message());
    check(tracked.fate == Fate.QUEUED, "delivered while " + tracked.fate);
    check(!tracked.seen || delivery.isRedelivered(), "seen before, and does not say so");
    tracked.seen = true;
    tracked.fate = autoSettle ? Fate.GONE : Fate.OUT;
  }

  /** One client: it publishes, consumes and settles over a session. */
  private final class Party {
    final TestSession session = world.session(random.nextInt(world.services.size()));
    final long id = everyParty.size();
    final int limit = chance(2) ? 1 + random.nextInt(3) : 0;
    final List<Delivery> got = new ArrayList<>();
    // What is settled by being sent is lost with the connection: those that ask for it stay.
    boolean mayClose = true;
    boolean closed;
    int published;

    Party() {
      everyParty.add(this);
      session.credit().limit(limit);
    }

    void publish() {
      Queue queue = anyQueue();
      world.loops.turn(
          session.loop(),
          () -> {
            for (int i = random.nextInt(6); i >= 0; i--) {
              Message message =
                  TestMessages.around(
                      chance(10) ? LARGE : SMALL,
                      chance(10) ? random.nextInt(40) : Message.NO_TTL,
                      prioritised ? random.nextInt(4) : Message.NO_PRIORITY);
              Tracked tracked = new Tracked(id, published++, queue);
              messages.put(message.format(), tracked);
              publishIds.put(tracked, session.publishNow(queue, message));
            }
          });
    }

    void consume() {
      boolean auto = chance(3);
      mayClose &= !auto;
      ConsumerSpec spec =
          new ConsumerSpec(
              "q",
              "tag",
              auto,
              false,
              random.nextInt(2),
              ConsumerSpec.Flow.PREFETCH,
              random.nextInt(4),
              Arguments.NONE);
      int step = 1 + random.nextInt(4);
      open(
          anyQueue(),
          step == 1 ? spec : spec.filtered(message -> tracked(message).number % step == 0),
          step);
    }

    void browse() {
      browse(anyQueue());
    }

    CheckingBrowser browse(Queue queue) {
      CheckingBrowser sink = new CheckingBrowser();
      open(queue, TestSession.AUTO.browsing(), sink);
      return sink;
    }

    private CheckingConsumer open(Queue queue, ConsumerSpec spec, int step) {
      CheckingConsumer sink = new CheckingConsumer(this, spec, step);
      open(queue, spec, sink);
      return sink;
    }

    private void open(Queue queue, ConsumerSpec spec, TestConsumer sink) {
      Consumer consumer = new Consumer(queue, spec, session, sink, world.mailboxes);
      sink.consumer = consumer;
      session.consumers.add(sink);
      session.sinks.add(sink);
      world.loops.turn(session.loop(), () -> queue.addConsumer(consumer, session.loop()));
    }

    void settleSome() {
      List<Delivery> unsettled = new ArrayList<>(got);
      session.sinks.forEach(sink -> unsettled.addAll(sink.unsettled));
      if (unsettled.isEmpty()) {
        return;
      }
      world.loops.turn(
          session.loop(),
          () -> {
            for (int i = random.nextInt(4); i >= 0 && !unsettled.isEmpty(); i--) {
              Delivery delivery = unsettled.remove(random.nextInt(unsettled.size()));
              SettleOutcome[] outcomes = SettleOutcome.values();
              settle(
                  delivery,
                  random.nextBoolean()
                      ? SettleOutcome.COMPLETE
                      : outcomes[random.nextInt(outcomes.length)]);
            }
          });
    }

    private void settle(Delivery delivery, SettleOutcome outcome) {
      Tracked tracked = out.get(delivery);
      check(tracked.fate == Fate.OUT, "settled while " + tracked.fate);
      // A discarded one is gone when it arrives among the dead.
      tracked.fate = outcome == SettleOutcome.COMPLETE ? Fate.GONE : Fate.QUEUED;
      got.remove(delivery);
      if (outcome != SettleOutcome.COMPLETE && chance(3)) {
        session.modifyNow(delivery, outcome, add(tracked));
      } else {
        session.settleNow(delivery, outcome);
      }
    }

    /** Adds something, if it is not too much. */
    private Map<String, Object> add(Tracked tracked) {
      Map<String, Object> added =
          Map.of("x-" + random.nextInt(4), "v".repeat(random.nextInt(Annotations.WEIGHT_MAX / 2)));
      Map<String, Object> all = new HashMap<>(tracked.added);
      all.putAll(added);
      if (Annotations.weight(all) <= Annotations.WEIGHT_MAX) {
        tracked.added = all;
      }
      return added;
    }

    void get() {
      boolean auto = mayClose ? false : random.nextBoolean();
      world.loops.turn(
          session.loop(),
          () ->
              anyQueue()
                  .get(session.loop(), auto)
                  .onSuccess(
                      result -> {
                        if (result == null) {
                          return;
                        }
                        handedOut(result.delivery(), auto);
                        if (closed) {
                          settle(result.delivery(), SettleOutcome.REQUEUE);
                        } else if (!auto) {
                          got.add(result.delivery());
                        }
                      }));
    }

    void cancel() {
      if (!session.consumers.isEmpty()) {
        cancel(session.consumers.get(random.nextInt(session.consumers.size())));
      }
    }

    void cancelAll() {
      List.copyOf(session.consumers).forEach(this::cancel);
    }

    private void cancel(TestConsumer consumer) {
      world.loops.turn(
          session.loop(),
          () ->
              consumer
                  .handle()
                  .cancel()
                  .onComplete(
                      done -> {
                        if (consumer instanceof CheckingConsumer sink) {
                          sink.ended = true;
                        }
                      }));
    }

    boolean couldTake(TestConsumer sink) {
      ConsumerSpec spec = sink.handle().spec();
      if (!session.isWritable()) {
        return false;
      }
      return spec.autoSettle()
          || ((spec.prefetch() == 0 || sink.unsettled.size() < spec.prefetch())
              && (limit == 0 || outstanding() < limit));
    }

    int outstanding() {
      return session.sinks.stream().mapToInt(sink -> sink.unsettled.size()).sum();
    }

    void block(boolean writable) {
      world.loops.turn(session.loop(), () -> session.setWritableNow(writable));
    }

    void close() {
      world.loops.turn(
          session.loop(),
          () -> {
            closed = true;
            session.sinks.forEach(sink -> sink.handle().close());
            for (TestConsumer sink : session.sinks) {
              List.copyOf(sink.unsettled).forEach(d -> settle(d, SettleOutcome.REQUEUE));
            }
            List.copyOf(got).forEach(d -> settle(d, SettleOutcome.REQUEUE));
            session.consumers.clear();
          });
    }

    CheckingConsumer drain(Queue queue) {
      return open(queue, TestSession.AUTO, 1);
    }

    /** Each publish was answered, and what was refused never got into the queue. */
    void checkConfirms() {
      check(session.confirms.size() == published, "publishes were not answered");
      messages
          .values()
          .forEach(
              tracked -> {
                if (tracked.publisher == id
                    && Boolean.FALSE.equals(session.confirms.get(publishIds.get(tracked)))) {
                  check(tracked.fate == Fate.QUEUED && !tracked.seen, "refused, and delivered");
                  tracked.fate = Fate.GONE;
                }
              });
    }
  }

  private final class CheckingConsumer extends TestConsumer {
    private final Party party;
    private final ConsumerSpec spec;
    private final int step;
    private final Map<Long, Integer> lastFirst = new HashMap<>();
    final List<Tracked> taken = new ArrayList<>();
    boolean ended;

    CheckingConsumer(Party party, ConsumerSpec spec, int step) {
      this.party = party;
      this.spec = spec;
      this.step = step;
    }

    boolean wants(Tracked tracked) {
      return tracked.number % step == 0;
    }

    @Override
    public void onDelivery(Delivery delivery) {
      check(party.session.loop().inThread(), "delivered on another loop");
      check(!ended && !party.closed, "delivered after its end");
      handedOut(delivery, spec.autoSettle());
      taken.add(tracked(delivery.message()));
      check(wants(tracked(delivery.message())), "handed out against its filter");
      super.onDelivery(delivery);
      if (spec.prefetch() > 0) {
        check(unsettled.size() <= spec.prefetch(), "more than its prefetch");
      }
      check(
          party.limit == 0 || party.outstanding() <= party.limit, "more than the session's limit");
      if (!delivery.isRedelivered()) {
        Tracked tracked = tracked(delivery.message());
        long line = tracked.publisher * 300 + delivery.message().priority();
        Integer before = lastFirst.put(line, tracked.number);
        check(before == null || before < tracked.number, "out of order");
      }
    }
  }

  private final class CheckingBrowser extends TestConsumer {
    private final Map<Long, Integer> last = new HashMap<>();
    final List<Tracked> seen = new ArrayList<>();

    @Override
    public void onDelivery(Delivery delivery) {
      Tracked tracked = tracked(delivery.message());
      long line = tracked.publisher * 300 + delivery.message().priority();
      Integer before = last.put(line, tracked.number);
      check(before == null || before < tracked.number, "seen twice or out of order");
      seen.add(tracked);
    }
  }
}

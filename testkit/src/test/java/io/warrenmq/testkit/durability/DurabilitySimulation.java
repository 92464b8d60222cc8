package io.warrenmq.testkit.durability;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.log.LogOptions;
import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.testkit.fault.DiskFault;
import io.warrenmq.testkit.fault.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A broker that is used, and ends, in good order or by a power cut or with a failing disk, and
 * starts again, several times. Clients declare, publish, consume, settle, purge and delete; what
 * they were told is held against what is there:
 *
 * <ul>
 *   <li>what was confirmed is there, whole, until somebody has settled it;
 *   <li>what was settled does not come back, unless the power went after it;
 *   <li>nothing is there twice, nor in a queue of the same name that was declared later;
 *   <li>what was handed out before says so;
 *   <li>each publisher's messages are in order;
 *   <li>transient messages end with the broker's life.
 * </ul>
 */
final class DurabilitySimulation {
  private static final List<String> NAMES = List.of("q0", "q1", "q2");
  private static final int OPERATIONS = 60;

  private enum Fate {
    /** It is in its queue. */
    IN,
    /** It may be in its queue. */
    MAYBE,
    /** It is with a client. */
    OUT,
    /** It has left, and is not to come back. */
    GONE
  }

  private static final class Sent {
    final int id;
    final int publisher;
    final int queue; // which declaration of a queue, by its number
    final boolean durable;
    final byte[] body;
    int priority;
    Fate fate = Fate.IN;
    boolean answered;
    boolean seen;
    boolean wasBack; // it came back to the end of its queue: its order is another
    boolean goneForGood; // that it has gone is safe
    // What its publisher had settled of the same queue before it was published.
    List<Sent> settledBefore = List.of();

    Sent(int id, int publisher, int queue, boolean durable, byte[] body) {
      this.id = id;
      this.publisher = publisher;
      this.queue = queue;
      this.durable = durable;
      this.body = body;
    }
  }

  private final long seed;
  private final Random random;
  private final SimulatedDisk metadata;
  private final SimulatedDisk messages;
  private final LogOptions options;
  private final PagingOptions paging;
  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, Integer> declared = new HashMap<>(); // names to numbers of declarations
  private final Map<Integer, Boolean> quorum = new HashMap<>();
  private final Map<Integer, Boolean> goesToBack = new HashMap<>(); // what is put back
  private int declarations;
  private int publishers;
  private long segmentsFound; // at the starts after the first
  private String lives = ""; // how they ended
  private SimulatedNode node;
  private final List<Client> clients = new ArrayList<>();

  DurabilitySimulation(long seed) throws IOException {
    this.seed = seed;
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    metadata = new SimulatedDisk(seed + 1);
    messages = new SimulatedDisk(seed);
    options = new LogOptions(4 << 10, 64 << 10, SyncPolicy.BEFORE_CONFIRM, 100);
    // Half of the seeds have queues go to disk with a few messages.
    paging = chance(2) ? PagingOptions.NEVER : new PagingOptions(6000, 3000, 20_000, 1500);
    node = newLife(0);
  }

  private SimulatedNode newLife(int life) throws IOException {
    return new SimulatedNode(
        1 + random.nextInt(2), seed * 31 + life, metadata, messages, options, paging);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  void run() throws IOException {
    int count = 1 + random.nextInt(3);
    for (int life = 0; life < count; life++) {
      live();
      endLife();
      segmentsFound += messages.list().stream().filter(name -> name.startsWith("segment-")).count();
      node = newLife(life + 1);
      checkQueues();
    }
    finish();
  }

  private void live() {
    clients.clear();
    for (int i = 0; i < 2; i++) {
      clients.add(new Client());
    }
    int attack = random.nextInt(6);
    for (int i = 0; i < OPERATIONS; i++) {
      if (i == OPERATIONS / 2) {
        long operation = messages.operations() + 1 + random.nextInt(20);
        switch (attack) {
          case 0 -> messages.failAt(operation, DiskFault.EIO);
          case 1 -> messages.failAt(operation, DiskFault.ENOSPC);
          case 2, 3 -> messages.dieAt(operation);
          default -> {}
        }
      }
      clients.get(random.nextInt(clients.size())).operate();
      for (int steps = random.nextInt(8); steps > 0; steps--) {
        node.loops.step();
      }
    }
    if (chance(2)) {
      node.loops.advanceMs(1500); // A full disk is looked at again.
    }
  }

  private void endLife() {
    if (node.failure == null && chance(3)) {
      clients.forEach(Client::close);
      node.loops.advanceMs(1500);
      if (node.failure == null) {
        node.stop();
      }
      if (node.failure == null) { // Else it has met the attack in its last moments.
        lives += "stop ";
        for (Sent each : sent) {
          check(each.fate != Fate.OUT, "given back, and still out", each);
          if (!each.durable && each.fate != Fate.GONE) {
            each.fate = Fate.GONE;
          }
        }
        messages.crash(); // What it left is safe.
        metadata.crash();
        clients.clear();
        return;
      }
    }
    lives += node.failure == null ? "crash " : "failure ";
    messages.crash();
    metadata.crash();
    clients.clear();
    for (Sent each : sent) {
      if (!each.durable) {
        each.fate = Fate.GONE;
      } else if (each.fate == Fate.OUT || each.fate == Fate.IN) {
        each.fate = each.answered ? Fate.IN : Fate.MAYBE;
      } else if (each.fate == Fate.GONE && !each.goneForGood && isDeclared(each.queue)) {
        each.fate = Fate.MAYBE; // That it had gone was not yet safe, or was.
      }
    }
  }

  private boolean isDeclared(int declaration) {
    return declared.containsValue(declaration);
  }

  private Vhost vhost() {
    return Objects.requireNonNull(node.broker.vhosts().find("/"));
  }

  private void checkQueues() {
    for (String name : NAMES) {
      Queue queue = vhost().queue(name);
      if (declared.containsKey(name) && queue == null) {
        throw new AssertionError("declared and gone: " + name + "; " + this);
      }
    }
  }

  /** How many segments there were when a life began. */
  long segmentsFound() {
    return segmentsFound;
  }

  /** Takes everything out, and holds it against what is to be there. */
  private void finish() {
    clients.add(new Client());
    Client last = clients.get(0);
    for (String name : List.copyOf(declared.keySet())) {
      last.drain(name);
    }
    for (Sent each : sent) {
      if (each.fate == Fate.IN && each.answered) {
        check(false, "confirmed and lost", each);
      }
    }
  }

  private void check(boolean holds, String what, Sent each) {
    if (!holds) {
      throw new AssertionError(
          what
              + ": message "
              + each.id
              + " of "
              + each.body.length
              + " bytes, "
              + each.fate
              + (each.durable ? ", durable" : ", transient")
              + (each.answered ? ", confirmed" : ", not confirmed")
              + (each.goneForGood ? ", gone for good" : "")
              + ", declaration "
              + each.queue
              + "; "
              + this);
    }
  }

  @Override
  public String toString() {
    return "DurabilitySimulation(seed " + seed + ", " + paging + ", lives " + lives + ")";
  }

  /** One client: a connection with one session. */
  private final class Client implements DeliverySink {
    private final Loop loop;
    private final BrokerConnection connection;
    private final VhostAccess session;
    private final int publisher = publishers++;
    private final List<Delivery> out = new ArrayList<>();
    private final Map<Delivery, Sent> was = new IdentityHashMap<>();
    private final List<ConsumerHandle> consumers = new ArrayList<>();
    private final Map<Integer, Integer> lastOf = new HashMap<>(); // by queue and publisher
    private final Map<Integer, List<Sent>> settled = new HashMap<>(); // by queue
    private boolean closed;

    Client() {
      loop = node.loops.loop(random.nextInt(node.loops.group().eventLoops().size()));
      connection = node.connect(loop);
      VhostAccess[] opened = new VhostAccess[1];
      node.loops.run(loop, () -> opened[0] = connection.openSession(this::onConfirm));
      session = opened[0];
      NAMES.forEach(this::declare);
    }

    private void onConfirm(long publishId, boolean accepted) {
      Sent each = sent.get((int) publishId - 1);
      check(!each.answered, "answered twice", each);
      check(accepted, "refused", each);
      each.answered = true;
      if (each.durable && each.fate == Fate.IN) {
        // It was written, and what the same client had settled before in the same queue as well.
        each.settledBefore.forEach(settled -> settled.goneForGood = true);
      }
      each.settledBefore = List.of();
    }

    void declare(String name) {
      if (declared.containsKey(name)) {
        return;
      }
      boolean isQuorum = chance(3);
      boolean isUnlimited = isQuorum && random.nextBoolean();
      Arguments arguments =
          isQuorum
              ? Arguments.of(
                  Map.of("x-queue-type", "quorum", "x-delivery-limit", isUnlimited ? -1L : 1000L))
              : chance(3) ? Arguments.of(Map.of("x-max-priority", 3L)) : Arguments.NONE;
      node.await(
          loop,
          () -> session.declareQueue(new QueueDeclaration(name, true, false, false, arguments)));
      int number = declarations++;
      declared.put(name, number);
      quorum.put(number, isQuorum);
      goesToBack.put(number, isUnlimited);
    }

    void operate() {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      switch (random.nextInt(14)) {
        case 0, 1, 2, 3, 4 -> publish(name);
        case 5, 6, 7 -> settleSome();
        case 8 -> get(name);
        case 9 -> consume(name);
        case 10 -> cancel();
        case 11 -> node.loops.advanceMs(random.nextInt(20));
        case 12 -> {
          if (chance(4)) {
            purge(name);
          }
        }
        default -> {
          if (chance(6) && node.failure == null) {
            delete(name);
          }
        }
      }
    }

    private void publish(String name) {
      Integer declaration = declared.get(name);
      if (declaration == null) {
        return;
      }
      turn(
          () -> {
            for (int i = random.nextInt(5); i >= 0; i--) {
              boolean persistent = !chance(4);
              byte[] body = body(chance(20) ? 100_000 : random.nextInt(1500));
              Sent each =
                  new Sent(
                      sent.size() + 1,
                      publisher,
                      declaration,
                      persistent || Boolean.TRUE.equals(quorum.get(declaration)),
                      body);
              sent.add(each);
              each.priority = random.nextInt(4);
              each.settledBefore = List.copyOf(settled.getOrDefault(declaration, List.of()));
              int routed =
                  session.publish(
                      new Message(
                          BodyFormat.INSTANCE,
                          body,
                          0,
                          persistent,
                          each.priority,
                          Message.NO_TTL,
                          0,
                          "",
                          name,
                          List.of()),
                      each.id);
              check(routed == VhostAccess.ROUTED, "not routed", each);
            }
          });
    }

    private byte[] body(int size) {
      byte[] body = new byte[4 + size];
      random.nextBytes(body);
      ByteBuffer.wrap(body).putInt(0, sent.size() + 1);
      return body;
    }

    private void turn(Runnable task) {
      loop.execute(task);
      // The task is the loop's next, so it is taken by a turn or two of it.
      boolean[] done = new boolean[1];
      loop.execute(() -> done[0] = true);
      while (!done[0]) {
        if (!node.loops.step()) {
          throw new AssertionError("a task was lost; " + DurabilitySimulation.this);
        }
      }
    }

    private void get(String name) {
      turn(
          () ->
              session
                  .get(name, false)
                  .onSuccess(
                      result -> {
                        if (result != null && !closed) { // Else the session has put it back.
                          onDelivery(result.delivery());
                        }
                      }));
    }

    private void consume(String name) {
      ConsumerSpec spec =
          new ConsumerSpec(
              name,
              "t" + random.nextInt(),
              false,
              false,
              0,
              ConsumerSpec.Flow.PREFETCH,
              1 + random.nextInt(5),
              Arguments.NONE);
      turn(() -> session.consume(spec, this).onSuccess(consumers::add));
    }

    private void cancel() {
      if (!consumers.isEmpty()) {
        ConsumerHandle consumer = consumers.remove(random.nextInt(consumers.size()));
        turn(consumer::cancel);
      }
    }

    private void settleSome() {
      turn(
          () -> {
            for (int i = random.nextInt(4); i >= 0 && !out.isEmpty(); i--) {
              settle(
                  out.remove(random.nextInt(out.size())),
                  switch (random.nextInt(6)) {
                    case 0 -> SettleOutcome.REQUEUE;
                    case 1 -> SettleOutcome.RELEASE;
                    case 2 -> SettleOutcome.DISCARD;
                    default -> SettleOutcome.COMPLETE;
                  });
            }
          });
    }

    private void settle(Delivery delivery, SettleOutcome outcome) {
      Sent each = was.remove(delivery); // The delivery may have let go of its message.
      assert each != null;
      if (outcome == SettleOutcome.COMPLETE || outcome == SettleOutcome.DISCARD) {
        settled.computeIfAbsent(each.queue, none -> new ArrayList<>()).add(each);
      } else {
        each.wasBack |= Boolean.TRUE.equals(goesToBack.get(each.queue));
      }
      if (each.fate == Fate.OUT) { // Else its queue was deleted meanwhile.
        each.fate =
            outcome == SettleOutcome.REQUEUE || outcome == SettleOutcome.RELEASE
                ? Fate.IN
                : Fate.GONE;
      }
      session.settle(delivery, outcome);
    }

    private Sent sentOf(Delivery delivery) {
      return sent.get(ByteBuffer.wrap(delivery.message().bytes()).getInt() - 1);
    }

    @Override
    public void onDelivery(Delivery delivery) {
      Sent each = sentOf(delivery);
      check(Arrays.equals(each.body, delivery.message().bytes()), "altered", each);
      check(each.fate == Fate.IN || each.fate == Fate.MAYBE, "handed out", each);
      Integer now = declared.get(delivery.queueName());
      check(now != null && now == each.queue, "in a later queue of the name", each);
      check(!each.seen || delivery.isRedelivered(), "seen before, and does not say so", each);
      check(delivery.message().isDurable() || !persists(each), "not durable any more", each);
      each.seen = true;
      each.fate = Fate.OUT;
      out.add(delivery);
      was.put(delivery, each);
    }

    private boolean persists(Sent each) {
      return each.durable && !Boolean.TRUE.equals(quorum.get(each.queue));
    }

    @Override
    public void onCancelled() {}

    private void purge(String name) {
      turn(
          () ->
              session
                  .purgeQueue(name)
                  .onSuccess(
                      count -> {
                        Integer declaration = declared.get(name);
                        for (Sent each : sent) {
                          if (declaration != null
                              && each.queue == declaration
                              && (each.fate == Fate.IN || each.fate == Fate.MAYBE)) {
                            // What came after the purge, or is on its way back, is still there.
                            each.fate = Fate.MAYBE;
                          }
                        }
                      }));
      node.loops.runUntilIdle();
    }

    private void delete(String name) {
      Integer declaration = declared.get(name);
      if (declaration == null) {
        return;
      }
      node.loops.runUntilIdle();
      node.await(loop, () -> session.deleteQueue(name, false, false));
      declared.remove(name);
      for (Sent each : sent) {
        if (each.queue == declaration) {
          each.fate = Fate.GONE;
        }
      }
      declare(name);
    }

    void drain(String name) {
      while (true) {
        @Nullable GetResult result = node.await(loop, () -> nullable(session.get(name, true)));
        if (result == null) {
          return;
        }
        Sent each = sentOf(result.delivery());
        onDelivery(result.delivery());
        each.fate = Fate.GONE;
        if (!each.wasBack) {
          int line = (each.queue * 1000 + each.publisher) * 4 + each.priority;
          Integer before = lastOf.put(line, each.id);
          check(before == null || before < each.id, "out of order after " + before, each);
        }
      }
    }

    private Future<@Nullable GetResult> nullable(Future<@Nullable GetResult> future) {
      return future;
    }

    void close() {
      if (closed) {
        return;
      }
      closed = true;
      turn(
          () -> {
            for (Delivery delivery : List.copyOf(out)) {
              settle(delivery, SettleOutcome.REQUEUE);
            }
            out.clear();
            connection.close();
          });
    }
  }
}

package io.warrenmq.testkit.durability;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.ConsumerHandle;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.testkit.durability.Ledger.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client: a connection with one session. All it does and gets goes into the ledger. */
final class SimulatedClient implements DeliverySink, ConnectionHandle {
  private static final int FLOOD_BYTES = 6 << 20;

  private final SeedPlan plan;
  private final SimulatedNode node;
  private final Topology topology;
  private final Ledger ledger;
  private final int publisher;
  private final Loop loop;
  private final BrokerConnection connection;
  private final VhostAccess session;
  private final List<Taken> out = new ArrayList<>();
  private final Map<ConsumerHandle, ConsumerSpec> consumers = new HashMap<>();
  private final List<ConsumerHandle> inOrder = new ArrayList<>();
  private final Map<QueuePlan, List<Sent>> settled = new HashMap<>();
  private boolean held; // it is not to publish
  private boolean writable = true;
  private boolean closed;
  private int refusalsMax; // of annotations: settlements that had too many

  /** Connects. */
  SimulatedClient(
      SeedPlan plan, SimulatedNode node, Topology topology, Ledger ledger, int publisher) {
    this.plan = plan;
    this.node = node;
    this.topology = topology;
    this.ledger = ledger;
    this.publisher = publisher;
    loop = node.loops.loop(plan.below(node.loops.group().eventLoops().size()));
    connection = node.connect(loop, this);
    VhostAccess[] opened = new VhostAccess[1];
    node.loops.run(loop, () -> opened[0] = connection.openSession(ledger::answered));
    session = opened[0];
  }

  private long nowMs() {
    return node.loops.clock().wallMs();
  }

  List<Taken> out() {
    return out;
  }

  void declareAll() {
    for (String name : Topology.NAMES) {
      if (topology.find(name) == null) {
        QueuePlan queue = topology.declare(name);
        node.await(
            loop,
            () ->
                session.declareQueue(
                    new QueueDeclaration(name, true, false, false, queue.arguments())));
      }
    }
  }

  // ---- publishing ----

  /** Publishes some messages to a queue, unless it is held. */
  void publish(QueuePlan queue) {
    boolean many = plan.hasBacklogs() && plan.chance(3);
    turn(
        () -> {
          for (int i = plan.below(many ? 40 : 5); i >= 0 && !held; i--) {
            publish(queue, body(many));
          }
        });
  }

  private byte[] body(boolean small) {
    if (plan.takeFlood()) {
      return new byte[FLOOD_BYTES]; // All zeros, as chance takes its time.
    }
    byte[] body = new byte[4 + (plan.chance(20) && !small ? 100_000 : plan.below(1500))];
    plan.fill(body);
    return body;
  }

  private void publish(QueuePlan queue, byte[] body) {
    Sent message =
        ledger.publish(
            publisher,
            queue,
            !plan.chance(4),
            plan.below(4),
            plan.hasTtl() && plan.chance(4) ? plan.ttlMs() : Message.NO_TTL,
            nowMs(),
            body,
            settled.getOrDefault(queue, List.of()));
    int routed =
        session.publish(
            new Message(
                BodyFormat.INSTANCE,
                body,
                0,
                message.persistent,
                message.priority,
                message.ttlMs,
                nowMs(),
                "",
                queue.name(),
                List.of()),
            message.id);
    if (routed != VhostAccess.ROUTED) {
      throw new AssertionError("not routed: " + message);
    }
  }

  @Override
  public void onPublishPause() {
    if (held) {
      throw new AssertionError("held twice");
    }
    held = true;
  }

  @Override
  public void onPublishResume() {
    if (!held) {
      throw new AssertionError("resumed, and was not held");
    }
    held = false;
  }

  boolean isHeld() {
    return held;
  }

  // ---- consuming ----

  void get(QueuePlan queue) {
    turn(
        () ->
            session
                .get(queue.name(), false)
                .onSuccess(
                    result -> {
                      if (result == null) {
                        return;
                      }
                      if (closed) { // The session has put it back.
                        ledger.returnedUnseen(result.delivery());
                      } else {
                        onDelivery(result.delivery());
                      }
                    }));
  }

  void consume(QueuePlan queue) {
    boolean unlimited = plan.hasBacklogs() && plan.chance(2);
    ConsumerSpec spec =
        new ConsumerSpec(
            queue.name(),
            "t" + plan.below(Integer.MAX_VALUE),
            false,
            false,
            0,
            ConsumerSpec.Flow.PREFETCH,
            unlimited ? 0 : 1 + plan.below(5),
            Arguments.NONE);
    switch (plan.below(6)) {
      case 0, 1 -> open(spec.filtered(message -> Ledger.idOf(message) % 3 == 0), this);
      case 2 -> open(spec.browsing(), new Browser());
      default -> open(spec, this);
    }
  }

  private void open(ConsumerSpec spec, DeliverySink sink) {
    turn(
        () ->
            session
                .consume(spec, sink)
                .onSuccess(
                    consumer -> {
                      consumers.put(consumer, spec);
                      inOrder.add(consumer);
                    }));
  }

  void cancel() {
    if (!inOrder.isEmpty()) {
      ConsumerHandle consumer = inOrder.remove(plan.below(inOrder.size()));
      consumers.remove(consumer);
      turn(consumer::cancel);
    }
  }

  /** Queues of which it takes all there is as soon as it can. */
  Set<QueuePlan> emptied() {
    Set<QueuePlan> queues = new HashSet<>();
    for (ConsumerSpec spec : consumers.values()) {
      QueuePlan queue = topology.find(spec.queue());
      boolean takesAll = spec.filter() == null && !spec.isBrowser();
      if (takesAll && spec.prefetch() == 0 && writable && queue != null) {
        queues.add(queue);
      }
    }
    return queues;
  }

  /** Its socket takes more, or does not for a while. */
  void setWritable(boolean takesMore) {
    writable = takesMore;
    turn(() -> connection.setWritable(takesMore));
  }

  boolean isWritable() {
    return writable;
  }

  @Override
  public void onDelivery(Delivery delivery) {
    out.add(ledger.delivered(delivery, nowMs()));
  }

  @Override
  public void onCancelled() {}

  /** Looks at messages, and leaves everything as it is. */
  private final class Browser implements DeliverySink {
    @Override
    public void onDelivery(Delivery delivery) {
      ledger.shown(delivery);
      session.settle(delivery, SettleOutcome.DISCARD); // Which does nothing.
    }

    @Override
    public void onCancelled() {}
  }

  /** A queue was deleted, and its consumers with it. */
  void forget(QueuePlan queue) {
    consumers.values().removeIf(spec -> spec.queue().equals(queue.name()));
    inOrder.retainAll(consumers.keySet());
  }

  /** Settles some of what it has, in any order. */
  void settleSome() {
    if (plan.hasBacklogs() && plan.chance(2)) {
      return; // It takes its time.
    }
    int most = plan.hasBacklogs() && plan.chance(3) ? 40 : 4;
    turn(
        () -> {
          for (int i = plan.below(most); i >= 0 && !out.isEmpty(); i--) {
            settle(
                out.remove(plan.below(out.size())),
                switch (plan.below(6)) {
                  case 0 -> SettleOutcome.REQUEUE;
                  case 1 -> SettleOutcome.RELEASE;
                  case 2 -> SettleOutcome.DISCARD;
                  default -> SettleOutcome.COMPLETE;
                });
          }
        });
  }

  private void settle(Taken taken, SettleOutcome outcome) {
    boolean adds = outcome != SettleOutcome.COMPLETE && !closed && plan.chance(3);
    Map<String, Object> more = adds ? annotations() : Map.of();
    if (adds && topology.isDeclared(taken.queue()) && !ledger.added(taken, more)) {
      refusalsMax++;
    }
    if (topology.isDeclared(taken.queue())) { // Else nobody minds.
      ledger.settled(taken, outcome, nowMs());
      if (outcome == SettleOutcome.COMPLETE && taken.stage() == 0 && !taken.sent().wasDoubled) {
        settled.computeIfAbsent(taken.queue(), none -> new ArrayList<>()).add(taken.sent());
      }
    }
    if (adds) {
      session.settle(taken.delivery(), outcome, more);
    } else {
      session.settle(taken.delivery(), outcome);
    }
  }

  /** Something to add to a message: now and then much. */
  private Map<String, Object> annotations() {
    String text = "v".repeat(plan.chance(6) ? Annotations.WEIGHT_MAX / 3 : plan.below(100));
    return Map.of("x-" + plan.below(4), text, "x-last", (long) plan.below(1000));
  }

  @Override
  public void onAnnotationsRefused() {
    if (--refusalsMax < 0) {
      throw new AssertionError("what is little was too much");
    }
  }

  // ---- with everything quiet before and after ----

  /** Messages that are ready in a queue. */
  long count(QueuePlan queue) {
    return node.await(loop, () -> session.checkQueue(queue.name())).readyCount();
  }

  void purge(QueuePlan queue) {
    node.await(loop, () -> session.purgeQueue(queue.name()));
    ledger.purged(queue);
  }

  void delete(QueuePlan queue) {
    node.await(loop, () -> session.deleteQueue(queue.name(), false, false));
  }

  /** Takes one message out for good; {@code null} when there is none. */
  @Nullable Taken take(QueuePlan queue) {
    @Nullable GetResult result = node.await(loop, () -> nullable(session.get(queue.name(), true)));
    if (result == null) {
      return null;
    }
    Taken taken = ledger.delivered(result.delivery(), nowMs());
    ledger.settled(taken, SettleOutcome.COMPLETE, nowMs());
    return taken;
  }

  private static Future<@Nullable GetResult> nullable(Future<@Nullable GetResult> future) {
    return future;
  }

  // ---- its end ----

  /** Gives back what it has, and leaves. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    turn(
        () -> {
          connection.close();
          out.forEach(taken -> settle(taken, SettleOutcome.REQUEUE));
          out.clear();
          ledger.gone(publisher);
        });
  }

  private void turn(Runnable task) {
    loop.execute(task);
    // The task is the loop's next, so it is taken by a turn or two of it.
    boolean[] done = new boolean[1];
    loop.execute(() -> done[0] = true);
    while (!done[0]) {
      if (!node.loops.step()) {
        throw new AssertionError("a task was lost");
      }
    }
  }

  @Override
  public void forceClose(String reason) {
    throw new AssertionError("closed by the broker: " + reason);
  }

  @Override
  public void onBlocked(String reason) {
    throw new AssertionError("blocked: " + reason);
  }

  @Override
  public void onUnblocked() {
    throw new AssertionError("unblocked");
  }
}

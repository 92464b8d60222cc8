package io.warrenmq.testkit.durability;

import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.testkit.durability.Ledger.Taken;
import io.warrenmq.testkit.durability.Sent.Safety;
import io.warrenmq.testkit.fault.DiskFault;
import io.warrenmq.testkit.fault.SimulatedDisk;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A broker that is used, and ends, in good order or by a power cut, by a kill or with a failing
 * disk, and starts again, several times. Clients declare, publish, consume, settle, purge and
 * delete, and time passes; what they were told is held against what is there:
 *
 * <ul>
 *   <li>what was confirmed is there, whole, until somebody has settled it: after a kill always,
 *       after a power cut as far as the sync policy promises it;
 *   <li>what was lost was the last that was written;
 *   <li>what was settled does not come back, unless the end came right after it;
 *   <li>nothing is there twice, nor in a queue of the same name that was declared later;
 *   <li>what was handed out before says so, and how often it came back;
 *   <li>what clients have added to a message is there, unless a crash came right after it;
 *   <li>each publisher's messages are in order, and priorities are kept;
 *   <li>what has expired does not come, and what has not does;
 *   <li>dead letters are in their next queue, with their history: once, but for a crash on the way;
 *   <li>queues are no longer than they may be, and drop or refuse nothing when they are short;
 *   <li>who was held goes on in the end, and who waits is served;
 *   <li>transient messages end with the broker's life.
 * </ul>
 *
 * The {@link Ledger} knows what that means for each message.
 */
final class DurabilitySimulation {
  private static final int OPERATIONS = 60;
  private static final long SETTLING_MS = 1500; // A full disk is looked at again.

  private final SeedPlan plan;
  private final SimulatedDisk metadata;
  private final SimulatedDisk messages;
  private final Topology topology;
  private final Ledger ledger;
  private final List<SimulatedClient> clients = new ArrayList<>();
  private final long seed;
  private long elapsedMs; // by the clock of the lives before
  private int publishers;
  private long segmentsFound; // at the starts after the first
  private String lives = ""; // how they ended
  private boolean diskWasFull; // in this life
  private SimulatedNode node;

  DurabilitySimulation(long seed) throws IOException {
    this.seed = seed;
    plan = new SeedPlan(seed);
    metadata = new SimulatedDisk(seed + 1);
    messages = new SimulatedDisk(seed);
    topology = new Topology(plan);
    ledger = new Ledger(plan, topology);
    node = newLife(0);
  }

  private SimulatedNode newLife(int life) throws IOException {
    SimulatedLoops loops = new SimulatedLoops(1 + plan.below(2), seed * 31 + life);
    loops.clock().advanceMs(elapsedMs);
    diskWasFull = false;
    return new SimulatedNode(loops, metadata, messages, plan.log(), plan.paging());
  }

  /** How many segments there were when a life began. */
  long segmentsFound() {
    return segmentsFound;
  }

  void run() throws IOException {
    try {
      int count = 1 + plan.below(3);
      for (int life = 0; life < count; life++) {
        live();
        endLife();
        segmentsFound +=
            messages.list().stream().filter(name -> name.startsWith("segment-")).count();
        elapsedMs += plan.pauseMs();
        node = newLife(life + 1);
        checkQueues();
      }
      finish();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; " + this, e);
    }
  }

  private SimulatedClient connect() {
    SimulatedClient client = new SimulatedClient(plan, node, topology, ledger, publishers++);
    clients.add(client);
    client.declareAll();
    return client;
  }

  private void live() {
    connect();
    connect();
    int attack = plan.below(6);
    for (int i = 0; i < OPERATIONS; i++) {
      if (i == OPERATIONS / 2) {
        long operation = messages.operations() + 1 + plan.below(20);
        switch (attack) {
          case 0 -> messages.failAt(operation, DiskFault.EIO);
          case 1 -> {
            messages.failAt(operation, DiskFault.ENOSPC);
            diskWasFull = true;
          }
          case 2, 3 -> messages.dieAt(operation);
          default -> {}
        }
      }
      operate(clients.get(plan.below(clients.size())));
      for (int steps = plan.below(8); steps > 0; steps--) {
        node.loops.step();
      }
    }
    if (plan.chance(2)) {
      comeToRest();
    }
  }

  private void operate(SimulatedClient client) {
    QueuePlan queue =
        Objects.requireNonNull(
            topology.find(Topology.NAMES.get(plan.below(Topology.NAMES.size()))));
    switch (plan.below(15)) {
      case 0, 1, 2, 3, 4 -> client.publish(queue);
      case 5, 6, 7 -> client.settleSome();
      case 8 -> client.get(queue);
      case 9 -> client.consume(queue);
      case 10 -> client.cancel();
      case 11 -> pass(plan.pauseMs());
      case 12 -> {
        if (plan.chance(3)) {
          client.setWritable(!client.isWritable());
        }
      }
      case 13 -> {
        if (plan.chance(4) && topology.isForNoDeadLetters(queue)) {
          node.loops.runUntilIdle();
          client.purge(queue);
        }
      }
      default -> {
        if (plan.chance(4) && topology.isForNoDeadLetters(queue) && node.failure == null) {
          delete(client, queue);
        }
      }
    }
  }

  private void delete(SimulatedClient client, QueuePlan queue) {
    node.loops.runUntilIdle();
    client.delete(queue);
    List<Taken> taken = new ArrayList<>();
    for (SimulatedClient each : clients) {
      each.out().stream().filter(one -> one.queue() == queue).forEach(taken::add);
    }
    ledger.deleted(queue, taken, nowMs());
    clients.forEach(each -> each.forget(queue));
    client.declareAll();
  }

  private long nowMs() {
    return node.loops.clock().wallMs();
  }

  // ---- time ----

  private void pass(long ms) {
    node.loops.runUntilIdle();
    boolean syncs =
        isQuiet() && plan.sync() == SyncPolicy.INTERVAL && ms >= 2 * SeedPlan.SYNC_INTERVAL_MS;
    if (syncs) {
      ledger.quiet();
      ledger.beginSync();
    }
    node.loops.advanceMs(ms);
    elapsedMs += ms;
    node.loops.runUntilIdle();
    if (syncs) {
      ledger.endSync(isQuiet());
    }
    if (isQuiet()) {
      ledger.quiet();
    }
  }

  private void passUntilThereIsRoom() {
    if (diskWasFull) {
      messages.failAt(-1, DiskFault.ENOSPC); // It is not full any more.
    }
    pass(SETTLING_MS);
    diskWasFull = false;
    if (isQuiet()) {
      ledger.quiet();
    }
  }

  /** Whether nothing is under way once the loops are idle. */
  private boolean isQuiet() {
    return node.failure == null && !diskWasFull;
  }

  /** Nobody does anything any more, and all that waits for something has it in the end. */
  private void comeToRest() {
    clients.forEach(client -> client.setWritable(true));
    passUntilThereIsRoom();
    if (node.failure != null) {
      return;
    }
    for (SimulatedClient client : clients) {
      check(!client.isHeld(), "a publisher is held for ever");
      for (QueuePlan queue : client.emptied()) {
        check(client.count(queue) == 0, "a consumer is not served from " + queue);
      }
    }
  }

  // ---- ends ----

  private void endLife() {
    if (node.failure == null && plan.chance(3)) {
      clients.forEach(SimulatedClient::close);
      passUntilThereIsRoom();
      if (node.failure == null) {
        node.stop();
      }
      if (node.failure == null) { // Else it has met the attack in its last moments.
        lives += "stop ";
        messages.crash(); // What it left is safe.
        metadata.crash();
        clients.clear();
        ledger.stopped(nowMs());
        return;
      }
    }
    boolean powerFails = plan.chance(2);
    lives += (node.failure == null ? "" : "failure, ") + (powerFails ? "power cut " : "kill ");
    if (powerFails) {
      messages.crash();
      metadata.crash();
    } else {
      messages.endProcess();
      metadata.endProcess();
    }
    clients.clear();
    ledger.crashed(powerFails ? Safety.SYNCED : Safety.WRITTEN, this::isOnOneLoop, nowMs());
  }

  private boolean isOnOneLoop(QueuePlan one, QueuePlan other) {
    return node.loops.group().homeOf("/", one.name())
        == node.loops.group().homeOf("/", other.name());
  }

  private void checkQueues() {
    var vhost = Objects.requireNonNull(node.broker.vhosts().find("/"));
    for (QueuePlan queue : topology.queues()) {
      check(vhost.queue(queue.name()) != null, "declared and gone: " + queue);
    }
  }

  // ---- what is left in the end ----

  /** Takes everything out, and holds it against what is to be there. */
  private void finish() {
    SimulatedClient last = connect();
    for (QueuePlan queue : topology.queues()) {
      if (queue.dropsHead()) {
        last.publish(queue); // What was too much after a crash goes.
        node.loops.runUntilIdle(); // It may have been held.
      }
    }
    pass(SETTLING_MS);
    Map<Integer, Integer> lines = new HashMap<>();
    boolean found = true;
    for (boolean first = true; found; first = false) {
      found = false;
      for (QueuePlan queue : topology.queues()) {
        found |= drain(last, queue, first, lines);
      }
    }
    ledger.finish(nowMs());
  }

  /**
   * Takes out what is in a queue.
   *
   * @param isUntouched whether nothing was taken from queues that may send it something
   * @param lines the last message of each line of messages that are in order
   */
  private boolean drain(
      SimulatedClient client, QueuePlan queue, boolean isUntouched, Map<Integer, Integer> lines) {
    long count = 0;
    long bytes = 0;
    int priority = Integer.MAX_VALUE;
    for (Taken taken; (taken = client.take(queue)) != null; ) {
      Sent sent = taken.sent();
      count++;
      bytes += sent.body.length;
      int band = queue.priorityOf(sent.priority);
      check(
          band <= priority || topology.isTarget(queue.name()), // Letters come in between.
          "priority " + band + " after " + priority + ": " + sent);
      priority = band;
      if (taken.stage() == 0 && !sent.wasBack) {
        int line = (queue.number() * 1000 + sent.publisher) * 32 + band;
        Integer before = lines.put(line, sent.id);
        check(before == null || before < sent.id, "out of order after " + before + ": " + sent);
      }
    }
    check(
        !isUntouched
            || !queue.dropsHead()
            || topology.isTarget(queue.name())
            || !queue.isOver(count, bytes),
        count + " messages of " + bytes + " bytes are too many for " + queue);
    return count > 0;
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  @Override
  public String toString() {
    return "DurabilitySimulation("
        + plan
        + "; lives: "
        + lives
        + "; queues: "
        + topology.queues()
        + ")";
  }
}

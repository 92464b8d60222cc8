package io.warrenmq.testkit.durability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that was published, and what is known of it. It goes from queue to queue as a dead
 * letter; how often it has died is its <i>stage</i>. After a crash it may be there twice, so there
 * is a least and a most of it in the queues.
 */
final class Sent {
  final int id;
  final int publisher;
  final QueuePlan queue; // at stage 0
  final boolean persistent;
  final int priority;
  final long ttlMs;
  final long sentMs;
  final byte[] body;
  final int quietBefore; // messages up to this one were in their queues when it was published
  // What its publisher had settled for good of the same queue before.
  final List<Sent> settledBefore;

  // How much of it is in queues, as far as it has not left for a reason that nobody is told.
  int least = 1;
  int most = 1;
  int out; // with clients
  int stage; // it is in no queue before this stage
  long arrivedMs; // at that stage, or later
  int returnsMin; // how often it came back as failed at that stage
  int returnsMax;
  // What clients have added, after each time; it has none from before the one at addedMin.
  final List<Map<String, Object>> added = new ArrayList<>(List.of(Map.of()));
  int addedMin;

  boolean accepted;
  boolean refused;
  boolean isForgotten; // nobody is told any more
  boolean wasDoubled; // there may have been two of it at some time
  boolean wasBuried; // a client's doing has made it a dead letter
  boolean wasBack; // it came back to the end of its queue
  boolean mayBeBack; // it was settled, and a crash may have undone that
  boolean isBack; // it has
  int goneSince; // as many messages had been sent when it was certain that nothing of it was left
  int seenStage = -1; // the last stage at which a client has had it
  int cutLife = -1; // the life at whose end nobody could say whether it was safe
  int leastWhenKept; // its least if it turns out that it was
  private final Map<String, Integer> discards = new HashMap<>(); // by queue
  private final @Nullable State[] safe = new @Nullable State[Safety.values().length];

  /** What is lost in the worst case. */
  enum Safety {
    /** It survives the process. */
    WRITTEN,
    /** It survives a power cut. */
    SYNCED
  }

  /** What is known of it when nobody has it. */
  record State(
      int least,
      int most,
      int stage,
      long arrivedMs,
      int returnsMin,
      int returnsMax,
      int addedMin) {}

  Sent(
      int id,
      int publisher,
      QueuePlan queue,
      boolean persistent,
      int priority,
      long ttlMs,
      long sentMs,
      byte[] body,
      int quietBefore,
      List<Sent> settledBefore) {
    this.id = id;
    this.publisher = publisher;
    this.queue = queue;
    this.persistent = persistent;
    this.priority = priority;
    this.ttlMs = ttlMs;
    this.sentMs = sentMs;
    this.body = body;
    this.quietBefore = quietBefore;
    this.settledBefore = new ArrayList<>(settledBefore);
    this.arrivedMs = sentMs;
  }

  boolean isAnswered() {
    return accepted || refused;
  }

  /** It is in its next queue from a time on. */
  void moveTo(int newStage, long newArrivedMs) {
    if (newStage != stage) {
      stage = newStage;
      returnsMin = 0;
      returnsMax = 0;
    }
    arrivedMs = newArrivedMs;
  }

  void handOut() {
    most--;
    least = Math.max(0, least - 1);
    out++;
  }

  /** A client has settled it with something added. */
  void add(Map<String, Object> all) {
    added.add(all);
    addedMin = added.size() - 1;
  }

  /** Whether that may be all that it has been given. */
  boolean mayHave(Map<String, Object> values) {
    return added.subList(wasDoubled ? 0 : addedMin, added.size()).contains(values);
  }

  void putBack() {
    out--;
    most++;
    least++;
  }

  void end() {
    out--;
  }

  /** Nothing of it is left. */
  void vanish() {
    least = 0;
    most = 0;
    leastWhenKept = 0;
  }

  void discardedFrom(QueuePlan from) {
    discards.merge(from.name(), 1, Integer::sum);
  }

  int discards(String queueName) {
    return discards.getOrDefault(queueName, 0);
  }

  /** What is known of it once nobody has it any more. */
  State state() {
    return new State(least + out, most + out, stage, arrivedMs, returnsMin, returnsMax, addedMin);
  }

  @Nullable State safe(Safety safety) {
    return safe[safety.ordinal()];
  }

  void makeSafe(Safety safety, State state) {
    safe[safety.ordinal()] = state;
  }

  void makeSafe(State state) {
    Arrays.fill(safe, state);
  }

  /** Its queue knows only this of it. */
  void become(State state) {
    out = 0;
    least = state.least;
    most = state.most;
    stage = state.stage;
    arrivedMs = state.arrivedMs;
    returnsMin = state.returnsMin;
    returnsMax = state.returnsMax;
    addedMin = state.addedMin;
    wasDoubled |= most > 1;
  }

  @Override
  public String toString() {
    return "message "
        + id
        + " of "
        + body.length
        + " bytes, "
        + (persistent ? "persistent" : "transient")
        + (accepted ? ", confirmed" : refused ? ", refused" : ", not answered")
        + ", sent at "
        + sentMs % 1_000_000
        + (ttlMs >= 0 ? " for " + ttlMs + " ms" : "")
        + " to "
        + queue
        + "; in queues "
        + least
        + " to "
        + most
        + ", out "
        + out
        + ", stage "
        + stage
        + (wasDoubled ? ", was doubled" : "");
  }
}

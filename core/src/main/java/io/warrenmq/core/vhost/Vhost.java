package io.warrenmq.core.vhost;

import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.interceptor.Interception;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.metrics.ClosedSessions;
import io.warrenmq.core.policy.PolicyTable;
import io.warrenmq.core.queue.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A virtual host: the namespace of exchanges and queues. Its maps have one writer, the metadata
 * loop, and any loop reads them without a lock.
 */
public final class Vhost {
  private final String name;
  private final ConcurrentHashMap<String, Exchange> exchanges = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Queue> queues = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ParameterPut.Key, ParameterPut> parameters =
      new ConcurrentHashMap<>();
  private final VhostPlan plan = new VhostPlan(); // Metadata loop.
  // Written by the metadata loop.
  private volatile VhostSettings settings = VhostSettings.NONE;
  private volatile PolicyTable policies = PolicyTable.NONE;
  private volatile boolean deleted;
  private volatile @Nullable Interception interception;
  private volatile boolean traced;

  // Queues that are addresses of waiting requesters; written by the loops that open and close them.
  private final ConcurrentHashMap<String, Queue> replyQueues = new ConcurrentHashMap<>();
  // Written by the metadata loop after each change of what routes may see; a remembered route is
  // valid while this number stands.
  private volatile int routingVersion;

  private final ClosedSessions closedSessions = new ClosedSessions();

  /** Creates an empty vhost. */
  public Vhost(String name) {
    this.name = name;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** What is known of it besides its content. Any loop. */
  public VhostSettings settings() {
    return settings;
  }

  /** Who sees each message that comes in and goes out; {@code null}: nobody. Any loop. */
  public @Nullable Interception interception() {
    return interception;
  }

  /** Whether copies of its messages go to {@code amq.rabbitmq.trace}. Any loop. */
  public boolean isTraced() {
    return traced;
  }

  /**
   * From now on these see each message. Metadata loop.
   *
   * @param traced whether the firehose is among them
   */
  public void intercept(@Nullable Interception by, boolean traced) {
    interception = by;
    this.traced = traced;
  }

  /** Whether it was deleted. Any loop. */
  public boolean isDeleted() {
    return deleted;
  }

  /** What the sessions have done that were open in it. Any loop. */
  public ClosedSessions closedSessions() {
    return closedSessions;
  }

  /** The exchange of that name; {@code null} when there is none. Any loop. */
  public @Nullable Exchange exchange(String name) {
    return exchanges.get(name);
  }

  /** The queue of that name; {@code null} when there is none. Any loop. */
  public @Nullable Queue queue(String name) {
    return queues.get(name);
  }

  /** All exchanges by name; changed by the metadata loop only. */
  public ConcurrentHashMap<String, Exchange> exchanges() {
    return exchanges;
  }

  /** All queues by name; changed by the metadata loop only. */
  public ConcurrentHashMap<String, Queue> queues() {
    return queues;
  }

  /** Its policies and operator policies. Any loop. */
  public PolicyTable policies() {
    return policies;
  }

  void setPolicies(PolicyTable policies) {
    this.policies = policies;
  }

  /** Its runtime parameters, limits and policies not among them. Changed by the metadata loop. */
  ConcurrentHashMap<ParameterPut.Key, ParameterPut> parameters() {
    return parameters;
  }

  /** What the metadata loop has decided, published already or not yet. */
  VhostPlan plan() {
    return plan;
  }

  void setSettings(VhostSettings settings) {
    this.settings = settings;
  }

  void markDeleted() {
    deleted = true;
  }

  /** The reply address of that name; {@code null} when nobody waits there. Any loop. */
  public @Nullable Queue replyQueue(String name) {
    return replyQueues.get(name);
  }

  /** All open reply addresses. Any loop adds and removes its own. */
  public ConcurrentHashMap<String, Queue> replyQueues() {
    return replyQueues;
  }

  /** The number of changes of exchanges, queues and bindings so far. Any loop. */
  public int routingVersion() {
    return routingVersion;
  }

  /**
   * Counts a change of exchanges, queues or bindings, once it is visible in maps and routing
   * tables. Metadata loop.
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void routingChanged() {
    routingVersion++;
  }
}

package io.warrenmq.mqtt.session;

import io.warrenmq.mqtt.packet.ConnectPacket;
import io.warrenmq.mqtt.subscription.Subscriptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session is beside its queue, kept from one connection to the next. MQTT 5.0 §4.1. Confined
 * to the loop of the connection that has it, and handed on by {@link SessionRegistry}.
 */
public final class SessionState {
  private static final long S_MS = 1_000;

  private final ClientKey key;
  private final Subscriptions subscriptions = new Subscriptions();
  private @Nullable OutboundInflight outbound; // both from when they are asked for on
  private @Nullable InboundQos2 inbound;
  private long expiry;
  private boolean hasQueue;
  private long number;
  private long awaySinceMs;
  private @Nullable PendingWill will;

  /** A session that begins. */
  public SessionState(ClientKey key) {
    this.key = key;
  }

  /** Whose it is. */
  public ClientKey key() {
    return key;
  }

  /** What the client is subscribed to. */
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  /** What is under way to the client. */
  public OutboundInflight outbound() {
    OutboundInflight there = outbound;
    if (there == null) {
      there = new OutboundInflight();
      outbound = there;
    }
    return there;
  }

  /** Whether the client may have been sent something, or be sent something soon. */
  public boolean isSentTo() {
    return outbound != null || hasQueue || subscriptions.size() > 0;
  }

  /** What it keeps without a queue. */
  public List<KeptDelivery> kept() {
    return outbound == null ? List.of() : outbound.kept();
  }

  /** What of QoS 2 is under way from the client. */
  public InboundQos2 inbound() {
    InboundQos2 there = inbound;
    if (there == null) {
      there = new InboundQos2();
      inbound = there;
    }
    return there;
  }

  /** Seconds that it outlives its connection. */
  public long expiry() {
    return expiry;
  }

  /**
   * Says how long it outlives its connection.
   *
   * @param seconds {@link ConnectPacket#NEVER}: without end
   */
  public void expiry(long seconds) {
    expiry = seconds;
  }

  /** Whether it outlives its connection at all. */
  public boolean outlivesConnection() {
    return expiry > 0;
  }

  /** By what its records are known; 0 when there are none. */
  public long number() {
    return number;
  }

  /** Whether it is kept over restarts. */
  public boolean isKept() {
    return number > 0;
  }

  /** It is to be kept, under this number. */
  public void keep(long under) {
    number = under;
  }

  /** Since when its client is away, in milliseconds since 1970; 0 while it is there. */
  public long awaySinceMs() {
    return awaySinceMs;
  }

  /** Says since when its client is away. */
  public void awaySinceMs(long sinceMs) {
    awaySinceMs = sinceMs;
  }

  /** Milliseconds that are left of it while its client is away; never below 0. */
  public long remainingMs(long nowMs) {
    return Math.max(0, expiry * S_MS - Math.max(0, nowMs - awaySinceMs));
  }

  /** Whether it may have a queue for subscriptions of QoS 1 and 2. */
  public boolean hasQueue() {
    return hasQueue;
  }

  /** The will that waits for its time; it is the session's no more. */
  public @Nullable PendingWill takeWill() {
    PendingWill taken = will;
    will = null;
    return taken;
  }

  /** Has a will wait for its time. */
  public void will(PendingWill waiting) {
    will = waiting;
  }

  /** Says that it is about to have a queue, or has none. */
  public void hasQueue(boolean has) {
    hasQueue = has;
  }
}

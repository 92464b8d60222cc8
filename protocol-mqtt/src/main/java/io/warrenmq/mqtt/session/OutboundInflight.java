package io.warrenmq.mqtt.session;

import io.warrenmq.api.queue.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to the client with a packet identifier and is not done: MQTT 5.0 §4.3, §4.4. The
 * identifiers of the two directions are apart; these are the broker's. In the order of sending.
 * Confined to the session's loop.
 *
 * <pre>
 * QoS 1  SENT ── PUBACK ──▶ gone
 * QoS 2  SENT ── PUBREC ──▶ RELEASED ── PUBCOMP ──▶ gone
 *        SENT ── PUBREC that says it failed ──▶ gone
 * SENT   ── the connection goes ──▶ RETURNED ── its message is handed out again ──▶ SENT
 *        ── the connection goes, and the session keeps the message ──▶ SENT
 * </pre>
 *
 * <p>When the connection goes, what is SENT goes back to its queue, and its identifier waits for
 * it: the client may have the message, and knows it by that [MQTT-4.4.0-1]. What comes from no
 * queue stays SENT, and what the session keeps, {@link KeptDelivery}.
 */
public final class OutboundInflight {
  /** Packet identifiers are 16 bits, and not 0. */
  public static final int ID_MAX = 65_535;

  private final Map<Integer, Sent> byId = new LinkedHashMap<>();
  // Identifiers by the message's key: of messages that are alike, in the order of sending.
  private final Map<Object, ArrayDeque<Integer>> returned = new LinkedHashMap<>();
  // Keys of what the client or the session has, from before a restart.
  private final Set<Object> received = new HashSet<>(0);
  private final BitSet used = new BitSet(0); // identifiers of both
  private int returnedCount;
  private int lastId;

  /**
   * Something that is under way.
   *
   * @param packetId its identifier
   * @param qos 1 or 2
   * @param delivery what is to be settled; {@code null} once it is RELEASED
   * @param key what tells its message from others; {@code null} for what comes from no queue
   */
  public record Sent(int packetId, int qos, @Nullable Delivery delivery, @Nullable Object key) {
    /** Whether the client has it, and waits for PUBREL. */
    public boolean isReleased() {
      return delivery == null;
    }
  }

  /** How many there are: what counts against the client's Receive Maximum. §4.9 */
  public int size() {
    return byId.size();
  }

  /**
   * Takes something that is about to be sent.
   *
   * @param key what tells its message from others, the same whenever it is handed out; {@code null}
   *     for what comes from no queue, and stays here when the connection goes
   * @return its packet identifier: the one it had, if it was RETURNED
   * @throws IllegalStateException when all identifiers are in use: who sends keeps to Receive
   *     Maximum
   */
  public int send(int qos, Delivery delivery, @Nullable Object key) {
    Integer former = key == null || returned.isEmpty() ? null : takeReturned(key);
    int id = former != null ? former : nextId();
    byId.put(id, new Sent(id, qos, delivery, key));
    return id;
  }

  private int nextId() {
    if (byId.size() + returnedCount == ID_MAX) {
      if (returned.isEmpty()) {
        throw new IllegalStateException("all packet identifiers are in use");
      }
      Object oldest = returned.keySet().iterator().next(); // Its message is long gone.
      used.clear(Objects.requireNonNull(takeReturned(oldest)));
    }
    int id = used.nextClearBit(lastId + 1); // [MQTT-2.2.1-3]
    lastId = id > ID_MAX ? used.nextClearBit(1) : id;
    used.set(lastId);
    return lastId;
  }

  private @Nullable Integer takeReturned(Object key) {
    ArrayDeque<Integer> ids = returned.get(key);
    if (ids == null) {
      return null;
    }
    Integer id = ids.remove();
    returnedCount--;
    if (ids.isEmpty()) {
      returned.remove(key);
    }
    return id;
  }

  private void giveBack(Object key, int packetId) {
    returnedCount++;
    returned.computeIfAbsent(key, none -> new ArrayDeque<>(1)).add(packetId);
  }

  /** Whether a message has an identifier from before: then it is sent as a duplicate. */
  public boolean isReturned(Object key) {
    return !returned.isEmpty() && returned.containsKey(key);
  }

  /**
   * Takes over what the broker's former life has left: RELEASED, or else RETURNED. New identifiers
   * begin behind it, so that the client is not sent another message with one that it still knows.
   */
  public void restore(int packetId, Fingerprint message, boolean released) {
    used.set(packetId);
    lastId = Math.max(lastId, packetId);
    if (released) {
      byId.put(packetId, new Sent(packetId, 2, null, null));
      received.add(message);
    } else {
      giveBack(message, packetId);
    }
  }

  /** The same for one that the session has kept: SENT. */
  public void restore(int packetId, Fingerprint message, KeptDelivery kept) {
    used.set(packetId);
    lastId = Math.max(lastId, packetId);
    byId.put(packetId, new Sent(packetId, 2, kept, null));
    received.add(message); // Its queue may not know yet that it has gone.
  }

  /** What is SENT with this identifier stays so when the connection goes. */
  public void keep(int packetId, KeptDelivery alone) {
    byId.put(packetId, new Sent(packetId, 2, alone, null)); // It keeps its place in the order.
  }

  /** What was to be kept goes back to its queue after all: it is RETURNED. */
  public void giveBack(Sent before) {
    byId.remove(before.packetId);
    giveBack(Objects.requireNonNull(before.key), before.packetId);
  }

  /** What the session keeps without a queue. */
  public List<KeptDelivery> kept() {
    List<KeptDelivery> kept = new ArrayList<>(0);
    for (Sent sent : byId.values()) {
      if (sent.delivery instanceof KeptDelivery each && each.isAlone()) {
        kept.add(each);
      }
    }
    return kept;
  }

  /** Whether something is still as it was said to be. */
  public boolean isUnderWay(Sent sent) {
    return sent.equals(byId.get(sent.packetId));
  }

  /**
   * Whether the client or the session has a message already, which only its queue does not know:
   * the broker has ended just then. Asked once.
   */
  public boolean wasReceived(Object key) {
    return !received.isEmpty() && received.remove(key);
  }

  /** All identifiers that are in use. */
  public int[] ids() {
    return used.stream().toArray();
  }

  private Sent done(Sent sent) {
    byId.remove(sent.packetId);
    used.clear(sent.packetId);
    return sent;
  }

  /**
   * What was to be sent is not: its identifier is free again.
   *
   * @return what it was; {@code null} when it is not known
   */
  public @Nullable Sent forget(int packetId) {
    Sent sent = byId.get(packetId);
    return sent == null ? null : done(sent);
  }

  /**
   * A PUBACK came.
   *
   * @return what it acknowledges; {@code null} when nothing of QoS 1 has that identifier
   */
  public @Nullable Sent onPuback(int packetId) {
    Sent sent = byId.get(packetId);
    return sent != null && sent.qos == 1 ? done(sent) : null;
  }

  /**
   * A PUBREC came.
   *
   * @param failed whether it says so: then it is over, without PUBREL
   * @return what was sent, RELEASED already when the PUBREC is a repeated one; {@code null} when
   *     nothing of QoS 2 has that identifier
   */
  public @Nullable Sent onPubrec(int packetId, boolean failed) {
    Sent sent = byId.get(packetId);
    if (sent == null || sent.qos != 2) {
      return null;
    }
    if (failed) {
      return done(sent);
    }
    byId.put(packetId, new Sent(packetId, 2, null, null)); // It keeps its place in the order.
    return sent;
  }

  /** A PUBCOMP came; false when nothing that is RELEASED has that identifier. */
  public boolean onPubcomp(int packetId) {
    Sent sent = byId.get(packetId);
    if (sent == null || !sent.isReleased()) {
      return false;
    }
    done(sent);
    return true;
  }

  /** All that is SENT or RELEASED, in the order in which it was sent. */
  public Collection<Sent> inOrder() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /**
   * The connection has gone: what is SENT is RETURNED, if it comes from a queue.
   *
   * @return what is to go back to its queue, in order
   */
  public List<Sent> onConnectionGone() {
    List<Sent> back = new ArrayList<>();
    for (Sent sent : byId.values()) {
      Object key = sent.key;
      if (sent.delivery != null && key != null) {
        back.add(sent);
        giveBack(key, sent.packetId);
      }
    }
    back.forEach(sent -> byId.remove(sent.packetId));
    return back;
  }
}

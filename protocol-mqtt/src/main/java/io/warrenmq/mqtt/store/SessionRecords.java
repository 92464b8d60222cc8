package io.warrenmq.mqtt.store;

import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.packet.ConnectPacket.Will;
import io.warrenmq.mqtt.session.ClientKey;
import io.warrenmq.mqtt.session.Fingerprint;
import io.warrenmq.mqtt.session.KeptDelivery;
import io.warrenmq.mqtt.session.SessionState;
import io.warrenmq.mqtt.store.RecordKey.Table;
import io.warrenmq.mqtt.subscription.Subscription;
import io.warrenmq.mqtt.subscription.Subscription.RetainHandling;
import io.warrenmq.mqtt.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that outlive their connections, as records: each has a number that no other ever
 * had, by which its subscriptions and packet identifiers are found; what belongs to no session is
 * forgotten at the next start. Of other sessions nothing is written. Thread-safe; a session's
 * methods are called on its loop.
 */
public final class SessionRecords {
  private static final int VERSION = 1;
  private static final byte[] NOTHING = {};
  private static final int NUMBER_CHARS = 16;
  private static final int HEX = 16;
  private static final char SEPARATOR = '\0'; // no client identifier and no filter has it

  private final RecordStore store;
  private final AtomicLong lastNumber = new AtomicLong();

  SessionRecords(RecordStore store) {
    this.store = store;
  }

  /** A session begins that is to be kept: it is given its number. To be {@link #put} yet. */
  public void begin(SessionState session) {
    session.keep(lastNumber.incrementAndGet());
  }

  /** Writes what a session is, without its subscriptions and packet identifiers. */
  public void put(SessionState session) {
    if (session.isKept()) {
      byte[] record = session(session);
      store.put(key(session), () -> record);
    }
  }

  private static byte[] session(SessionState session) {
    return new RecordWriter(VERSION)
        .number(session.number())
        .number(session.expiry())
        .flag(session.hasQueue())
        .number(session.awaySinceMs())
        .record();
  }

  /** What is to be published if the client does not come back in time. */
  public void put(SessionState session, Will will) {
    if (session.isKept()) {
      store.put(
          will(session),
          () ->
              new RecordWriter(VERSION)
                  .text(will.topic())
                  .bytes(will.payload())
                  .small(will.qos())
                  .flag(will.retain())
                  .number(will.delay())
                  .number(will.expiry())
                  .bytes(will.properties())
                  .record());
    }
  }

  /** Nothing is to be published for it any more. */
  public void removeWill(SessionState session) {
    if (session.isKept()) {
      store.remove(will(session));
    }
  }

  /** A session has this subscription. */
  public void put(SessionState session, Subscription subscription) {
    if (session.isKept()) {
      byte[] record =
          new RecordWriter(VERSION)
              .small(subscription.qos())
              .flag(subscription.noLocal())
              .flag(subscription.retainAsPublished())
              .small(subscription.retainHandling().ordinal())
              .number(subscription.identifier())
              .record();
      store.put(key(session, subscription.filter()), () -> record);
    }
  }

  /** A session has no such subscription any more. */
  public void remove(SessionState session, TopicFilter filter) {
    if (session.isKept()) {
      store.remove(key(session, filter));
    }
  }

  /** A message of QoS 2 with this identifier has come, and is not released. */
  public void putInbound(SessionState session, int packetId) {
    if (session.isKept()) {
      store.put(key(Table.INBOUND, session, packetId), () -> NOTHING);
    }
  }

  /** It is released. */
  public void removeInbound(SessionState session, int packetId) {
    if (session.isKept()) {
      store.remove(key(Table.INBOUND, session, packetId));
    }
  }

  /**
   * A message of QoS 2 is sent with this identifier.
   *
   * @param released whether the client has it
   */
  public void putOutbound(
      SessionState session, int packetId, Fingerprint message, boolean released) {
    if (session.isKept()) {
      store.put(
          key(Table.OUTBOUND, session, packetId),
          () ->
              new RecordWriter(VERSION)
                  .flag(released)
                  .number(message.receivedMs())
                  .number(message.high())
                  .number(message.low())
                  .record());
    }
  }

  /** The message that is sent with this identifier is the session's. */
  public void putKept(SessionState session, int packetId, KeptDelivery kept) {
    if (session.isKept()) {
      store.put(
          key(Table.KEPT, session, packetId),
          () -> {
            RecordWriter out = new RecordWriter(VERSION).text(kept.topic()).flag(kept.retain());
            out.number(kept.subscriptionIds().length);
            for (int id : kept.subscriptionIds()) {
              out.number(id);
            }
            return StoredMessage.write(out, kept.message()).record();
          });
    }
  }

  /** It is no more. */
  public void removeKept(SessionState session, int packetId) {
    if (session.isKept()) {
      store.remove(key(Table.KEPT, session, packetId));
    }
  }

  /** The identifier is free again. */
  public void removeOutbound(SessionState session, int packetId) {
    if (session.isKept()) {
      store.remove(key(Table.OUTBOUND, session, packetId));
    }
  }

  /** A session is no more. */
  public void end(SessionState session) {
    if (session.isKept()) {
      store.remove(key(session));
      removeWill(session);
      session.subscriptions().all().forEach(each -> remove(session, each.filter()));
      for (int id : session.inbound().ids()) {
        removeInbound(session, id);
      }
      for (int id : session.outbound().ids()) {
        removeOutbound(session, id);
        removeKept(session, id);
      }
    }
  }

  /** There may be a queue for a shared subscription, whoever has it. */
  public void putShare(String vhost, TopicFilter filter) {
    store.put(new RecordKey(Table.SHARES, filter.toString() + SEPARATOR + vhost), () -> NOTHING);
  }

  /** There is none any more. */
  public void removeShare(String vhost, TopicFilter filter) {
    store.remove(new RecordKey(Table.SHARES, filter.toString() + SEPARATOR + vhost));
  }

  private static RecordKey key(SessionState session) {
    ClientKey client = session.key();
    return new RecordKey(Table.SESSIONS, client.clientId() + SEPARATOR + client.vhost());
  }

  private static RecordKey key(SessionState session, TopicFilter filter) {
    return new RecordKey(Table.SUBSCRIPTIONS, number(session) + filter);
  }

  private static RecordKey key(Table table, SessionState session, int packetId) {
    return new RecordKey(table, number(session) + packetId);
  }

  private static RecordKey will(SessionState session) {
    return new RecordKey(Table.WILLS, number(session));
  }

  private static String number(SessionState session) {
    String digits = Long.toHexString(session.number());
    return "0".repeat(NUMBER_CHARS - digits.length()) + digits;
  }

  // ---- at the start ----

  /**
   * A session as it was left.
   *
   * @param state without its will
   * @param will what it has left to be published; {@code null} for nothing
   */
  public record Restored(SessionState state, @Nullable Will will) {}

  /**
   * Reads all sessions. Once, before anything is written.
   *
   * @param messages makes a message that was published to a topic
   */
  public List<Restored> restore(BiFunction<String, StoredMessage, Message> messages) {
    Map<String, SessionState> sessions = new HashMap<>();
    store.forEach(
        Table.SESSIONS,
        (name, record) -> {
          SessionState session = session(name, record);
          sessions.put(number(session), session);
          count(session.number());
        });
    restore(
        Table.SUBSCRIPTIONS,
        sessions,
        (session, part) -> session.subscriptions().put(subscription(part)));
    restore(
        Table.INBOUND,
        sessions,
        (session, part) -> session.inbound().onPublish(Integer.parseInt(part.name)));
    restoreOutbound(sessions, messages);
    Map<SessionState, Will> wills = new IdentityHashMap<>();
    restore(Table.WILLS, sessions, (session, part) -> wills.put(session, will(part)));
    return sessions.values().stream()
        .map(session -> new Restored(session, wills.get(session)))
        .toList();
  }

  private void restoreOutbound(
      Map<String, SessionState> sessions, BiFunction<String, StoredMessage, Message> messages) {
    Map<SessionState, Map<Integer, KeptDelivery>> kept = new IdentityHashMap<>();
    restore(
        Table.KEPT,
        sessions,
        (session, part) ->
            kept.computeIfAbsent(session, none -> new HashMap<>())
                .put(Integer.valueOf(part.name), kept(part, messages)));
    restore(
        Table.OUTBOUND,
        sessions,
        (session, part) -> {
          int id = Integer.parseInt(part.name);
          RecordReader in = new RecordReader(part.record, VERSION);
          boolean released = in.flag();
          Fingerprint message = new Fingerprint(in.number(), in.number(), in.number());
          Map<Integer, KeptDelivery> ofSession = kept.getOrDefault(session, Map.of());
          if (released || !ofSession.containsKey(id)) {
            session.outbound().restore(id, message, released);
          } else {
            session.outbound().restore(id, message, ofSession.remove(id));
          }
        });
    // What is left is the client's by now: a crash has kept one record and not the other.
    kept.forEach((session, left) -> left.keySet().forEach(id -> removeKept(session, id)));
  }

  private static KeptDelivery kept(Part part, BiFunction<String, StoredMessage, Message> messages) {
    RecordReader in = new RecordReader(part.record, VERSION);
    String topic = in.text();
    boolean retain = in.flag();
    int[] subscriptionIds = new int[(int) in.number()];
    for (int i = 0; i < subscriptionIds.length; i++) {
      subscriptionIds[i] = (int) in.number();
    }
    Message message = messages.apply(topic, StoredMessage.read(in));
    return new KeptDelivery(null, topic, message, retain, subscriptionIds);
  }

  /** A record of a session's. */
  private record Part(String name, byte[] record) {}

  private void restore(
      Table table, Map<String, SessionState> sessions, BiConsumer<SessionState, Part> reader) {
    List<RecordKey> nobodys = new ArrayList<>();
    store.forEach(
        table,
        (name, record) -> {
          String number = name.substring(0, NUMBER_CHARS);
          SessionState session = sessions.get(number);
          if (session != null) {
            reader.accept(session, new Part(name.substring(NUMBER_CHARS), record));
          } else {
            count(Long.parseLong(number, HEX));
            nobodys.add(new RecordKey(table, name));
          }
        });
    nobodys.forEach(store::remove);
  }

  private void count(long number) {
    lastNumber.accumulateAndGet(number, Math::max);
  }

  private static SessionState session(String name, byte[] record) {
    int end = name.indexOf(SEPARATOR);
    ClientKey client = new ClientKey(name.substring(end + 1), name.substring(0, end));
    SessionState session = new SessionState(client);
    RecordReader in = new RecordReader(record, VERSION);
    session.keep(in.number());
    session.expiry(in.number());
    session.hasQueue(in.flag());
    session.awaySinceMs(in.number());
    return session;
  }

  private static Will will(Part part) {
    RecordReader in = new RecordReader(part.record, VERSION);
    return new Will(
        in.text(), in.bytes(), in.small(), in.flag(), in.number(), in.number(), in.bytes());
  }

  private static Subscription subscription(Part part) {
    RecordReader in = new RecordReader(part.record, VERSION);
    return new Subscription(
        TopicFilter.of(part.name),
        in.small(),
        in.flag(),
        in.flag(),
        RetainHandling.values()[in.small()],
        (int) in.number());
  }

  /** Tells of all shared subscriptions that may have a queue, by vhost and filter. */
  public void shares(BiConsumer<String, TopicFilter> reader) {
    store.forEach(
        Table.SHARES,
        (name, nothing) -> {
          int end = name.indexOf(SEPARATOR);
          reader.accept(name.substring(end + 1), TopicFilter.of(name.substring(0, end)));
        });
  }
}

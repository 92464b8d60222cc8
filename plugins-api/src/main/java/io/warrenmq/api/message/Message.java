package io.warrenmq.api.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message: the bytes in the form in which they came, and the few fields that the core reads on
 * its way. Immutable: made once where it enters, shared by all queues and consumers it reaches. The
 * byte array holds the encoded header and then the body; nobody changes it.
 */
public final class Message {
  /** {@link #ttlMs} of a message that lives as long as its queue lets it. */
  public static final long NO_TTL = -1;

  /** {@link #priority} of a message that has none. */
  public static final int NO_PRIORITY = -1;

  private final MessageFormat format;
  private final byte[] bytes;
  private final int headerLength;
  private final boolean durable;
  private final short priority;
  private final long ttlMs;
  private final long receivedMs;
  private final String exchange;
  private final String routingKey;
  private final List<String> extraRoutingKeys;
  private final List<String> blindRoutingKeys;
  private final Annotations annotations;
  private final int annotationsWeight;
  // The last conversion. Written by any loop: a race costs one conversion more, and what is seen of
  // another loop's is whole, as all its other fields are final.
  private @Nullable Message converted;
  // Where the message log has it. Written and read by the log's thread alone.
  private long logPlace;

  /**
   * Creates a message.
   *
   * @param format how to read the bytes
   * @param bytes header and body; owned by the message from now on
   * @param headerLength how many of the bytes are the header
   * @param durable whether it must survive a restart in a durable queue
   * @param priority 0 to 255, or {@link #NO_PRIORITY}
   * @param ttlMs 0 or more, or {@link #NO_TTL}
   * @param receivedMs wall time at which the broker took it
   * @param exchange the exchange it is published to
   * @param routingKey its first routing key
   * @param extraRoutingKeys further keys (CC); usually empty
   */
  public Message(
      MessageFormat format,
      byte[] bytes,
      int headerLength,
      boolean durable,
      int priority,
      long ttlMs,
      long receivedMs,
      String exchange,
      String routingKey,
      List<String> extraRoutingKeys) {
    assert headerLength >= 0 && headerLength <= bytes.length;
    this.format = format;
    this.bytes = bytes;
    this.headerLength = headerLength;
    this.durable = durable;
    this.priority = (short) priority;
    this.ttlMs = ttlMs;
    this.receivedMs = receivedMs;
    this.exchange = exchange;
    this.routingKey = routingKey;
    this.extraRoutingKeys = extraRoutingKeys;
    this.blindRoutingKeys = List.of();
    this.annotations = Annotations.NONE;
    this.annotationsWeight = 0;
  }

  /** A message with the bytes of another and what was read from them, and its own routing. */
  private Message(
      Message original,
      String exchange,
      String routingKey,
      List<String> extraRoutingKeys,
      List<String> blindRoutingKeys,
      long ttlMs,
      Annotations annotations) {
    this.format = original.format;
    this.bytes = original.bytes;
    this.headerLength = original.headerLength;
    this.durable = original.durable;
    this.priority = original.priority;
    this.receivedMs = original.receivedMs;
    this.ttlMs = ttlMs;
    this.exchange = exchange;
    this.routingKey = routingKey;
    this.extraRoutingKeys = extraRoutingKeys;
    this.blindRoutingKeys = blindRoutingKeys;
    this.annotations = annotations;
    this.annotationsWeight = annotations.weight();
  }

  /**
   * The same message, routed anew by the broker: same bytes, other routing fields and annotations.
   *
   * @param ttlMs 0 or more, or {@link #NO_TTL}
   */
  public Message reroute(
      String exchange,
      String routingKey,
      List<String> extraRoutingKeys,
      long ttlMs,
      Annotations annotations) {
    return new Message(this, exchange, routingKey, extraRoutingKeys, List.of(), ttlMs, annotations);
  }

  /**
   * The same message, routed by further keys that nobody is told of (BCC): they do not follow it
   * when it is routed anew.
   */
  public Message withBlindRoutingKeys(List<String> keys) {
    return new Message(this, exchange, routingKey, extraRoutingKeys, keys, ttlMs, annotations);
  }

  /** The same message with other annotations. */
  public Message annotate(Annotations annotations) {
    return reroute(exchange, routingKey, extraRoutingKeys, ttlMs, annotations);
  }

  /**
   * The same message for consumers of another protocol. Converted once, however many of them there
   * are. Any loop.
   */
  public Message in(MessageFormat wanted) {
    if (wanted == format) {
      return this;
    }
    Message known = converted;
    if (known == null || known.format != wanted) {
      known = wanted.fromCanonical(this, format.toCanonical(this));
      converted = known;
    }
    return known;
  }

  /** How to read {@link #bytes}. */
  public MessageFormat format() {
    return format;
  }

  /** Header, then body. Not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many of {@link #bytes} are the header; the body starts there. */
  public int headerLength() {
    return headerLength;
  }

  /** Length of the body in bytes. */
  public int bodyLength() {
    return bytes.length - headerLength;
  }

  /** Whether it must survive a restart in a durable queue. */
  public boolean isDurable() {
    return durable;
  }

  /** 0 to 255, or {@link #NO_PRIORITY}. */
  public int priority() {
    return priority;
  }

  /**
   * Time to live in milliseconds from {@link #receivedMs} on each queue it enters, or {@link
   * #NO_TTL}.
   */
  public long ttlMs() {
    return ttlMs;
  }

  /** Wall time in milliseconds at which the broker took it. */
  public long receivedMs() {
    return receivedMs;
  }

  /** The exchange it was last published to. */
  public String exchange() {
    return exchange;
  }

  /** Its first routing key. */
  public String routingKey() {
    return routingKey;
  }

  /** Routing keys that count for this publish only and are never shown; usually empty. */
  public List<String> blindRoutingKeys() {
    return blindRoutingKeys;
  }

  /** Further routing keys; usually empty. */
  public List<String> extraRoutingKeys() {
    return extraRoutingKeys;
  }

  /** All routing keys, the first one first. */
  public List<String> routingKeys() {
    if (extraRoutingKeys.isEmpty()) {
      return List.of(routingKey);
    }
    List<String> all = new ArrayList<>(extraRoutingKeys.size() + 1);
    all.add(routingKey);
    all.addAll(extraRoutingKeys);
    return all;
  }

  /** Where the message log has it, in the log's own terms; 0 for nowhere. The log's thread. */
  public long logPlace() {
    return logPlace;
  }

  /** Remembers where the message log has it. The log's thread. */
  public void logPlace(long place) {
    logPlace = place;
  }

  /** What was added on its way. */
  public Annotations annotations() {
    return annotations;
  }

  /** About the bytes that it takes in memory and in what is stored, but for its death history. */
  public int weight() {
    return bytes.length + annotationsWeight;
  }

  /** An application header in canonical type; {@code null} when absent. */
  public @Nullable Object header(String name) {
    return format.header(this, name);
  }
}

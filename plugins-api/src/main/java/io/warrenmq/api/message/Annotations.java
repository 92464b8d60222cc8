package io.warrenmq.api.message;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was added to a message on its way, by the broker or by a consumer that gave it back, kept
 * beside its bytes. Formats write it out when they encode a delivery. Immutable.
 *
 * @param deaths the death history, newest first; empty when it never died
 * @param firstDeath the line of the very first death; {@code null} when it never died
 * @param ttlRemoved whether the per-message TTL in the bytes no longer counts and must not be shown
 * @param values other annotations by their {@code x-…} key, canonical types, {@link
 *     io.warrenmq.api.resource.Arguments#VOID} for null; of the same key as one that came with the
 *     message they take its place
 */
public record Annotations(
    List<Death> deaths,
    @Nullable Death firstDeath,
    boolean ttlRemoved,
    Map<String, Object> values) {
  /**
   * How much consumers may add to a message, as {@link #weight} has it: however often it comes back
   * with more, it does not grow beyond that.
   */
  public static final int WEIGHT_MAX = 16 << 10;

  /** The time at which the broker has got the message, where it is told to say so. */
  public static final String RECEIVED_TIME = "x-opt-rabbitmq-received-time";

  /** What AMQP 0-9-1 calls that, in milliseconds. */
  public static final String RECEIVED_TIME_HEADER = "timestamp_in_ms";

  /** What AMQP 0-9-1 is to show as the property {@code timestamp}; no other protocol shows it. */
  public static final String BASIC_TIMESTAMP = "x-basic-timestamp";

  private static final long VALUE_WEIGHT = 32; // of a key or a value beside its bytes, about

  /** Nothing added. */
  public static final Annotations NONE = new Annotations(List.of(), null, false, Map.of());

  /** These and one more value. */
  public Annotations with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new Annotations(deaths, firstDeath, ttlRemoved, more);
  }

  /** These and more values, which take the place of those of the same keys. */
  public Annotations withAll(Map<String, Object> added) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.putAll(added);
    return new Annotations(deaths, firstDeath, ttlRemoved, more);
  }

  /** About the bytes that the values take: those of texts and binaries, and 32 for each of them. */
  public int weight() {
    return weight(values);
  }

  /** The same of values that are to be added. Costs their number. */
  public static int weight(Map<String, Object> values) {
    return values.isEmpty() ? 0 : (int) Math.min(weightIn(values), Integer.MAX_VALUE);
  }

  private static long weightIn(Map<?, ?> map) {
    return weightIn(map.keySet()) + weightIn(map.values());
  }

  private static long weightIn(Collection<?> values) {
    long weight = VALUE_WEIGHT * values.size();
    for (Object value : values) {
      weight += bytesOf(value);
    }
    return weight;
  }

  private static long bytesOf(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return weightIn(map);
    } else if (value instanceof Collection<?> list) {
      return weightIn(list);
    } else if (value instanceof String text) {
      return text.length();
    } else if (value instanceof Symbol symbol) {
      return symbol.text().length();
    }
    return value instanceof Binary binary ? binary.bytes().length : 0;
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}

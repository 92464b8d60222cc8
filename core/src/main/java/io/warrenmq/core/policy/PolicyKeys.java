package io.warrenmq.core.policy;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys that policies may have, with what their values must be like. Those that plugins or
 * earlier releases of RabbitMQ give a meaning to are taken with any value: files have them.
 * Stateless.
 */
public final class PolicyKeys {
  /** How often a message may be returned. */
  public static final String DELIVERY_LIMIT = "delivery-limit";

  /** RabbitMQ 4's delivery limit for quorum queues of which nobody says one. */
  public static final int QUORUM_DELIVERY_LIMIT = 20;

  /** Where an exchange's messages go that match nothing. */
  public static final String ALTERNATE_EXCHANGE = "alternate-exchange";

  /** What a full queue does. */
  static final String OVERFLOW = "overflow";

  private static final long SEGMENT_BYTES_MAX = 3_000_000_000L;

  /** What a value must be like, and the text for one that is not, after the value itself. */
  private record Rule(Predicate<Object> isValid, String refusal) {}

  // RabbitMQ's own, in the order of their names: it tells the first that is wrong.
  private static final Map<String, Rule> CHECKED = new LinkedHashMap<>();

  static {
    Predicate<Object> notNegative = value -> isWhole(value, 0, Long.MAX_VALUE);
    put(ALTERNATE_EXCHANGE, String.class::isInstance, "is not a valid alternate exchange name");
    put("consumer-timeout", notNegative, "is not a valid consumer timeout");
    put(
        "dead-letter-exchange",
        String.class::isInstance,
        "is not a valid dead letter exchange name");
    put(
        "dead-letter-routing-key",
        String.class::isInstance,
        "is not a valid dead letter routing key");
    put(
        "dead-letter-strategy",
        Set.of("at-most-once", "at-least-once")::contains,
        "is not a valid dead letter strategy");
    put(
        DELIVERY_LIMIT,
        value -> isWhole(value, Long.MIN_VALUE, Long.MAX_VALUE),
        "is not a valid delivery limit");
    put("expires", value -> isWhole(value, 1, Long.MAX_VALUE), "is not a valid queue expiry");
    put("initial-cluster-size", notNegative, "is not a valid cluster size");
    // RabbitMQ means to check it, and takes anything.
    put("max-age", value -> true, "is not a valid max age");
    put("max-in-memory-bytes", notNegative, "is not a valid maximum memory in bytes");
    put("max-in-memory-length", notNegative, "is not a valid maximum memory in bytes");
    put("max-length", notNegative, "is not a valid maximum length");
    put("max-length-bytes", notNegative, "is not a valid maximum length in bytes");
    put("message-ttl", notNegative, "is not a valid message TTL");
    put(
        OVERFLOW,
        Set.of("drop-head", "reject-publish", "reject-publish-dlx")::contains,
        "is not a valid overflow value");
    put(
        "queue-leader-locator",
        Set.of("client-local", "balanced", "random", "least-leaders")::contains,
        "is not a valid queue leader locator value");
    put("queue-mode", Set.of("default", "lazy")::contains, "is not a valid queue-mode value");
    put("queue-version", value -> isWhole(value, 1, 2), "is not a valid queue-version value");
    put(
        "stream-filter-size-bytes",
        value -> isWhole(value, 16, 255),
        "is not a valid filter size. Valid range is 16-255");
    put(
        "stream-max-segment-size-bytes",
        value -> isWhole(value, 0, SEGMENT_BYTES_MAX),
        "is not a valid segment size");
    put(
        "target-group-size",
        value -> isWhole(value, 1, Long.MAX_VALUE),
        "is not a valid qq target count value");
    put(
        "queue-master-locator",
        Set.of("client-local", "min-masters", "random")::contains,
        "is not a valid master locator");
  }

  private static final Set<String> TAKEN =
      Set.of(
          "federation-upstream",
          "federation-upstream-set",
          "federation-upstream-pattern",
          "ha-mode",
          "ha-params",
          "ha-sync-mode",
          "ha-sync-batch-size",
          "ha-promote-on-shutdown",
          "ha-promote-on-failure",
          "routing-key",
          "shards-per-node");

  private static final Set<String> OPERATORS =
      Set.of(
          DELIVERY_LIMIT,
          "expires",
          "max-in-memory-bytes",
          "max-in-memory-length",
          "max-length",
          "max-length-bytes",
          "message-ttl",
          OVERFLOW,
          "queue-version",
          "target-group-size",
          // Of earlier releases.
          "ha-mode",
          "ha-params",
          "ha-sync-mode",
          "queue-master-locator");

  private PolicyKeys() {}

  private static void put(String key, Predicate<Object> isValid, String refusal) {
    CHECKED.put(key, new Rule(isValid, refusal));
  }

  private static boolean isWhole(Object value, long min, long max) {
    BigInteger number = WholeNumber.of(value);
    return number != null
        && number.compareTo(BigInteger.valueOf(min)) >= 0
        && number.compareTo(BigInteger.valueOf(max)) <= 0;
  }

  /**
   * The fault of a definition in RabbitMQ's words; {@code null} when there is none.
   *
   * @param operator whether it is an operator policy's
   */
  static @Nullable String fault(Map<String, @Nullable Object> definition, boolean operator) {
    if (definition.isEmpty()) {
      return "no policy provided";
    }
    for (Map.Entry<String, Rule> rule : CHECKED.entrySet()) {
      String key = rule.getKey();
      Object value = definition.get(key);
      boolean isThere = definition.containsKey(key) && isKnown(key, operator);
      if (isThere && (value == null || !rule.getValue().isValid.test(value))) {
        return ErlangTerm.of(value) + " " + rule.getValue().refusal;
      }
    }
    Map<String, @Nullable Object> unknown = new TreeMap<>(definition);
    unknown.entrySet().removeIf(entry -> isKnown(entry.getKey(), operator));
    for (Map.Entry<String, @Nullable Object> entry : definition.entrySet()) {
      if (unknown.isEmpty() && entry.getValue() == null) {
        return "null is not a valid value of " + entry.getKey();
      }
    }
    return unknown.isEmpty()
        ? null
        : ErlangTerm.pairs(unknown) + " are not recognised policy settings";
  }

  /** Whether a key has a meaning to plugins or earlier releases of RabbitMQ only, and none here. */
  public static boolean isWithoutEffect(String key) {
    return TAKEN.contains(key);
  }

  private static boolean isKnown(String key, boolean operator) {
    return (CHECKED.containsKey(key) || TAKEN.contains(key))
        && (!operator || OPERATORS.contains(key));
  }

  /** A definition without one of its keys. */
  static Map<String, Object> without(Map<String, Object> definition, String key) {
    Map<String, Object> others = new LinkedHashMap<>(definition);
    others.remove(key);
    return others;
  }
}

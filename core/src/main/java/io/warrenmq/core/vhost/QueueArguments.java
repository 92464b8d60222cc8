package io.warrenmq.core.vhost;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.core.policy.WholeNumber;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.selector.MessageFilters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments queues know: what their values must be like, and which type takes which. The orders
 * are RabbitMQ's, as the first fault is the one that is told.
 */
final class QueueArguments {
  static final String TYPE = "x-queue-type";
  static final String MESSAGE_TTL = "x-message-ttl";
  static final String EXPIRES = "x-expires";
  static final String MAX_LENGTH = "x-max-length";
  static final String MAX_LENGTH_BYTES = "x-max-length-bytes";
  static final String OVERFLOW = "x-overflow";
  static final String DLX = "x-dead-letter-exchange";
  static final String DLX_ROUTING_KEY = "x-dead-letter-routing-key";
  static final String DLX_STRATEGY = "x-dead-letter-strategy";
  static final String MAX_PRIORITY = "x-max-priority";
  static final String SINGLE_ACTIVE = "x-single-active-consumer";
  static final String DELIVERY_LIMIT = "x-delivery-limit";
  static final String CONSUMER_TIMEOUT = "x-consumer-timeout";

  /** RabbitMQ does not know it: the queue takes what matches. */
  static final String SELECTOR = "x-selector";

  private static final List<String> CLASSIC =
      List.of(
          EXPIRES,
          MESSAGE_TTL,
          DLX,
          DLX_ROUTING_KEY,
          MAX_LENGTH,
          MAX_LENGTH_BYTES,
          MAX_PRIORITY,
          OVERFLOW,
          "x-queue-mode",
          "x-queue-version",
          SINGLE_ACTIVE,
          TYPE,
          "x-queue-master-locator",
          "x-queue-leader-locator",
          // RabbitMQ has it for quorum queues only; one engine serves both kinds here.
          DELIVERY_LIMIT,
          SELECTOR);

  private static final List<String> QUORUM =
      List.of(
          DLX,
          DLX_ROUTING_KEY,
          DLX_STRATEGY,
          EXPIRES,
          MAX_LENGTH,
          MAX_LENGTH_BYTES,
          "x-max-in-memory-length",
          "x-max-in-memory-bytes",
          OVERFLOW,
          SINGLE_ACTIVE,
          TYPE,
          "x-quorum-initial-group-size",
          DELIVERY_LIMIT,
          MESSAGE_TTL,
          "x-queue-leader-locator",
          // RabbitMQ has it for classic queues only, as above.
          MAX_PRIORITY,
          SELECTOR);

  private static final List<String> STREAM_ONLY =
      List.of("x-max-age", "x-stream-max-segment-size-bytes", "x-initial-cluster-size");

  private static final Map<String, ArgumentRule> RULES = rules();

  private QueueArguments() {}

  private static Map<String, ArgumentRule> rules() {
    Map<String, ArgumentRule> rules = new LinkedHashMap<>();
    rules.put(EXPIRES, ArgumentRule.expiry());
    rules.put(MESSAGE_TTL, ArgumentRule.atMost(ArgumentRule.EXPIRY_MS_MAX, "value_too_large"));
    rules.put(DLX, ArgumentRule.text());
    rules.put(
        DLX_ROUTING_KEY,
        (value, all) -> {
          String fault = ArgumentRule.text().fault(value, all);
          return fault != null ? fault : all.has(DLX) ? null : "routing_key_but_no_dlx_defined";
        });
    rules.put(
        DLX_STRATEGY,
        ArgumentRule.oneOf(List.of("at-most-once", "at-least-once"), "invalid_dlx_strategy"));
    rules.put(MAX_LENGTH, ArgumentRule.notNegative());
    rules.put(MAX_LENGTH_BYTES, ArgumentRule.notNegative());
    rules.put("x-max-in-memory-length", ArgumentRule.notNegative());
    rules.put("x-max-in-memory-bytes", ArgumentRule.notNegative());
    rules.put(MAX_PRIORITY, ArgumentRule.atMost(255, "max_value_exceeded"));
    rules.put(
        OVERFLOW,
        ArgumentRule.oneOf(
            List.of("drop-head", "reject-publish", "reject-publish-dlx"), "invalid_overflow"));
    rules.put(
        "x-queue-mode",
        ArgumentRule.oneOf(List.of("default", "lazy"), "unsupported queue mode '%s'"));
    rules.put("x-queue-version", QueueArguments::versionFault);
    rules.put(SINGLE_ACTIVE, ArgumentRule.flag());
    rules.put("x-quorum-initial-group-size", ArgumentRule.positive());
    rules.put(
        "x-queue-leader-locator",
        ArgumentRule.oneOf(
            List.of("client-local", "balanced", "random", "least-leaders"),
            "invalid_queue_locator_arg"));
    rules.put(SELECTOR, QueueArguments::selectorFault);
    return rules;
  }

  private static @Nullable String selectorFault(Object value, Arguments all) {
    String fault = ArgumentRule.text().fault(value, all);
    if (fault == null) {
      try {
        MessageFilters.selector((String) value);
      } catch (BrokerException malformed) {
        return ArgumentText.string(malformed.text());
      }
    }
    return fault;
  }

  private static @Nullable String versionFault(Object value, Arguments all) {
    String fault = ArgumentRule.notNegative().fault(value, all);
    if (fault != null) {
      return fault;
    }
    String version = String.valueOf(WholeNumber.of(value));
    return version.equals("1") || version.equals("2")
        ? null
        : ArgumentText.string("unsupported queue version '" + version + "'");
  }

  /** The rules by argument, in the order in which they are applied. */
  static Map<String, ArgumentRule> allRules() {
    return RULES;
  }

  /** The arguments of a type, in the order in which a redeclaration compares them. */
  static List<String> of(QueueType type) {
    return switch (type) {
      case CLASSIC -> CLASSIC;
      case QUORUM -> QUORUM;
    };
  }

  /** Whether some other type knows this argument, so that giving it to this one is a mistake. */
  static boolean belongsToOthersOnly(String argument, QueueType type) {
    return !of(type).contains(argument)
        && (CLASSIC.contains(argument)
            || QUORUM.contains(argument)
            || STREAM_ONLY.contains(argument));
  }
}

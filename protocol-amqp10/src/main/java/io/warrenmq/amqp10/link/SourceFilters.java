package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.queue.MessageFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a source: those that are known become one, which all must match; the others are
 * passed over, and not among those that the client is told are there. AMQP 1.0 §3.5.8. Immutable.
 */
public final class SourceFilters {
  private static final String SELECTOR = "apache.org:selector-filter:string";
  private static final long SELECTOR_CODE = 0x0000_468C_0000_0004L;
  private static final String SQL = "amqp:sql-filter";
  private static final long SQL_CODE = 0x120;
  private static final String PROPERTIES = "amqp:properties-filter";
  private static final long PROPERTIES_CODE = 0x173;
  private static final String APPLICATION_PROPERTIES = "amqp:application-properties-filter";
  private static final long APPLICATION_PROPERTIES_CODE = 0x174;

  private final Map<String, @Nullable Object> granted;
  private final @Nullable MessageFilter filter;

  private final @Nullable String selector;

  private SourceFilters(
      Map<String, @Nullable Object> granted,
      @Nullable MessageFilter filter,
      @Nullable String selector) {
    this.granted = granted;
    this.filter = filter;
    this.selector = selector;
  }

  /**
   * Reads the filters that a client wants.
   *
   * @param wanted described values, by name
   * @param broker makes filters
   * @throws AmqpFault invalid-field when a selector is none
   */
  public static SourceFilters of(Map<String, @Nullable Object> wanted, BrokerAccess broker) {
    Map<String, @Nullable Object> granted = new LinkedHashMap<>();
    MessageFilter all = null;
    for (Map.Entry<String, @Nullable Object> each : wanted.entrySet()) {
      MessageFilter one =
          each.getValue() instanceof Described described ? filter(described, broker) : null;
      if (one != null) {
        granted.put(each.getKey(), each.getValue());
        all = all == null ? one : both(all, one);
      }
    }
    return new SourceFilters(granted, all, null);
  }

  /**
   * Reads the filters that a client wants of a topic, whose subscription's queue takes what
   * matches: of that queues know selectors alone, one each.
   *
   * @param wanted described values, by name
   * @param broker makes filters
   * @throws AmqpFault invalid-field when a selector is none
   */
  public static SourceFilters ofTopic(Map<String, @Nullable Object> wanted, BrokerAccess broker) {
    for (Map.Entry<String, @Nullable Object> each : wanted.entrySet()) {
      if (each.getValue() instanceof Described described
          && is(described, SELECTOR, SELECTOR_CODE)
          && described.value() instanceof String text) {
        filter(described, broker); // fails unless it is one
        return new SourceFilters(Map.of(each.getKey(), described), null, text);
      }
    }
    return new SourceFilters(Map.of(), null, null);
  }

  /** A selector as clients write it. */
  public static Map<String, @Nullable Object> selector(String text) {
    return Map.of(SELECTOR, Described.of(SELECTOR_CODE, text));
  }

  private static MessageFilter both(MessageFilter one, MessageFilter other) {
    return message -> one.matches(message) && other.matches(message);
  }

  private static @Nullable MessageFilter filter(Described described, BrokerAccess broker) {
    if (is(described, SELECTOR, SELECTOR_CODE) && described.value() instanceof String text) {
      try {
        return broker.selector(text);
      } catch (BrokerException malformed) {
        throw AmqpFault.link(AmqpCondition.INVALID_FIELD, malformed.text());
      }
    }
    try {
      if (is(described, SQL, SQL_CODE) && described.value() instanceof String text) {
        return broker.sqlFilter(text);
      } else if (described.value() instanceof Map<?, ?> fields) {
        if (is(described, PROPERTIES, PROPERTIES_CODE)) {
          return broker.propertiesFilter(named(fields));
        } else if (is(described, APPLICATION_PROPERTIES, APPLICATION_PROPERTIES_CODE)) {
          return broker.applicationPropertiesFilter(named(fields));
        }
      }
    } catch (BrokerException malformed) {
      return null; // As RabbitMQ: it is not among those that are there.
    }
    return null;
  }

  private static boolean is(Described described, String name, long code) {
    return described.code() == code
        || (described.descriptor() instanceof Symbol symbol && symbol.text().equals(name));
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> fields) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    fields.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  /** Those that are there, as the client wrote them, by name. */
  public Map<String, @Nullable Object> granted() {
    return granted;
  }

  /** The selector of a topic, not empty; {@code null} for all messages. */
  public @Nullable String selector() {
    return selector == null || selector.isBlank() ? null : selector;
  }

  /** What all of them want that the queue has; {@code null} for all messages. */
  public @Nullable MessageFilter filter() {
    return filter;
  }
}

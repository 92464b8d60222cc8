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

  private SourceFilters(Map<String, @Nullable Object> granted, @Nullable MessageFilter filter) {
    this.granted = granted;
    this.filter = filter;
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
    return new SourceFilters(granted, all);
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

  /** What all of them want; {@code null} for all messages. */
  public @Nullable MessageFilter filter() {
    return filter;
  }
}

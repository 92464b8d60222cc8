package io.warrenmq.core.selector;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.api.message.MessageFormat.Property;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message to be filtered: what a test says it has. */
final class FilteredMessage {
  /** What {@code UTC()} says. */
  static final long NOW_MS = 1_700_000_000_000L;

  private static final BrokerClock CLOCK =
      new BrokerClock() {
        @Override
        public long wallMs() {
          return NOW_MS;
        }

        @Override
        public long nanos() {
          throw new UnsupportedOperationException();
        }
      };

  /** What makes filters in tests. */
  static final MessageFilters FILTERS = new MessageFilters(CLOCK);

  private final Map<String, Object> headers = new HashMap<>();
  private final Map<Property, Object> properties = new EnumMap<>(Property.class);
  private boolean durable;
  private int priority = Message.NO_PRIORITY;
  private long ttlMs = Message.NO_TTL;
  private int lookUps;

  FilteredMessage header(String name, Object value) {
    headers.put(name, value);
    return this;
  }

  FilteredMessage property(Property property, Object value) {
    properties.put(property, value);
    return this;
  }

  FilteredMessage durable() {
    durable = true;
    return this;
  }

  FilteredMessage priority(int value) {
    priority = value;
    return this;
  }

  FilteredMessage ttlMs(long value) {
    ttlMs = value;
    return this;
  }

  /** How often a header was asked for. */
  int lookUps() {
    return lookUps;
  }

  Message message() {
    return new Message(
            new Format(), new byte[0], 0, durable, priority, ttlMs, 1000, "", "q", List.of())
        .annotate(Annotations.NONE);
  }

  /** TRUE, FALSE, UNKNOWN, or another value. */
  String selected(String selector) {
    return shown(new Parser(new ExpressionText(Dialect.JMS, selector), CLOCK).parse());
  }

  /** The same of an SQL filter. */
  String filtered(String expression) {
    return shown(new Parser(new ExpressionText(Dialect.AMQP_SQL, expression), CLOCK).parse());
  }

  private String shown(SelectorFilter filter) {
    Object value = filter.evaluate(message());
    String shown = value == null ? "UNKNOWN" : value.toString();
    if (filter.matches(message()) != shown.equals("true")) {
      throw new AssertionError(filter + " is " + shown + ", and matches says something else");
    }
    return value instanceof Boolean ? shown.equals("true") ? "TRUE" : "FALSE" : shown;
  }

  private final class Format implements MessageFormat {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public CanonicalMessage toCanonical(Message message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Message fromCanonical(Message original, CanonicalMessage content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> headers(Message message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Object header(Message message, String name) {
      lookUps++;
      return headers.get(name);
    }

    @Override
    public @Nullable Object property(Message message, Property property) {
      return properties.get(property);
    }
  }
}

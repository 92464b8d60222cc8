package io.warrenmq.core.selector;

import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.MessageFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes filters of what clients send. Each throws MALFORMED for what is none. Thread-safe. */
public final class MessageFilters {
  private final BrokerClock clock;

  /**
   * The filters of a broker.
   *
   * @param clock what {@code UTC()} says
   */
  public MessageFilters(BrokerClock clock) {
    this.clock = clock;
  }

  /** A selector of JMS. Of an empty one each message is. JMS 3.1 §3.8.1.1 */
  public static MessageFilter selector(String expression) {
    return expression.isBlank()
        ? Everything.INSTANCE
        : new Parser(new ExpressionText(Dialect.JMS, expression), null).parse();
  }

  /** An SQL filter expression of AMQP 1.0. */
  public MessageFilter sqlFilter(String expression) {
    return new Parser(new ExpressionText(Dialect.AMQP_SQL, expression), clock).parse();
  }

  /** Properties compared with values. */
  public MessageFilter propertiesFilter(Map<String, @Nullable Object> fields) {
    return FieldFilter.ofProperties(fields);
  }

  /** Application properties compared with values. */
  public MessageFilter applicationPropertiesFilter(Map<String, @Nullable Object> fields) {
    return FieldFilter.ofApplicationProperties(fields);
  }

  private enum Everything implements MessageFilter {
    INSTANCE;

    @Override
    public boolean matches(Message message) {
      return true;
    }

    @Override
    public String toString() {
      return "";
    }
  }
}

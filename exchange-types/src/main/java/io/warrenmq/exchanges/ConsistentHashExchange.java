package io.warrenmq.exchanges;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.api.exchange.RouteSink;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code x-consistent-hash}: a hash of the routing key (or of a header, or of a property) chooses
 * one of the bound queues, in proportion to their weights, which are the binding keys. Few keys
 * move when a queue comes or goes.
 */
public final class ConsistentHashExchange implements ExchangeType {
  /** The largest weight of a binding. */
  static final int WEIGHT_MAX = 10_000;

  private static final String HASH_HEADER = "hash-header";
  private static final String HASH_PROPERTY = "hash-property";
  private static final Map<String, Property> PROPERTIES =
      Map.of(
          "correlation_id", Property.CORRELATION_ID,
          "message_id", Property.MESSAGE_ID,
          "timestamp", Property.TIMESTAMP);

  @Override
  public String name() {
    return "x-consistent-hash";
  }

  @Override
  public void validate(ExchangeDeclaration declaration) {
    Arguments arguments = declaration.arguments();
    Object header = arguments.get(HASH_HEADER);
    Object property = arguments.get(HASH_PROPERTY);
    if (header != null && property != null) {
      throw refused("hash-header and hash-property are mutually exclusive");
    }
    if (property != null && (!(property instanceof String name) || !PROPERTIES.containsKey(name))) {
      throw refused("Unsupported property: " + property);
    }
  }

  @Override
  public void validateBinding(
      ExchangeDeclaration exchange, String routingKey, Arguments arguments) {
    if (!isInteger(routingKey)) {
      // As Erlang shows a binary: an empty one without quotes.
      String shown = routingKey.isEmpty() ? "" : '"' + routingKey + '"';
      throw refused("The binding key must be an integer: <<" + shown + ">>");
    }
    if (routingKey.startsWith("-") || weightOf(routingKey) == 0) {
      throw refused("The binding key must be greater than 0");
    }
    if (weightOf(routingKey) > WEIGHT_MAX) {
      throw refused("The binding key must be at most " + WEIGHT_MAX);
    }
  }

  private static boolean isInteger(String text) {
    int digits = text.startsWith("-") ? 1 : 0;
    for (int i = digits; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > digits;
  }

  private static BrokerException refused(String text) {
    return new BrokerException(ErrorKind.PRECONDITION_FAILED, text);
  }

  /**
   * The weight a binding key of digits says; one that is far too large is still above the bound.
   */
  private static int weightOf(String routingKey) {
    return routingKey.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(routingKey);
  }

  @Override
  public ExchangeRouter newRouter(ExchangeDeclaration declaration) {
    String property = declaration.arguments().text(HASH_PROPERTY);
    return new Router(
        declaration.arguments().text(HASH_HEADER),
        property == null ? null : PROPERTIES.get(property));
  }

  private static final class Router implements ExchangeRouter {
    private final @Nullable String header;
    private final @Nullable Property property;
    // Written by the metadata loop, read by any.
    private volatile WeightedRing ring = WeightedRing.EMPTY;

    Router(@Nullable String header, @Nullable Property property) {
      this.header = header;
      this.property = property;
    }

    @Override
    public void bind(Binding binding) {
      ring = ring.with(binding.destination(), weightOf(binding.routingKey()));
    }

    @Override
    public void unbind(Binding binding) {
      ring = ring.without(binding.destination(), weightOf(binding.routingKey()));
    }

    @Override
    public void route(Message message, String routingKey, RouteSink sink) {
      WeightedRing now = ring;
      if (now.size() > 0) {
        sink.add(now.choose(Hashing.hash(hashed(message, routingKey))));
      }
    }

    private String hashed(Message message, String routingKey) {
      Object value;
      if (header != null) {
        value = message.header(header);
      } else if (property != null) {
        value = message.format().property(message, property);
      } else {
        return routingKey;
      }
      // Without the value all go to one queue, as in RabbitMQ.
      return value == null || value == Arguments.VOID
          ? ""
          : value instanceof Timestamp time ? Long.toString(time.epochMs()) : value.toString();
    }

    @Override
    public boolean routesByKeyOnly() {
      return header == null && property == null;
    }
  }
}

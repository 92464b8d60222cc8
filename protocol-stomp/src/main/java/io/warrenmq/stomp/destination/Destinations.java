package io.warrenmq.stomp.destination;

import io.warrenmq.api.message.PercentEncoding;
import io.warrenmq.stomp.destination.Destination.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Destinations of one broker as exchange and routing key, and as AMQP 1.0's addresses, the form
 * that all protocols understand. Immutable.
 */
public final class Destinations {
  private static final String QUEUES = "/queues/";
  private static final String EXCHANGES = "/exchanges/";

  private final String topicExchange;

  /**
   * Those of one broker.
   *
   * @param topicExchange the exchange behind {@code /topic}: {@code stomp.default_topic_exchange}
   */
  public Destinations(String topicExchange) {
    this.topicExchange = topicExchange;
  }

  /** The exchange to which messages for a destination go. */
  public String exchange(Destination destination) {
    return switch (destination.kind()) {
      case EXCHANGE -> destination.name();
      case TOPIC -> topicExchange;
      case QUEUE, AMQ_QUEUE, TEMP_QUEUE, REPLY_QUEUE -> "";
    };
  }

  /** The routing key with which messages for a destination go. */
  public String routingKey(Destination destination) {
    return destination.kind() == Kind.EXCHANGE ? destination.routingKey() : destination.name();
  }

  /** Where a message was sent to, as its consumers are told. */
  public String text(String exchange, String routingKey) {
    if (exchange.isEmpty()) {
      return new Destination(Kind.QUEUE, routingKey, "").text();
    }
    return exchange.equals(topicExchange)
        ? new Destination(Kind.TOPIC, routingKey, "").text()
        : new Destination(Kind.EXCHANGE, exchange, routingKey).text();
  }

  /**
   * The address of a {@code reply-to}: of a queue's name, of a destination, or of what is an
   * address already, as it is.
   */
  public String address(String replyTo) {
    Destination destination = replyTo.startsWith("/") ? Destination.find(replyTo) : queue(replyTo);
    if (destination == null) {
      return replyTo; // What it is to those who get the message is for them to say.
    }
    String exchange = exchange(destination);
    String key = PercentEncoding.encode(routingKey(destination));
    if (exchange.isEmpty()) {
      return QUEUES + key;
    }
    String address = EXCHANGES + PercentEncoding.encode(exchange);
    return key.isEmpty() ? address : address + "/" + key;
  }

  private static @Nullable Destination queue(String name) {
    return name.isEmpty() ? null : new Destination(Kind.QUEUE, name, "");
  }

  /**
   * An address as {@code reply-to}: a destination where there is one for it, else as it is, behind
   * the prefix of answers when it does not look like a destination.
   */
  public String replyTo(String address) {
    if (address.startsWith(QUEUES)) {
      String name = PercentEncoding.decode(address.substring(QUEUES.length()));
      return name == null || name.isEmpty() ? address : replyQueue(name);
    } else if (address.startsWith(EXCHANGES)) {
      String destination = exchange(address.substring(EXCHANGES.length()));
      return destination == null ? address : destination;
    }
    return asDestination(address);
  }

  /** A {@code reply-to} that clients can send to: one without a prefix is that of a queue. */
  public static String asDestination(String replyTo) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.TEMP_QUEUE && replyTo.startsWith(kind.prefix())) {
        return replyTo;
      }
    }
    return replyQueue(replyTo);
  }

  /** As it is: there are no segments behind it. */
  private static String replyQueue(String name) {
    return Kind.REPLY_QUEUE.prefix() + "/" + name;
  }

  private @Nullable String exchange(String path) {
    int slash = path.indexOf('/');
    String exchange = PercentEncoding.decode(slash < 0 ? path : path.substring(0, slash));
    String key = slash < 0 ? "" : PercentEncoding.decode(path.substring(slash + 1));
    return exchange == null || exchange.isEmpty() || key == null ? null : text(exchange, key);
  }
}

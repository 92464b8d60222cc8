package io.warrenmq.stomp.destination;

import io.warrenmq.stomp.codec.StompFault;
import org.jspecify.annotations.Nullable;

/**
 * A destination as a client names it, in RabbitMQ's grammar. Immutable.
 *
 * @param kind which of them
 * @param name the queue, the temporary queue's own name, the exchange, or for {@link Kind#TOPIC}
 *     the routing key; unescaped, not empty
 * @param routingKey for {@link Kind#EXCHANGE}: the routing key or pattern; empty for none, and for
 *     other kinds
 */
public record Destination(Kind kind, String name, String routingKey) {
  /** What a destination's first segments say. */
  public enum Kind {
    /** A queue that is only for answers, of who sends with {@code reply-to}. */
    TEMP_QUEUE("/temp-queue", "temp_queue"),
    /** An exchange, with a routing key or pattern. */
    EXCHANGE("/exchange", "exchange"),
    /** A shared queue that is declared when it is not there. */
    QUEUE("/queue", "queue"),
    /** A queue that is there. */
    AMQ_QUEUE("/amq/queue", "amqqueue"),
    /** A routing key or pattern of the exchange for topics. */
    TOPIC("/topic", "topic"),
    /** The queue to which an answer goes. */
    REPLY_QUEUE("/reply-queue", "reply_queue");

    private final String prefix;
    private final String word; // in RabbitMQ's refusals

    Kind(String prefix, String word) {
      this.prefix = prefix;
      this.word = word;
    }

    /** Its first segments, without a slash at the end. */
    public String prefix() {
      return prefix;
    }
  }

  private static final Kind[] KINDS = Kind.values();
  private static final String PREFIXES = // in RabbitMQ's order
      "/temp-queue, /exchange, /topic, /queue, /amq/queue, /reply-queue/";

  /**
   * Reads a destination.
   *
   * @throws StompFault in RabbitMQ's words when it is none
   */
  public static Destination parse(String text) {
    Destination destination = find(text);
    if (destination == null) {
      throw refusal(text);
    }
    return destination;
  }

  /** Reads a destination; {@code null} when it is none. */
  static @Nullable Destination find(String text) {
    if (text.indexOf('/') < 0) { // As RabbitMQ has it.
      return text.isEmpty() ? null : new Destination(Kind.QUEUE, PathText.unescape(text), "");
    }
    Kind kind = kind(text);
    if (kind == null || text.length() <= kind.prefix.length() + 1) {
      return null;
    }
    String path = text.substring(kind.prefix.length() + 1);
    int slash = path.indexOf('/');
    if (slash < 0 || kind == Kind.REPLY_QUEUE) { // Names that the broker gives may have slashes.
      return new Destination(kind, PathText.unescape(path), "");
    } else if (kind != Kind.EXCHANGE || slash == 0 || path.indexOf('/', slash + 1) >= 0) {
      // The default exchange is not to be named so: to subscribe to it would be another thing.
      return null;
    }
    return new Destination(
        kind,
        PathText.unescape(path.substring(0, slash)),
        PathText.unescape(path.substring(slash + 1)));
  }

  /** The kind of what begins so; {@code null} when there is none. */
  private static @Nullable Kind kind(String text) {
    for (Kind kind : KINDS) {
      if (text.startsWith(kind.prefix)
          && (text.length() == kind.prefix.length() || text.charAt(kind.prefix.length()) == '/')) {
        return kind;
      }
    }
    return null;
  }

  private static StompFault refusal(String text) {
    if (text.isEmpty()) {
      return new StompFault("Invalid destination", "Destination cannot be blank");
    }
    Kind kind = kind(text);
    return kind == null || text.equals(Kind.REPLY_QUEUE.prefix)
        ? new StompFault(
            "Unknown destination",
            "'"
                + text
                + "' is not a valid destination.\nValid destination types are: "
                + PREFIXES
                + ".\n")
        : new StompFault(
            "Invalid destination",
            "'"
                + text.substring(kind.prefix.length())
                + "' is not a valid "
                + kind.word
                + " destination\n");
  }

  /** As a client names it. */
  public String text() {
    if (kind == Kind.REPLY_QUEUE) {
      return kind.prefix + "/" + name; // As RabbitMQ writes and reads it.
    }
    String path = kind.prefix + "/" + PathText.escape(name);
    return kind == Kind.EXCHANGE && !routingKey.isEmpty()
        ? path + "/" + PathText.escape(routingKey)
        : path;
  }
}

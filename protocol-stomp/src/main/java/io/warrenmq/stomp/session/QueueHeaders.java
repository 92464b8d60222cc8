package io.warrenmq.stomp.session;

import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.destination.Destination;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queue that the headers of a SUBSCRIBE or SEND ask for, in RabbitMQ's names and with its
 * defaults. Stateless.
 */
final class QueueHeaders {
  /** The consumer argument with its priority, a whole number of 32 bits. */
  static final String PRIORITY = "x-priority";

  /** The queue argument that lets only matching messages in. */
  static final String SELECTOR = "x-selector";

  private static final String[] TEXTS = {
    "x-dead-letter-exchange",
    "x-dead-letter-routing-key",
    "x-dead-letter-strategy",
    "x-max-age",
    "x-overflow",
    "x-queue-leader-locator",
    "x-queue-type",
  };
  private static final String[] NUMBERS = {
    "x-consumer-timeout",
    "x-delivery-limit",
    "x-expires",
    "x-max-length",
    "x-max-length-bytes",
    "x-max-priority",
    "x-message-ttl",
    "x-quorum-initial-group-size",
    "x-stream-filter-size-bytes",
    "x-stream-max-segment-size-bytes",
  };
  private static final String[] FLAGS = {"x-single-active-consumer"};

  private QueueHeaders() {}

  /** Whether a subscription, or its end, is of a queue that outlives its client. */
  static boolean isDurable(StompFrame frame) {
    return frame.isTrue(Header.DURABLE) || frame.isTrue(Header.PERSISTENT);
  }

  /** The shared queue behind {@code /queue}; one that is not durable is its connection's. */
  static QueueDeclaration shared(StompFrame frame, String name) {
    boolean durable = !frame.isFalse(Header.DURABLE) && !frame.isFalse(Header.PERSISTENT);
    return new QueueDeclaration(
        name,
        durable,
        flag(frame, Header.EXCLUSIVE, !durable),
        flag(frame, Header.AUTO_DELETE, !durable),
        arguments(frame, null));
  }

  /** The queue of a subscription to an exchange. */
  static QueueDeclaration subscription(
      StompFrame frame, Destination destination, @Nullable String id, @Nullable String selector) {
    boolean durable = isDurable(frame);
    String given = frame.text("x-queue-name");
    String name =
        given != null && !given.isEmpty()
            ? given
            : durable && id != null
                ? QueueNames.durable(destination, id)
                : QueueNames.unique(QueueNames.SUBSCRIPTION);
    boolean isExchange = destination.kind() == Destination.Kind.EXCHANGE;
    return new QueueDeclaration(
        name,
        durable,
        flag(frame, Header.EXCLUSIVE, isExchange),
        flag(frame, Header.AUTO_DELETE, true),
        arguments(frame, selector));
  }

  private static boolean flag(StompFrame frame, Header header, boolean absent) {
    return frame.isTrue(header) || (absent && !frame.isFalse(header));
  }

  private static Arguments arguments(StompFrame frame, @Nullable String selector) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (String name : TEXTS) {
      String text = frame.text(name);
      if (text != null) {
        arguments.put(name, text.strip());
      }
    }
    for (String name : NUMBERS) {
      String text = frame.text(name);
      if (text != null) {
        arguments.put(name, number(name, text));
      }
    }
    for (String name : FLAGS) {
      String text = frame.text(name);
      if (text != null) {
        arguments.put(name, Boolean.valueOf(text.strip()));
      }
    }
    if (selector != null) {
      arguments.put(SELECTOR, selector);
    }
    return Arguments.of(arguments);
  }

  /**
   * The arguments of a consumer.
   *
   * @throws StompFault when a header has no value that may be
   */
  static Arguments ofConsumer(StompFrame frame) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    String priority = frame.text(PRIORITY);
    if (priority != null) {
      arguments.put(PRIORITY, number(PRIORITY, priority, Integer.SIZE));
    }
    String offset = frame.text("x-stream-offset");
    if (offset != null) {
      arguments.put("x-stream-offset", streamOffset(offset.strip()));
    }
    String filter = frame.text("x-stream-filter");
    if (filter != null) {
      arguments.put("x-stream-filter", List.of(filter.split(",", -1)));
    }
    String unfiltered = frame.text("x-stream-match-unfiltered");
    if (unfiltered != null) {
      arguments.put("x-stream-match-unfiltered", Boolean.valueOf(unfiltered.strip()));
    }
    return Arguments.of(arguments);
  }

  private static Object streamOffset(String text) {
    if (text.startsWith("offset=")) {
      return number("x-stream-offset", text.substring("offset=".length()));
    } else if (text.startsWith("timestamp=")) {
      long seconds = number("x-stream-offset", text.substring("timestamp=".length()));
      return new Timestamp(seconds * 1000);
    }
    return text;
  }

  private static Long number(String name, String text) {
    return number(name, text, Long.SIZE);
  }

  private static Long number(String name, String text, int bits) {
    try {
      String digits = text.strip();
      return bits == Integer.SIZE ? Long.valueOf(Integer.parseInt(digits)) : Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw StompFault.invalidHeader(
          "'" + name + "' is '" + text + "', and must be a whole number of " + bits + " bits\n");
    }
  }
}

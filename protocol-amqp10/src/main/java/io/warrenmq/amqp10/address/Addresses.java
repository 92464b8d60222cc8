package io.warrenmq.amqp10.address;

import io.warrenmq.amqp10.address.SourceAddress.FromExchange;
import io.warrenmq.amqp10.address.SourceAddress.FromQueue;
import io.warrenmq.amqp10.address.TargetAddress.PerMessage;
import io.warrenmq.amqp10.address.TargetAddress.ToExchange;
import io.warrenmq.amqp10.address.TargetAddress.ToQueue;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.error.ErlangTerm;
import io.warrenmq.api.message.PercentEncoding;
import io.warrenmq.api.plugin.PluginConfig;
import org.jspecify.annotations.Nullable;

/**
 * Reads addresses and writes them. Version 2 is {@code /queues/:queue}, {@code
 * /exchanges/:exchange/:key} and {@code /exchanges/:exchange}, each part percent-encoded; what does
 * not begin so is read as version 1, where that is permitted. Immutable.
 */
public final class Addresses {
  /** The address of the management node, of the links of a pair. */
  public static final String MANAGEMENT = "/management";

  private static final String V1_PERMITTED = "deprecated_features.permit.amqp_address_v1";
  private static final String QUEUES = "/queues/";
  private static final String EXCHANGES = "/exchanges/";
  // What permissions call the default exchange, which is meant by the queue's name only.
  private static final String DEFAULT_EXCHANGE = "amq.default";
  static final String TOPIC_EXCHANGE = "amq.topic";

  private final boolean v1Permitted;

  /** Creates a reader, for version 1 too if that is permitted. */
  public Addresses(boolean v1Permitted) {
    this.v1Permitted = v1Permitted;
  }

  /** A reader of what the configuration permits. */
  public static Addresses of(PluginConfig config) {
    return new Addresses(config.flag(V1_PERMITTED, true));
  }

  /**
   * Where a target leads.
   *
   * @param address {@code null} for the anonymous terminus
   * @throws AmqpFault invalid-field when nowhere
   */
  public TargetAddress target(@Nullable String address) {
    if (address == null) {
      return new PerMessage();
    }
    if (address.startsWith(QUEUES) || address.startsWith(EXCHANGES)) {
      TargetAddress target = targetV2(address);
      if (target == null) {
        throw rejected("{bad_address_string," + ErlangTerm.text(address) + "}");
      }
      return target;
    }
    return version1(address).target();
  }

  /**
   * Where the messages of a source come from.
   *
   * @throws AmqpFault invalid-field when from nowhere
   */
  public SourceAddress source(@Nullable String address) {
    if (address == null) {
      throw rejected("{bad_address,undefined}");
    }
    if (address.startsWith(QUEUES)) {
      String queue = PercentEncoding.decode(address.substring(QUEUES.length()));
      if (queue == null) {
        throw rejected("{bad_address," + ErlangTerm.typed(address) + "}");
      }
      return new FromQueue(queue, false);
    }
    return version1(address).source();
  }

  /**
   * Where a target leads that is a topic: a bare name is a key of {@code amq.topic}.
   *
   * @throws AmqpFault invalid-field when nowhere
   */
  public TargetAddress topicTarget(@Nullable String address) {
    return address == null || isPath(address)
        ? target(address)
        : new ToExchange(TOPIC_EXCHANGE, address);
  }

  /**
   * Where the messages of a source come from that is a topic: it may be any exchange, and a bare
   * name is a key of {@code amq.topic}.
   *
   * @throws AmqpFault invalid-field when from nowhere
   */
  public SourceAddress topicSource(@Nullable String address) {
    if (address != null && address.startsWith(EXCHANGES)) {
      if (!(targetV2(address) instanceof ToExchange to)) {
        throw rejected("{bad_address," + ErlangTerm.typed(address) + "}");
      }
      return new FromExchange(to.exchange(), to.routingKey());
    }
    return address == null || isPath(address)
        ? source(address)
        : new FromExchange(TOPIC_EXCHANGE, address);
  }

  /**
   * Where a message goes that a JMS client has sent to the anonymous terminus: version 2, or a bare
   * name, which is that of a queue or a key of {@code amq.topic}.
   *
   * @throws AmqpFault as {@link #ofMessage}
   */
  public static TargetAddress ofJmsMessage(@Nullable String to, boolean isTopic) {
    if (to == null || isPath(to)) {
      return ofMessage(to);
    }
    return isTopic ? new ToExchange(TOPIC_EXCHANGE, to) : new ToQueue(to, false);
  }

  private static boolean isPath(String address) {
    return address.isEmpty() || address.charAt(0) == '/';
  }

  private AddressV1 version1(String address) {
    if (!v1Permitted) {
      throw rejected("{amqp_address_v1_not_permitted," + ErlangTerm.typed(address) + "}");
    }
    return AddressV1.parse(address);
  }

  /** Refuses the link; RabbitMQ ends the session. */
  static AmqpFault rejected(String reason) {
    return AmqpFault.link(AmqpCondition.INVALID_FIELD, "Attach rejected: " + reason);
  }

  /**
   * Where a message goes that was sent to the anonymous terminus: version 2 only.
   *
   * @param to the message's own address
   * @throws AmqpFault precondition-failed when there is none or it leads nowhere; for the message
   *     alone, if it can be rejected
   */
  public static TargetAddress ofMessage(@Nullable String to) {
    if (to == null) {
      throw AmqpFault.link(
          AmqpCondition.PRECONDITION_FAILED, "anonymous terminus requires 'to' address to be set");
    }
    TargetAddress target = targetV2(to);
    if (target == null) {
      throw AmqpFault.link(AmqpCondition.PRECONDITION_FAILED, "bad 'to' address string: " + to);
    }
    return target;
  }

  private static @Nullable TargetAddress targetV2(String address) {
    if (address.startsWith(QUEUES)) {
      String queue = PercentEncoding.decode(address.substring(QUEUES.length()));
      return queue == null || queue.isEmpty() ? null : new ToQueue(queue, false);
    }
    if (!address.startsWith(EXCHANGES)) {
      return null;
    }
    int slash = address.indexOf('/', EXCHANGES.length());
    int end = slash < 0 ? address.length() : slash;
    String exchange = PercentEncoding.decode(address.substring(EXCHANGES.length(), end));
    String key = slash < 0 ? "" : PercentEncoding.decode(address.substring(slash + 1));
    return exchange == null
            || key == null
            || exchange.isEmpty()
            || exchange.equals(DEFAULT_EXCHANGE)
        ? null
        : new ToExchange(exchange, key);
  }

  /** The address of a queue. */
  public static String ofQueue(String name) {
    return QUEUES + PercentEncoding.encode(name);
  }

  /** The address of an exchange, for messages with the empty key. */
  public static String ofExchange(String name) {
    return EXCHANGES + PercentEncoding.encode(name);
  }

  /** The address of an exchange and a key. */
  public static String ofExchange(String name, String routingKey) {
    return ofExchange(name) + "/" + PercentEncoding.encode(routingKey);
  }
}

package io.warrenmq.server.logging;

import java.util.List;
import java.util.Locale;

/**
 * RabbitMQ's categories of log lines, {@code log.CATEGORY.level}, and the loggers that each means
 * here. A logger belongs to a category when its name is one of these, or begins with one and a dot.
 */
enum LogCategory {
  /** Connections of all protocols: logins, TLS, what ends them. */
  CONNECTION(
      "io.warrenmq.amqp091.connection",
      "io.warrenmq.amqp10.connection",
      "io.warrenmq.amqp10.sasl",
      "io.warrenmq.mqtt.connection",
      "io.warrenmq.stomp.connection",
      "io.warrenmq.websocket.connection",
      "io.warrenmq.server.listener"),
  /** Channels of AMQP 0-9-1, sessions and links of AMQP 1.0. */
  CHANNEL("io.warrenmq.amqp091.channel", "io.warrenmq.amqp10.session", "io.warrenmq.amqp10.link"),
  /** Queues, and the message log and segments that keep what is in them. */
  QUEUE("io.warrenmq.core.queue", "io.warrenmq.core.log"),
  /** Links to other brokers. */
  FEDERATION("io.warrenmq.federation"),
  /** Nothing: what older versions have written is read without a step that could be told of. */
  UPGRADE();

  /** RabbitMQ's domain of all that is in no category. */
  static final String GLOBAL_DOMAIN = "rabbitmq";

  private static final String OURS = "io.warrenmq.";

  private final String domain = GLOBAL_DOMAIN + "." + name().toLowerCase(Locale.ROOT);
  private final List<String> loggers;

  LogCategory(String... loggers) {
    this.loggers = List.of(loggers);
  }

  /** The names of its loggers, those below which included. */
  List<String> loggers() {
    return loggers;
  }

  /** The key of its least level. */
  String levelKey() {
    return "log." + name().toLowerCase(Locale.ROOT) + ".level";
  }

  /**
   * RabbitMQ's {@code domain} of a logger's lines, for example {@code rabbitmq.connection}; empty
   * for loggers of libraries.
   */
  static String domainOf(String logger) {
    if (!logger.startsWith(OURS)) {
      return "";
    }
    for (LogCategory category : values()) {
      for (String prefix : category.loggers) {
        if (logger.startsWith(prefix)
            && (logger.length() == prefix.length() || logger.charAt(prefix.length()) == '.')) {
          return category.domain;
        }
      }
    }
    return GLOBAL_DOMAIN;
  }
}

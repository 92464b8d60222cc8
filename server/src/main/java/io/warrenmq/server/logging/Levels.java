package io.warrenmq.server.logging;

import ch.qos.logback.classic.Level;

/** RabbitMQ's names of levels, of which it has more than there are here. Stateless. */
final class Levels {
  private Levels() {}

  /**
   * The least level that is shown where a configuration says {@code name}: debug, info, notice,
   * warning, error, critical, alert, emergency or none.
   */
  static Level parse(String name) {
    return switch (name) {
      case "debug" -> Level.DEBUG;
      case "info" -> Level.INFO;
      // Nothing is logged at notice here, and it is above info.
      case "notice", "warning" -> Level.WARN;
      // What is critical or worse is logged as an error here, and must not be missed.
      case "error", "critical", "alert", "emergency" -> Level.ERROR;
      case "none" -> Level.OFF;
      default -> throw new IllegalArgumentException(name + " is no level");
    };
  }

  /** RabbitMQ's name of a line's level. */
  static String name(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "error";
      case Level.WARN_INT -> "warning";
      case Level.INFO_INT -> "info";
      default -> "debug";
    };
  }

  /** The one that lets more through. */
  static Level lesser(Level a, Level b) {
    return a.isGreaterOrEqual(b) ? b : a;
  }
}

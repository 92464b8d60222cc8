package io.warrenmq.server.logging;

import ch.qos.logback.classic.Level;
import java.util.Locale;

/** How a line writes its level: RabbitMQ's {@code level_format}. */
enum LevelFormat {
  LC,
  UC,
  LC3,
  UC3,
  LC4,
  UC4;

  static LevelFormat parse(String configured) {
    return valueOf(configured.toUpperCase(Locale.ROOT));
  }

  String text(Level level) {
    String name = Levels.name(level);
    String text =
        switch (this) {
          case LC, UC -> name;
          case LC3, UC3 -> three(name);
          case LC4, UC4 -> four(name);
        };
    return switch (this) {
      case LC, LC3, LC4 -> text;
      case UC, UC3, UC4 -> text.toUpperCase(Locale.ROOT);
    };
  }

  private static String three(String name) {
    return switch (name) {
      case "debug" -> "dbg";
      case "info" -> "inf";
      case "warning" -> "wrn";
      default -> "err";
    };
  }

  private static String four(String name) {
    return switch (name) {
      case "debug" -> "dbug";
      case "info" -> "info";
      case "warning" -> "warn";
      default -> "erro";
    };
  }
}

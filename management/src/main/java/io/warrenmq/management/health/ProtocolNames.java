package io.warrenmq.management.health;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a protocol may be called by who asks whether it is served, RabbitMQ's liberty included: with
 * a version, with {@code +tls}, with an s behind. Stateless.
 */
final class ProtocolNames {
  private static final Pattern VERSIONED =
      Pattern.compile("(amqp|mqtt|stomp)[0-9._-]*(s|[/+](?:tls|ssl))?");
  private static final Pattern WEB =
      Pattern.compile("(?:http(s)?/)?web[_-]?(amqp|mqtt|stomp)([/+](?:tls|ssl))?");

  private ProtocolNames() {}

  /** The name that listeners have; what it does not know stays as it is. */
  static String normal(String asked) {
    String name = asked.strip().toLowerCase(Locale.ROOT);
    Matcher versioned = VERSIONED.matcher(name);
    if (versioned.matches()) {
      return versioned.group(1) + (versioned.group(2) == null ? "" : "/ssl");
    }
    Matcher web = WEB.matcher(name);
    if (web.matches()) {
      boolean isTls = web.group(1) != null || web.group(3) != null;
      return (isTls ? "https" : "http") + "/web-" + web.group(2);
    }
    return switch (name) {
      case "http1", "http1.1", "http_api", "management", "management_ui", "ui" -> "http";
      case "cli", "distribution" -> "clustering";
      default -> name;
    };
  }
}

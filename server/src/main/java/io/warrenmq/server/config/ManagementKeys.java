package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.bytes;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.matching;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.oneOf;
import static io.warrenmq.server.config.ValueType.string;

import java.util.ArrayList;
import java.util.List;

/** The HTTP API with its user interface, and the metrics endpoint. */
final class ManagementKeys {

  private ManagementKeys() {}

  static List<ConfigKey> all() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.addAll(
        TransportKeys.httpListeners("management", "the HTTP API, pages and WebSockets", "15672"));
    keys.addAll(api());
    keys.addAll(statistics());
    keys.addAll(browsers());
    keys.addAll(metrics());
    return keys;
  }

  private static List<ConfigKey> metrics() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.addAll(TransportKeys.httpListeners("prometheus", "metrics", "15692"));
    keys.add(ConfigKey.of("prometheus.path", path(), "Path of the metrics.").defaultTo("/metrics"));
    keys.add(
        ConfigKey.of(
                "prometheus.return_per_object_metrics",
                bool(),
                "Whether the path gives a series per queue and connection, not sums.")
            .defaultTo("false"));
    keys.add(
        ConfigKey.of(
                "prometheus.authentication.enabled",
                bool(),
                "Whether metrics need user and password, of a user tagged monitoring.")
            .defaultTo("false"));
    return keys;
  }

  private static List<ConfigKey> api() {
    return List.of(
        ConfigKey.of("management.path_prefix", string(), "Put before every path of the API and UI.")
            .defaultTo(""),
        ConfigKey.of("management.http.max_body_size", bytes(1, 536870912), "Largest request taken.")
            .unit("bytes")
            .defaultTo("20971520"),
        ConfigKey.of(
                "management.login_session_timeout",
                integer(1, 525600),
                "How long a login to the UI lasts.")
            .unit("min")
            .defaultTo("480"),
        ConfigKey.of(
                "management.disable_basic_auth",
                bool(),
                "Whether to refuse user and password, and take tokens alone.")
            .defaultTo("false"),
        ConfigKey.of(
                "management.restrictions.operator_policy_changes.disabled",
                bool(),
                "Whether the API refuses to change operator policies.")
            .defaultTo("false"));
  }

  private static List<ConfigKey> statistics() {
    List<ConfigKey> keys = new ArrayList<>();
    keys.add(
        ConfigKey.of(
                "management.rates_mode",
                oneOf("basic", "detailed", "none"),
                "How much is told of what goes through: none: only how many messages there are.")
            .defaultTo("basic"));
    for (String section : List.of("global", "basic", "detailed")) {
      for (String age : List.of("minute", "hour", "day")) {
        keys.add(
            ConfigKey.of(
                    "management.sample_retention_policies." + section + "." + age,
                    integer(1, Integer.MAX_VALUE),
                    ("Keeps the history %s for a" + (age.equals("hour") ? "n " : " ") + age + ".")
                        .formatted(histories(section)))
                .unit("s"));
      }
    }
    keys.add(
        ConfigKey.of("management.disable_stats", bool(), "Whether to take and tell no statistics.")
            .defaultTo("false"));
    keys.add(
        ConfigKey.of(
                "management.enable_queue_totals",
                bool(),
                "Whether queues show their totals when statistics are off.")
            .defaultTo("false"));
    return keys;
  }

  private static String histories(String section) {
    return switch (section) {
      case "global" -> "of all together and of the node";
      case "basic" -> "of each queue, exchange, connection and session";
      default -> "of who sends how much to what, of which there is none as yet,";
    };
  }

  private static List<ConfigKey> browsers() {
    return List.of(
        ConfigKey.of(
            "management.cors.allow_origins", oneOf("none"), "none: no other site's pages."),
        ConfigKey.of(
            "management.cors.allow_origins.$name",
            nonEmpty(),
            "An origin whose pages may use the API; *: all."),
        ConfigKey.of(
                "management.cors.max_age",
                integer(0, Integer.MAX_VALUE),
                "How long a browser may remember that.")
            .unit("s")
            .defaultTo("1800"),
        ConfigKey.of(
            "management.csp.policy", nonEmpty(), "Content-Security-Policy header to send."),
        ConfigKey.of(
            "management.hsts.policy", nonEmpty(), "Strict-Transport-Security header to send."),
        ConfigKey.of(
            "management.headers.content_type_options",
            nonEmpty(),
            "X-Content-Type-Options header to send."),
        ConfigKey.of(
            "management.headers.xss_protection", nonEmpty(), "X-XSS-Protection header to send."),
        ConfigKey.of(
            "management.headers.frame_options", nonEmpty(), "X-Frame-Options header to send."));
  }

  private static ValueType<String> path() {
    return matching("a path that starts with /", s -> s.startsWith("/"), "it does not");
  }
}

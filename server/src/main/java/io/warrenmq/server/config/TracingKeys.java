package io.warrenmq.server.config;

import static io.warrenmq.server.config.ValueType.bool;
import static io.warrenmq.server.config.ValueType.decimal;
import static io.warrenmq.server.config.ValueType.integer;
import static io.warrenmq.server.config.ValueType.matching;
import static io.warrenmq.server.config.ValueType.millis;
import static io.warrenmq.server.config.ValueType.nonEmpty;
import static io.warrenmq.server.config.ValueType.secret;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Tracing with OpenTelemetry. */
final class TracingKeys {
  private static final String PREFIX = "warren.opentelemetry.";

  private TracingKeys() {}

  static List<ConfigKey> all() {
    return List.of(
        ConfigKey.of(
                PREFIX + "enabled",
                bool(),
                "Whether messages are traced, and their spans sent to a collector of"
                    + " OpenTelemetry.")
            .defaultTo("false"),
        ConfigKey.of(
                PREFIX + "endpoint",
                matching(
                    "a URL http://host:port or https://host:port, with or without a path",
                    TracingKeys::isEndpoint,
                    "it is not one"),
                "The collector, by OTLP over HTTP; /v1/traces is added unless it ends so.")
            .defaultTo("http://localhost:4318"),
        ConfigKey.of(
            PREFIX + "headers.$name",
            secret(),
            "A header of each request to it, to log in for example."),
        ConfigKey.of(
                PREFIX + "service_name",
                nonEmpty(),
                "Who the broker is among the services that are traced.")
            .defaultTo("warrenmq"),
        ConfigKey.of(
                PREFIX + "sample_ratio",
                decimal(0, 1),
                "The part of messages without a trace context that a trace begins with; those with"
                    + " one are traced when it says so.")
            .defaultTo("1"),
        ConfigKey.of(
                PREFIX + "queue_size",
                integer(1, 1_000_000),
                "Spans that wait to be sent, at most; while there are so many, messages are not"
                    + " traced.")
            .defaultTo("2048"),
        ConfigKey.of(
                PREFIX + "export_interval",
                millis(10, 600_000),
                "How long a span waits at most for others to be sent with.")
            .unit("ms")
            .defaultTo("5000"),
        ConfigKey.of(
                PREFIX + "timeout",
                millis(100, 600_000),
                "How long the collector may take for a request, all attempts together.")
            .unit("ms")
            .defaultTo("10000"));
  }

  private static boolean isEndpoint(String text) {
    try {
      URI uri = new URI(text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return isHttp
          && uri.getHost() != null
          && uri.getPort() <= 65535
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}

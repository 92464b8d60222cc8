package io.warrenmq.tracing;

import io.warrenmq.api.plugin.PluginConfig;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The plugin's settings, {@code warren.opentelemetry.*}. Immutable.
 *
 * @param isEnabled whether messages are traced
 * @param endpoint where spans are posted to
 * @param headers what each request to it has besides, by name
 * @param serviceName who the broker is among the services that are traced
 * @param sampleRatio the part of messages without a trace of their own that begin one: 0 to 1
 * @param queueSize spans that wait to be sent, at most; further ones are lost
 * @param exportIntervalMs how long a span waits at most, when the collector is there
 * @param timeoutMs how long the collector may take for a request, all attempts together
 */
record TracingOptions(
    boolean isEnabled,
    URI endpoint,
    Map<String, String> headers,
    String serviceName,
    double sampleRatio,
    int queueSize,
    long exportIntervalMs,
    long timeoutMs) {
  private static final String PREFIX = "warren.opentelemetry.";
  private static final String TRACES_PATH = "/v1/traces";

  /** Those that the HTTP client keeps for itself, and the one that the exporter sets. */
  private static final Set<String> TAKEN_HEADERS =
      Set.of("connection", "content-length", "content-type", "expect", "host", "upgrade");

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when one is not to be used, with its key
   */
  static TracingOptions of(PluginConfig config) {
    return new TracingOptions(
        config.flag(PREFIX + "enabled", false),
        endpoint(config.text(PREFIX + "endpoint", "http://localhost:4318")),
        headers(config.texts(PREFIX + "headers")),
        config.text(PREFIX + "service_name", "warrenmq"),
        config.decimal(PREFIX + "sample_ratio", 1),
        (int) config.integer(PREFIX + "queue_size", 2_048),
        config.integer(PREFIX + "export_interval", 5_000),
        config.integer(PREFIX + "timeout", 10_000));
  }

  /** OTLP's path is added to an address that does not end with it. */
  private static URI endpoint(String text) {
    String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return URI.create(base.endsWith(TRACES_PATH) ? base : base + TRACES_PATH);
  }

  private static Map<String, String> headers(Map<String, String> headers) {
    headers.forEach(
        (name, value) -> {
          if (TAKEN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                PREFIX + "headers." + name + ": it is not to be set, as it is made anyway");
          } else if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException(
                PREFIX + "headers." + name + " has a character that no header may have");
          }
        });
    return headers;
  }
}

package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A listener of a node. Immutable.
 *
 * @param protocol as RabbitMQ calls it: {@code amqp}, {@code amqp/ssl}, {@code http/web-mqtt}
 * @param port 1..65535
 */
record NodeListener(String node, String address, int port, String protocol) {
  private static final Map<String, String> PURPOSES =
      Map.ofEntries(
          Map.entry("amqp", "AMQP 0-9-1 and AMQP 1.0"),
          Map.entry("amqp/ssl", "AMQP 0-9-1 and AMQP 1.0 over TLS"),
          Map.entry("mqtt", "MQTT"),
          Map.entry("mqtt/ssl", "MQTT over TLS"),
          Map.entry("stomp", "STOMP"),
          Map.entry("stomp/ssl", "STOMP over TLS"),
          Map.entry("stream", "stream"),
          Map.entry("stream/ssl", "stream over TLS"),
          Map.entry("http", "HTTP API"),
          Map.entry("https", "HTTP API over TLS (HTTPS)"),
          Map.entry("http/web-mqtt", "MQTT over WebSockets"),
          Map.entry("https/web-mqtt", "MQTT over WebSockets and TLS (HTTPS)"),
          Map.entry("http/web-stomp", "STOMP over WebSockets"),
          Map.entry("https/web-stomp", "STOMP over WebSockets and TLS (HTTPS)"),
          Map.entry("http/web-amqp", "AMQP over WebSockets"),
          Map.entry("https/web-amqp", "AMQP over WebSockets and TLS (HTTPS)"),
          Map.entry("http/prometheus", "Prometheus exporter API over HTTP"),
          Map.entry("https/prometheus", "Prometheus exporter API over TLS (HTTPS)"),
          Map.entry("clustering", "inter-node and CLI tool communication"));

  /** All listeners of all nodes. */
  static List<NodeListener> all(ApiClient api) throws CommandException {
    List<NodeListener> all = new ArrayList<>();
    Map<String, Object> overview = api.object(ApiPath.of("overview").with("columns", "listeners"));
    for (Map<String, Object> listener : Json.objects(Json.get(overview, "listeners"))) {
      all.add(
          new NodeListener(
              Json.text(listener, "node"),
              Json.text(listener, "ip_address"),
              (int) Json.number(listener, "port"),
              Json.text(listener, "protocol")));
    }
    return all;
  }

  String purpose() {
    return PURPOSES.getOrDefault(protocol, protocol);
  }

  /** A line for people, beginning with what the word interface is there. */
  String line(String first) {
    String host = address.contains(":") ? "[" + address + "]" : address;
    return "%s: %s, port: %d, protocol: %s, purpose: %s"
        .formatted(first, host, port, protocol, purpose());
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", node);
    json.put("interface", address);
    json.put("port", port);
    json.put("protocol", protocol);
    json.put("purpose", purpose());
    return json;
  }

  static String ports(List<NodeListener> all) {
    return all.stream()
        .map(NodeListener::port)
        .distinct()
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  static String protocols(List<NodeListener> all) {
    return all.stream()
        .map(NodeListener::protocol)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}

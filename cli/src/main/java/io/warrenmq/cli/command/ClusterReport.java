package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code cluster_status} shows, in rabbitmqctl's sections. */
final class ClusterReport {
  private static final String COLUMNS =
      "name,running,type,processors,mem_alarm,disk_free_alarm,being_drained,partitions";

  private final Map<String, Object> overview;
  private final List<Map<String, Object>> nodes;
  private final List<NodeListener> listeners;
  private final List<Map<String, Object>> flags;

  ClusterReport(ApiClient api) throws CommandException {
    this.overview =
        api.object(
            ApiPath.of("overview")
                .with(
                    "columns",
                    "cluster_name,cluster_tags,rabbitmq_version,product_name,product_version,"
                        + "erlang_version"));
    this.nodes = api.list(ApiPath.of("nodes").with("columns", COLUMNS));
    this.listeners = NodeListener.all(api);
    this.flags = api.list(ApiPath.of("feature-flags"));
  }

  void print(Console console) {
    if (console.isJson()) {
      console.json(json());
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("Basics", "", "Cluster name: " + Json.text(overview, "cluster_name")));
    long cores = nodes.stream().mapToLong(node -> Json.number(node, "processors")).sum();
    lines.add("Total CPU cores available cluster-wide: " + cores);
    List<String> tags = new ArrayList<>();
    Json.object(Json.get(overview, "cluster_tags"))
        .forEach((key, value) -> tags.add(key + ": " + value));
    section(lines, "Cluster Tags", tags);
    section(lines, "Disk Nodes", names(false));
    section(lines, "Running Nodes", names(true));
    section(lines, "Versions", eachRunning(": " + version()));
    List<String> processors = new ArrayList<>();
    List<String> maintenance = new ArrayList<>();
    for (Map<String, Object> node : nodes) {
      String name = Json.text(node, "name");
      processors.add(
          "Node: %s, available CPU cores: %d".formatted(name, Json.number(node, "processors")));
      maintenance.add("Node: %s, status: %s".formatted(name, maintenance(node)));
    }
    section(lines, "CPU Cores", processors);
    section(lines, "Maintenance status", maintenance);
    section(lines, "Alarms", nodes.stream().flatMap(node -> Alarms.of(node).stream()).toList());
    section(lines, "Network Partitions", partitions());
    section(
        lines,
        "Listeners",
        listeners.stream()
            .map(listener -> "Node: " + listener.node() + ", " + listener.line("interface"))
            .toList());
    section(
        lines,
        "Feature flags",
        flags.stream()
            .map(
                flag ->
                    "Flag: %s, state: %s"
                        .formatted(Json.text(flag, "name"), Json.text(flag, "state")))
            .toList());
    lines.forEach(console::line);
  }

  private static void section(List<String> lines, String title, List<String> content) {
    lines.addAll(List.of("", title, ""));
    lines.addAll(content.isEmpty() ? List.of("(none)") : content);
  }

  private List<String> names(boolean onlyRunning) {
    return nodes.stream()
        .filter(node -> !onlyRunning || Json.isTrue(node, "running"))
        .map(node -> Json.text(node, "name"))
        .toList();
  }

  private List<String> eachRunning(String text) {
    return names(true).stream().map(name -> name + text).toList();
  }

  private String version() {
    String product = Json.text(overview, "product_name");
    String erlang = Json.text(overview, "erlang_version");
    String broker =
        product.isEmpty() || product.equals("RabbitMQ")
            ? "RabbitMQ " + Json.text(overview, "rabbitmq_version")
            : product + " " + Json.text(overview, "product_version");
    return erlang.isEmpty() ? broker : broker + " on Erlang " + erlang;
  }

  private static String maintenance(Map<String, Object> node) {
    return Json.isTrue(node, "being_drained") ? "marked for maintenance" : "not under maintenance";
  }

  private List<String> partitions() {
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> node : nodes) {
      for (Object other : Json.list(Json.get(node, "partitions"))) {
        lines.add("Node %s cannot communicate with %s".formatted(Json.text(node, "name"), other));
      }
    }
    return lines;
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cluster_name", Json.text(overview, "cluster_name"));
    json.put("cluster_tags", Json.list(Json.get(overview, "cluster_tags")));
    json.put("disk_nodes", names(false));
    json.put("ram_nodes", List.of());
    json.put("running_nodes", names(true));
    json.put("alarms", nodes.stream().flatMap(node -> Alarms.of(node).stream()).toList());
    json.put("partitions", partitionsByNode());
    Map<String, Object> versions = new LinkedHashMap<>();
    Map<String, Object> cores = new LinkedHashMap<>();
    Map<String, Object> maintenance = new LinkedHashMap<>();
    Map<String, List<Object>> byNode = new LinkedHashMap<>();
    for (Map<String, Object> node : nodes) {
      String name = Json.text(node, "name");
      Map<String, Object> version = new LinkedHashMap<>();
      version.put("rabbitmq_version", Json.text(overview, "rabbitmq_version"));
      version.put("erlang_version", Json.text(overview, "erlang_version"));
      versions.put(name, version);
      cores.put(name, Json.number(node, "processors"));
      maintenance.put(name, maintenance(node));
      byNode.put(name, new ArrayList<>());
    }
    for (NodeListener listener : listeners) {
      byNode.computeIfAbsent(listener.node(), key -> new ArrayList<>()).add(listener.json());
    }
    json.put("versions", versions);
    json.put("cpu_cores", cores);
    json.put("maintenance_status", maintenance);
    json.put("listeners", byNode);
    json.put("feature_flags", flags);
    return json;
  }

  private Map<String, Object> partitionsByNode() {
    Map<String, Object> partitions = new LinkedHashMap<>();
    for (Map<String, Object> node : nodes) {
      List<Object> others = Json.list(Json.get(node, "partitions"));
      if (!others.isEmpty()) {
        partitions.put(Json.text(node, "name"), others);
      }
    }
    return partitions;
  }
}

package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code status} shows of a node, in rabbitmqctl's sections. */
final class StatusReport {
  private final String unit;
  private final String name;
  private final Map<String, Object> overview;
  private final Map<String, Object> node;
  private final Map<String, Object> memory;
  private final List<NodeListener> listeners;
  private final int vhosts;

  StatusReport(ApiClient api, String name, String unit) throws CommandException {
    this.name = name;
    this.unit = unit;
    this.overview =
        api.object(
            ApiPath.of("overview")
                .with(
                    "columns",
                    "rabbitmq_version,product_name,product_version,erlang_full_version,"
                        + "object_totals,node_tags"));
    this.node = api.object(ApiPath.of("nodes", name));
    this.memory = memory(api, name);
    this.listeners =
        NodeListener.all(api).stream().filter(listener -> listener.node().equals(name)).toList();
    this.vhosts = api.list(ApiPath.of("vhosts").with("columns", "name")).size();
  }

  private static Map<String, Object> memory(ApiClient api, String name) throws CommandException {
    try {
      return api.object(ApiPath.of("nodes", name, "memory"));
    } catch (ApiException e) {
      if (e.status() == 404) {
        return Map.of();
      }
      throw e;
    }
  }

  void print(Console console) throws CommandException {
    if (console.isJson()) {
      console.json(json());
      return;
    }
    List<String> lines = new ArrayList<>();
    runtime(lines);
    names(lines, "Plugins", "Enabled plugins:", "enabled_plugins");
    section(lines, "Data directory");
    lines.add("Node data directory: " + Json.text(node, "db_dir"));
    names(lines, "Config files", "", "config_files");
    names(lines, "Log file(s)", "", "log_files");
    section(lines, "Alarms");
    lines.addAll(orNone(Alarms.of(node)));
    section(lines, "Tags");
    Map<String, Object> tags = Json.object(Json.get(overview, "node_tags"));
    List<String> tagLines = new ArrayList<>();
    tags.forEach((key, value) -> tagLines.add(key + ": " + value));
    lines.addAll(orNone(tagLines));
    memory(lines);
    section(lines, "File Descriptors");
    lines.add("Total: %d, limit: %d".formatted(number("fd_used"), number("fd_total")));
    section(lines, "Free Disk Space");
    lines.add("Low free disk space watermark: " + Memory.in(unit, number("disk_free_limit")));
    lines.add("Free disk space: " + Memory.in(unit, number("disk_free")));
    section(lines, "Totals");
    Map<String, Object> totals = Json.object(Json.get(overview, "object_totals"));
    lines.add("Connection count: " + Json.number(totals, "connections"));
    lines.add("Queue count: " + Json.number(totals, "queues"));
    lines.add("Virtual host count: " + vhosts);
    section(lines, "Listeners");
    listeners.forEach(listener -> lines.add(listener.line("Interface")));
    lines.forEach(console::line);
  }

  private static void section(List<String> lines, String title) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(title);
    lines.add("");
  }

  private void runtime(List<String> lines) {
    section(lines, "Runtime");
    lines.add("OS PID: " + Json.text(node, "os_pid"));
    lines.add("Uptime (seconds): " + number("uptime") / 1000);
    lines.add("Is under maintenance?: " + Json.isTrue(node, "being_drained"));
    String product = Json.text(overview, "product_name");
    if (!product.isEmpty() && !product.equals("RabbitMQ")) {
      lines.add("Product name: " + product);
      lines.add("Product version: " + Json.text(overview, "product_version"));
    }
    lines.add("RabbitMQ version: " + Json.text(overview, "rabbitmq_version"));
    lines.add("Node name: " + name);
    String runtime = Json.text(overview, "erlang_full_version");
    if (!runtime.isEmpty()) {
      lines.add("Erlang configuration: " + runtime);
    }
    lines.add(
        "Erlang processes: %d used, %d limit".formatted(number("proc_used"), number("proc_total")));
    lines.add("Scheduler run queue: " + number("run_queue"));
    lines.add("Cluster heartbeat timeout (net_ticktime): " + number("net_ticktime"));
  }

  private void names(List<String> lines, String title, String intro, String field) {
    section(lines, title);
    List<Object> names = Json.list(Json.get(node, field));
    if (!intro.isEmpty()) {
      lines.add(intro);
      lines.add("");
    }
    names.forEach(one -> lines.add(" * " + one));
    if (names.isEmpty()) {
      lines.add("(none)");
    }
  }

  private static List<String> orNone(List<String> lines) {
    return lines.isEmpty() ? List.of("(none)") : lines;
  }

  private void memory(List<String> lines) throws CommandException {
    section(lines, "Memory");
    lines.add("Total memory used: " + Memory.in(unit, number("mem_used")));
    lines.add("Calculation strategy: " + Json.text(node, "mem_calculation_strategy"));
    lines.add("Memory high watermark computed to: " + Memory.in(unit, number("mem_limit")));
    List<Memory.Part> parts = Memory.parts(memory);
    if (!parts.isEmpty()) {
      lines.add("");
    }
    for (Memory.Part part : parts) {
      lines.add(
          "%s: %s (%s %%)"
              .formatted(part.name(), Memory.in(unit, part.bytes()), Memory.plain(part.percent())));
    }
  }

  private long number(String field) {
    return Json.number(node, field);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pid", pid());
    json.put("uptime", number("uptime") / 1000);
    json.put("is_under_maintenance", Json.isTrue(node, "being_drained"));
    json.put("rabbitmq_version", Json.text(overview, "rabbitmq_version"));
    json.put("product_name", Json.text(overview, "product_name"));
    json.put("product_version", Json.text(overview, "product_version"));
    json.put("erlang_version", Json.text(overview, "erlang_full_version"));
    json.put("processes", Json.object("used", number("proc_used"), "limit", number("proc_total")));
    json.put("run_queue", number("run_queue"));
    json.put("net_ticktime", number("net_ticktime"));
    json.put("active_plugins", Json.list(Json.get(node, "enabled_plugins")));
    json.put("data_directory", Json.text(node, "db_dir"));
    json.put("config_files", Json.list(Json.get(node, "config_files")));
    json.put("log_files", Json.list(Json.get(node, "log_files")));
    json.put("alarms", Alarms.of(node));
    json.put("tags", Json.list(Json.get(overview, "node_tags")));
    json.put("memory", Json.get(memory, "memory"));
    json.put("vm_memory_calculation_strategy", Json.text(node, "mem_calculation_strategy"));
    json.put("vm_memory_high_watermark_limit", number("mem_limit"));
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("total_used", number("fd_used"));
    files.put("total_limit", number("fd_total"));
    json.put("file_descriptors", files);
    json.put("disk_free_limit", number("disk_free_limit"));
    json.put("disk_free", number("disk_free"));
    Map<String, Object> counts = Json.object(Json.get(overview, "object_totals"));
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("virtual_host_count", vhosts);
    totals.put("connection_count", Json.number(counts, "connections"));
    totals.put("queue_count", Json.number(counts, "queues"));
    json.put("totals", totals);
    json.put("listeners", listeners.stream().map(NodeListener::json).toList());
    return json;
  }

  private Object pid() {
    String pid = Json.text(node, "os_pid");
    return pid.matches("\\d{1,18}") ? (Object) Long.valueOf(pid) : pid;
  }
}

package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The alarms in effect. */
final class Alarms {
  private static final String COLUMNS = "name,mem_alarm,disk_free_alarm";

  private Alarms() {}

  /** Of all nodes, a line each. */
  static List<String> lines(ApiClient api) throws CommandException {
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> node : api.list(ApiPath.of("nodes").with("columns", COLUMNS))) {
      lines.addAll(of(node));
    }
    return lines;
  }

  /** Of one node. */
  static List<String> of(Map<String, Object> node) {
    List<String> lines = new ArrayList<>();
    if (Json.isTrue(node, "mem_alarm")) {
      lines.add("Memory alarm on node " + Json.text(node, "name"));
    }
    if (Json.isTrue(node, "disk_free_alarm")) {
      lines.add("Free disk space alarm on node " + Json.text(node, "name"));
    }
    return lines;
  }
}

package io.warrenmq.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The node asked, and its cluster. */
final class NodeCommands extends CommandGroup {
  private static final List<Column> FLAGS =
      Column.all("name", "state", "stability", "provided_by", "desc", "doc_url");
  private static final List<Column> DEPRECATED =
      Column.all("name", "deprecation_phase", "provided_by", "desc", "doc_url");
  private static final int LOG_LINES_MAX = 1_000_000;

  NodeCommands(Session session) {
    super(session);
  }

  @Command(name = "ping")
  void ping() throws CommandException {
    console()
        .banner(
            "Will ping %s. This only checks that the node answers over HTTP. Timeout: %d ms.",
            session().nodeName(), session().settings().timeoutSeconds() * 1000);
    session().nodeName();
    console().message("Ping succeeded");
  }

  @Command(name = "server_version")
  void serverVersion() throws CommandException {
    console().banner("Asking node %s for its RabbitMQ version...", session().nodeName());
    console()
        .message(
            "%s",
            Json.text(
                api().object(ApiPath.of("overview").with("columns", "rabbitmq_version")),
                "rabbitmq_version"));
  }

  @Command(name = "environment")
  void environment() throws CommandException {
    console().banner("Application environment of node %s ...", session().nodeName());
    String answer = api().text(ApiPath.of("config", "effective"));
    List<Map<String, Object>> settings = settings(answer);
    if (settings.isEmpty()) {
      console().out().println(answer.stripTrailing());
    } else if (console().isJson()) {
      console().json(settings);
    } else {
      settings.stream()
          .filter(setting -> Json.get(setting, "value") instanceof String)
          .forEach(setting -> console().line(line(setting)));
    }
  }

  /** None of RabbitMQ's, which answers with Erlang terms: these are shown as they are. */
  private static List<Map<String, Object>> settings(String answer) {
    try {
      return Json.objects(Json.parse(answer));
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  /** As in a configuration file, and where it comes from. */
  private static String line(Map<String, Object> setting) {
    String line = Json.get(setting, "line") instanceof Number number ? ":" + number : "";
    return "%s = %s  # %s%s"
        .formatted(
            Json.text(setting, "name"),
            Json.text(setting, "value"),
            Json.text(setting, "source"),
            line);
  }

  @Command(name = "listeners")
  void listeners() throws CommandException {
    String node = session().nodeName();
    console().banner("Asking node %s to report its protocol listeners ...", node);
    List<NodeListener> all = new ArrayList<>(NodeListener.all(api()));
    all.removeIf(listener -> !listener.node().equals(node));
    if (console().isJson()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("listeners", all.stream().map(NodeListener::json).toList());
      json.put("node", node);
      json.put("result", "ok");
      console().json(json);
    } else {
      all.forEach(listener -> console().line(listener.line("Interface")));
    }
  }

  @Command(name = "memory_breakdown")
  void memoryBreakdown(
      @Option(names = "--unit", defaultValue = "gb", description = "gb, mb, kb or bytes [gb].")
          String unit)
      throws CommandException {
    String node = session().nodeName();
    console().banner("Reporting memory breakdown on node %s...", node);
    List<Memory.Part> parts = Memory.parts(api().object(ApiPath.of("nodes", node, "memory")));
    if (console().isJson()) {
      console().json(Memory.json(parts));
      return;
    }
    for (Memory.Part part : parts) {
      console()
          .line(
              "%s: %s (%s%%)"
                  .formatted(
                      part.name(), Memory.in(unit, part.bytes()), Memory.plain(part.percent())));
    }
    console().line("");
  }

  @Command(name = "status")
  void status(
      @Option(names = "--unit", defaultValue = "gb", description = "gb, mb, kb or bytes [gb].")
          String unit)
      throws CommandException {
    console().banner("Status of node %s ...", session().nodeName());
    new StatusReport(api(), session().nodeName(), unit).print(console());
  }

  @Command(name = "cluster_status")
  void clusterStatus() throws CommandException {
    console().banner("Cluster status of node %s ...", session().nodeName());
    new ClusterReport(api()).print(console());
  }

  @Command(name = "set_cluster_name")
  void setClusterName(@Parameters(paramLabel = "NAME") String name) throws CommandException {
    console().banner("Setting cluster name to %s ...", name);
    api().put(ApiPath.of("cluster-name"), Map.of("name", name));
  }

  @Command(name = "list_feature_flags")
  void listFeatureFlags(
      @Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns = columns(FLAGS, Lists.of(asked), "name", "state");
    console().banner("Listing feature flags ...");
    console().rows(columns, api().list(ApiPath.of("feature-flags")));
  }

  @Command(name = "enable_feature_flag")
  void enableFeatureFlag(
      @Parameters(paramLabel = "FLAG", description = "Which; all of them: all.") String flag)
      throws CommandException {
    if (!flag.equals("all")) {
      console().banner("Enabling feature flag \"%s\" ...", flag);
      enable(flag);
      return;
    }
    console().banner("Enabling all feature flags ...");
    for (Map<String, Object> one : api().list(ApiPath.of("feature-flags"))) {
      boolean isOff = Json.text(one, "state").equals("disabled");
      if (isOff && !Json.text(one, "stability").equals("experimental")) {
        enable(Json.text(one, "name"));
      }
    }
  }

  private void enable(String flag) throws CommandException {
    try {
      api().put(ApiPath.of("feature-flags", flag, "enable"), Map.of("name", flag));
    } catch (ApiException e) {
      throw missing(e, ExitCode.UNAVAILABLE, "There is no feature flag '%s'", flag);
    }
  }

  @Command(name = "list_deprecated_features")
  void listDeprecatedFeatures(
      @Option(names = "--used", description = "Only those in use.") boolean used,
      @Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns = columns(DEPRECATED, Lists.of(asked), "name", "deprecation_phase");
    console().banner("Listing deprecated features ...");
    ApiPath path =
        used ? ApiPath.of("deprecated-features", "used") : ApiPath.of("deprecated-features");
    console().rows(columns, api().list(path));
  }

  @Command(name = "list_node_auth_attempt_stats")
  void listNodeAuthAttemptStats() throws CommandException {
    String node = session().nodeName();
    console().banner("Listing authentication attempts for node \"%s\" ...", node);
    console()
        .rowsOrBlank(
            Column.all(
                "protocol", "auth_attempts", "auth_attempts_failed", "auth_attempts_succeeded"),
            api().list(ApiPath.of("auth", "attempts", node)));
  }

  @Command(name = "log_tail")
  void logTail(
      @Option(
              names = {"-N", "--number"},
              defaultValue = "50",
              description = "Lines [50].")
          int number)
      throws CommandException {
    if (number < 1 || number > LOG_LINES_MAX) {
      throw usage("--number is 1 to " + LOG_LINES_MAX);
    }
    console().banner("Last %d log lines on node %s ...", number, session().nodeName());
    List<String> lines;
    try {
      lines = logLines(api().text(ApiPath.of("logs").with("lines", String.valueOf(number))));
    } catch (ApiException e) {
      throw missing(e, ExitCode.UNAVAILABLE, "This broker does not show its log over HTTP");
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - number), lines.size());
    if (console().isJson()) {
      console().json(last);
    } else {
      last.forEach(console()::line);
    }
  }

  /** The log is text, or a list of lines in JSON, or one of objects with a message. */
  private static List<String> logLines(String answer) throws CommandException {
    String text = answer.strip();
    if (!text.startsWith("[\"") && !text.startsWith("[{") && !text.equals("[]")) {
      return text.lines().toList();
    }
    List<String> lines = new ArrayList<>();
    for (Object line : Json.list(parse("the log", text))) {
      if (line instanceof Map<?, ?> entry) {
        lines.add(entry.values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
      } else {
        lines.add(line.toString());
      }
    }
    return lines;
  }
}

package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import io.warrenmq.cli.output.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Virtual hosts, their limits and their tracing. */
final class VhostCommands extends CommandGroup {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name"),
          Column.of("description"),
          Column.of("tags"),
          Column.of("default_queue_type"),
          Column.of("tracing"),
          Column.of("cluster_state", Shape.STATES));
  private static final List<Column> LIMITS =
      List.of(Column.of("vhost"), new Column("limits", "value", Shape.DOCUMENT));

  VhostCommands(Session session) {
    super(session);
  }

  @Command(name = "list_vhosts")
  void listVhosts(@Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns = columns(COLUMNS, Lists.of(asked), "name");
    console().banner("Listing vhosts ...");
    console().rows(columns, api().list(only(ApiPath.of("vhosts"), columns)));
  }

  @Command(name = "add_vhost")
  void addVhost(
      @Parameters(paramLabel = "VHOST") String vhost,
      @Option(names = "--description", description = "What it is for.")
          @Nullable String description,
      @Option(names = "--tags", description = "Tags, apart by commas.") @Nullable String tags,
      @Option(names = "--default-queue-type", description = "classic, quorum or stream.")
          @Nullable String queueType)
      throws CommandException {
    console().banner("Adding vhost \"%s\" ...", vhost);
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "description", description);
    put(body, "tags", tags);
    put(body, "default_queue_type", queueType);
    api().put(ApiPath.of("vhosts", vhost), body);
  }

  private static void put(Map<String, Object> body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  @Command(name = "delete_vhost")
  void deleteVhost(@Parameters(paramLabel = "VHOST") String vhost) throws CommandException {
    console().banner("Deleting vhost \"%s\" ...", vhost);
    try {
      api().delete(ApiPath.of("vhosts", vhost));
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "Virtual host '%s' does not exist", vhost);
    }
  }

  @Command(name = "set_vhost_tags")
  void setVhostTags(
      @Parameters(index = "0", paramLabel = "VHOST") String vhost,
      @Parameters(index = "1..*", paramLabel = "TAG") @Nullable List<String> tags)
      throws CommandException {
    List<String> words = Lists.of(tags);
    console()
        .banner(
            "Setting tags for virtual host \"%s\" to [%s] ...", vhost, String.join(", ", words));
    change(vhost, Map.of("tags", String.join(",", words)));
  }

  @Command(name = "update_vhost_metadata")
  void updateVhostMetadata(
      @Parameters(paramLabel = "VHOST") String vhost,
      @Option(names = "--description", description = "What it is for.")
          @Nullable String description,
      @Option(names = "--tags", description = "Tags, apart by commas.") @Nullable String tags,
      @Option(names = "--default-queue-type", description = "classic, quorum or stream.")
          @Nullable String queueType)
      throws CommandException {
    console().banner("Updating metadata of vhost \"%s\" ...", vhost);
    Map<String, Object> changes = new LinkedHashMap<>();
    put(changes, "description", description);
    put(changes, "tags", tags);
    put(changes, "default_queue_type", queueType);
    change(vhost, changes);
  }

  @Command(name = "trace_on")
  void traceOn() throws CommandException {
    trace(true);
  }

  @Command(name = "trace_off")
  void traceOff() throws CommandException {
    trace(false);
  }

  private void trace(boolean on) throws CommandException {
    String vhost = vhost();
    console().banner("%s tracing for vhost \"%s\" ...", on ? "Starting" : "Stopping", vhost);
    change(vhost, Map.of("tracing", on));
    console().done("Trace %s for vhost %s", on ? "enabled" : "disabled", vhost);
  }

  /** The API takes what it is not told for the default, so it is told what is there. */
  private void change(String vhost, Map<String, Object> changes) throws CommandException {
    Map<String, Object> now;
    try {
      now = api().object(ApiPath.of("vhosts", vhost));
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "Virtual host '%s' does not exist", vhost);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    for (String name : List.of("description", "default_queue_type", "tracing")) {
      Object value = Json.get(now, name);
      // "undefined" is how an older RabbitMQ tells of none.
      if (value != Json.NULL && !value.equals("undefined")) {
        body.put(name, value);
      }
    }
    List<String> tags = new ArrayList<>();
    Json.list(Json.get(now, "tags")).forEach(tag -> tags.add(tag.toString()));
    body.put("tags", String.join(",", tags));
    body.putAll(changes);
    api().put(ApiPath.of("vhosts", vhost), body);
  }

  @Command(name = "set_vhost_limits")
  void setVhostLimits(
      @Parameters(
              paramLabel = "LIMITS",
              description = "JSON, such as {\"max-connections\": 64, \"max-queues\": 100}.")
          String limits)
      throws CommandException {
    String vhost = vhost();
    console().banner("Setting vhost limits to \"%s\" for vhost \"%s\" ...", limits, vhost);
    Map<String, Object> wanted = parseObject("what is given as limits", limits);
    Map<String, Object> before = limits(vhost);
    for (Map.Entry<String, Object> limit : wanted.entrySet()) {
      api()
          .put(
              ApiPath.of("vhost-limits", vhost, limit.getKey()), Map.of("value", limit.getValue()));
    }
    // As rabbitmqctl does it: what is set is all there is.
    for (String name : before.keySet()) {
      if (!wanted.containsKey(name)) {
        api().delete(ApiPath.of("vhost-limits", vhost, name));
      }
    }
  }

  @Command(name = "clear_vhost_limits")
  void clearVhostLimits() throws CommandException {
    String vhost = vhost();
    console().banner("Clearing vhost \"%s\" limits ...", vhost);
    for (String name : limits(vhost).keySet()) {
      api().delete(ApiPath.of("vhost-limits", vhost, name));
    }
  }

  @Command(name = "list_vhost_limits")
  void listVhostLimits(
      @Option(names = "--global", description = "Those of all virtual hosts.") boolean all)
      throws CommandException {
    if (all) {
      console().banner("Listing limits for all vhosts ...");
      console().rowsOrBlank(LIMITS, api().list(ApiPath.of("vhost-limits")));
      return;
    }
    console().banner("Listing limits for vhost \"%s\" ...", vhost());
    Map<String, Object> limits = limits(vhost());
    console().message("%s", limits.isEmpty() ? "" : Json.write(limits)); // as rabbitmqctl
  }

  private Map<String, Object> limits(String vhost) throws CommandException {
    Map<String, Object> limits = new LinkedHashMap<>();
    try {
      for (Map<String, Object> entry : api().list(ApiPath.of("vhost-limits", vhost))) {
        limits.putAll(Json.object(Json.get(entry, "value")));
      }
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "Virtual host '%s' does not exist", vhost);
    }
    return limits;
  }
}

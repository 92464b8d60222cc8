package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.output.Column;
import io.warrenmq.cli.output.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Policies and operator policies. */
final class PolicyCommands extends CommandGroup {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("vhost"),
          Column.of("name"),
          Column.of("pattern"),
          Column.of("apply-to"),
          Column.of("definition", Shape.DOCUMENT),
          Column.of("priority"));
  private static final String APPLY_TO =
      "all, queues, classic_queues, quorum_queues, streams or exchanges [all].";
  private static final String DEFINITION = "JSON, such as {\"max-length\": 1000}.";

  PolicyCommands(Session session) {
    super(session);
  }

  @Command(name = "set_policy")
  void setPolicy(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(
              index = "1",
              paramLabel = "PATTERN",
              description = "A regular expression for names.")
          String pattern,
      @Parameters(index = "2", paramLabel = "DEFINITION", description = DEFINITION)
          String definition,
      @Option(
              names = "--priority",
              defaultValue = "0",
              description = "The highest that matches counts [0].")
          int priority,
      @Option(names = "--apply-to", defaultValue = "all", description = APPLY_TO) String applyTo)
      throws CommandException {
    set("policies", "policy", name, pattern, definition, priority, applyTo);
  }

  @Command(name = "set_operator_policy")
  void setOperatorPolicy(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(
              index = "1",
              paramLabel = "PATTERN",
              description = "A regular expression for names.")
          String pattern,
      @Parameters(index = "2", paramLabel = "DEFINITION", description = DEFINITION)
          String definition,
      @Option(
              names = "--priority",
              defaultValue = "0",
              description = "The highest that matches counts [0].")
          int priority,
      @Option(names = "--apply-to", defaultValue = "all", description = APPLY_TO) String applyTo)
      throws CommandException {
    set(
        "operator-policies",
        "operator policy override",
        name,
        pattern,
        definition,
        priority,
        applyTo);
  }

  private void set(
      String kind,
      String what,
      String name,
      String pattern,
      String definition,
      int priority,
      String applyTo)
      throws CommandException {
    String vhost = vhost();
    console()
        .banner(
            "Setting %s \"%s\" for pattern \"%s\" to \"%s\" with priority \"%d\" for vhost \"%s\""
                + " ...",
            what, name, pattern, definition, priority, vhost);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("pattern", pattern);
    body.put("definition", parseObject("the definition", definition));
    body.put("priority", priority);
    body.put("apply-to", applyTo);
    try {
      api().put(ApiPath.of(kind, vhost, name), body);
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "Virtual host '%s' does not exist", vhost);
    }
  }

  @Command(name = "clear_policy")
  void clearPolicy(@Parameters(paramLabel = "NAME") String name) throws CommandException {
    clear("policies", "policy", name);
  }

  @Command(name = "clear_operator_policy")
  void clearOperatorPolicy(@Parameters(paramLabel = "NAME") String name) throws CommandException {
    clear("operator-policies", "operator policy", name);
  }

  private void clear(String kind, String what, String name) throws CommandException {
    console().banner("Clearing %s \"%s\" on vhost \"%s\" ...", what, name, vhost());
    try {
      api().delete(ApiPath.of(kind, vhost(), name));
    } catch (ApiException e) {
      throw missing(
          e, ExitCode.UNAVAILABLE, "There is no %s '%s' in vhost '%s'", what, name, vhost());
    }
  }

  @Command(name = "list_policies")
  void listPolicies() throws CommandException {
    console().banner("Listing policies for vhost \"%s\" ...", vhost());
    list("policies");
  }

  @Command(name = "list_operator_policies")
  void listOperatorPolicies() throws CommandException {
    console().banner("Listing operator policy overrides for vhost \"%s\" ...", vhost());
    list("operator-policies");
  }

  private void list(String kind) throws CommandException {
    try {
      console().rowsOrBlank(COLUMNS, api().list(ApiPath.of(kind, vhost())));
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "Virtual host '%s' does not exist", vhost());
    }
  }
}

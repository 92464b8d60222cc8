package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import io.warrenmq.cli.output.Shape;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runtime parameters, of a virtual host and of all. */
final class ParameterCommands extends CommandGroup {
  private static final List<Column> COLUMNS =
      List.of(Column.of("component"), Column.of("name"), Column.of("value", Shape.DOCUMENT));
  private static final List<Column> GLOBAL_COLUMNS = COLUMNS.subList(1, 3);

  ParameterCommands(Session session) {
    super(session);
  }

  @Command(name = "set_parameter")
  void setParameter(
      @Parameters(index = "0", paramLabel = "COMPONENT") String component,
      @Parameters(index = "1", paramLabel = "NAME") String name,
      @Parameters(index = "2", paramLabel = "VALUE", description = "JSON.") String value)
      throws CommandException {
    String vhost = vhost();
    console()
        .banner(
            "Setting runtime parameter \"%s\" for component \"%s\" to \"%s\" in vhost \"%s\" ...",
            name, component, value, vhost);
    api()
        .put(
            ApiPath.of("parameters", component, vhost, name),
            Map.of("value", parse("the value", value)));
  }

  @Command(name = "clear_parameter")
  void clearParameter(
      @Parameters(index = "0", paramLabel = "COMPONENT") String component,
      @Parameters(index = "1", paramLabel = "NAME") String name)
      throws CommandException {
    console()
        .banner(
            "Clearing runtime parameter \"%s\" for component \"%s\" on vhost \"%s\" ...",
            name, component, vhost());
    try {
      api().delete(ApiPath.of("parameters", component, vhost(), name));
    } catch (ApiException e) {
      throw missing(
          e,
          ExitCode.UNAVAILABLE,
          "There is no parameter '%s' of component '%s' in vhost '%s'",
          name,
          component,
          vhost());
    }
  }

  @Command(name = "list_parameters")
  void listParameters() throws CommandException {
    String vhost = vhost();
    console().banner("Listing runtime parameters for vhost \"%s\" ...", vhost);
    List<Map<String, Object>> all = api().list(ApiPath.of("parameters"));
    console()
        .rowsOrBlank(
            COLUMNS, all.stream().filter(row -> Json.text(row, "vhost").equals(vhost)).toList());
  }

  @Command(name = "set_global_parameter")
  void setGlobalParameter(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1", paramLabel = "VALUE", description = "JSON.") String value)
      throws CommandException {
    console().banner("Setting global runtime parameter \"%s\" to \"%s\" ...", name, value);
    api()
        .put(
            ApiPath.of("global-parameters", name),
            Json.object("name", name, "value", parse("the value", value)));
  }

  @Command(name = "clear_global_parameter")
  void clearGlobalParameter(@Parameters(paramLabel = "NAME") String name) throws CommandException {
    console().banner("Clearing global runtime parameter \"%s\" ...", name);
    try {
      api().delete(ApiPath.of("global-parameters", name));
    } catch (ApiException e) {
      throw missing(e, ExitCode.UNAVAILABLE, "There is no global parameter '%s'", name);
    }
  }

  @Command(name = "list_global_parameters")
  void listGlobalParameters() throws CommandException {
    console().banner("Listing global runtime parameters ...");
    console().rowsOrBlank(GLOBAL_COLUMNS, api().list(ApiPath.of("global-parameters")));
  }
}

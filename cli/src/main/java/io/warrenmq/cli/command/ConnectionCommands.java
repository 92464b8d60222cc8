package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Closes connections. */
final class ConnectionCommands extends CommandGroup {
  ConnectionCommands(Session session) {
    super(session);
  }

  @Command(name = "close_connection")
  void closeConnection(
      @Parameters(
              index = "0",
              paramLabel = "CONNECTION",
              description = "Its name, which list_connections pid and name show.")
          String connection,
      @Parameters(index = "1", paramLabel = "REASON", description = "What its client is told.")
          String reason)
      throws CommandException {
    console().banner("Closing connection %s, reason: %s...", connection, reason);
    if (!close(connection, reason)) {
      throw failed(ExitCode.UNAVAILABLE, "There is no connection '%s'", connection);
    }
  }

  /** False when it is gone already. */
  private boolean close(String connection, String reason) throws CommandException {
    try {
      api().delete(ApiPath.of("connections", connection), reason);
      return true;
    } catch (ApiException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  @Command(name = "close_all_connections")
  void closeAllConnections(
      @Option(
              names = "--per-connection-delay",
              defaultValue = "0",
              paramLabel = "MS",
              description = "Between two of them [0].")
          int delayMs,
      @Option(names = "--limit", defaultValue = "0", description = "At most as many [all].")
          int limit,
      @Option(names = "--global", description = "Those of all virtual hosts.") boolean all,
      @Parameters(paramLabel = "REASON", description = "What their clients are told.")
          String reason)
      throws CommandException {
    if (all) {
      console()
          .banner(
              "Closing all connections to node %s, reason: %s...", session().nodeName(), reason);
    } else {
      console().banner("Closing all connections in vhost %s, reason: %s...", vhost(), reason);
    }
    ApiPath path = all ? ApiPath.of("connections") : ApiPath.of("vhosts", vhost(), "connections");
    List<String> names = new ArrayList<>();
    try {
      for (Map<String, Object> row : api().list(only(path, Column.all("name")))) {
        names.add(Json.text(row, "name"));
      }
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "Virtual host '%s' does not exist", vhost());
    }
    int closed = 0;
    for (String name : names.subList(0, limit > 0 ? Math.min(limit, names.size()) : names.size())) {
      if (closed > 0 && delayMs > 0) {
        Pause.ms(delayMs);
      }
      closed += close(name, reason) ? 1 : 0;
    }
    console().message("Closed %d connections", closed);
  }

  @Command(name = "close_all_user_connections")
  void closeAllUserConnections(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(index = "1", paramLabel = "REASON", description = "What their clients are told.")
          @Nullable String reason)
      throws CommandException {
    String why = reason == null ? "" : reason;
    console().banner("Closing connections of user %s, reason: %s...", user, why);
    try {
      api().delete(ApiPath.of("connections", "username", user), why);
    } catch (ApiException e) {
      if (e.status() != 404) { // rabbitmqctl does not mind either
        throw e;
      }
    }
  }
}

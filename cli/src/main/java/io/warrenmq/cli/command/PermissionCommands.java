package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What users may do in virtual hosts, by regular expressions. */
final class PermissionCommands extends CommandGroup {
  private static final String CONFIGURE = "What it may declare and delete, a regular expression.";
  private static final String WRITE = "What it may publish to and bind, a regular expression.";
  private static final String READ = "What it may consume and bind from, a regular expression.";

  PermissionCommands(Session session) {
    super(session);
  }

  @Command(name = "set_permissions")
  void setPermissions(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(index = "1", paramLabel = "CONFIGURE", description = CONFIGURE) String configure,
      @Parameters(index = "2", paramLabel = "WRITE", description = WRITE) String write,
      @Parameters(index = "3", paramLabel = "READ", description = READ) String read)
      throws CommandException {
    String vhost = vhost();
    console().banner("Setting permissions for user \"%s\" in vhost \"%s\" ...", user, vhost);
    put(vhost, user, configure, write, read);
  }

  @Command(name = "set_permissions_globally")
  void setPermissionsGlobally(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(index = "1", paramLabel = "CONFIGURE", description = CONFIGURE) String configure,
      @Parameters(index = "2", paramLabel = "WRITE", description = WRITE) String write,
      @Parameters(index = "3", paramLabel = "READ", description = READ) String read)
      throws CommandException {
    console().banner("Setting permissions for user \"%s\" in all virtual hosts ...", user);
    for (Map<String, Object> vhost : api().list(ApiPath.of("vhosts").with("columns", "name"))) {
      put(Json.text(vhost, "name"), user, configure, write, read);
    }
  }

  private void put(String vhost, String user, String configure, String write, String read)
      throws CommandException {
    Map<String, Object> body = Json.object("configure", configure, "write", write);
    body.put("read", read);
    try {
      api().put(ApiPath.of("permissions", vhost, user), body);
    } catch (ApiException e) {
      throw which(e, vhost, user);
    }
  }

  /** The API says that one of the two is not there; this, which. */
  private CommandException which(ApiException refusal, String vhost, String user)
      throws CommandException {
    if (refusal.status() != 404 && !refusal.reason().contains("not_found")) {
      return refusal;
    }
    if (!exists(ApiPath.of("vhosts", vhost))) {
      return failed(ExitCode.UNAVAILABLE, "Virtual host %s does not exist", vhost);
    }
    if (!exists(ApiPath.of("users", user))) {
      return failed(ExitCode.NO_USER, "User %s does not exist", user);
    }
    return refusal;
  }

  private boolean exists(ApiPath path) throws CommandException {
    try {
      api().get(path);
      return true;
    } catch (ApiException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  @Command(name = "clear_permissions")
  void clearPermissions(@Parameters(paramLabel = "USER") String user) throws CommandException {
    console().banner("Clearing permissions for user \"%s\" in vhost \"%s\" ...", user, vhost());
    clear(ApiPath.of("permissions", vhost(), user));
  }

  private void clear(ApiPath path) throws CommandException {
    try {
      api().delete(path);
    } catch (ApiException e) {
      if (e.status() != 404) { // rabbitmqctl does not mind either
        throw e;
      }
    }
  }

  @Command(name = "list_permissions")
  void listPermissions() throws CommandException {
    console().banner("Listing permissions for vhost \"%s\" ...", vhost());
    console().rowsOrBlank(Column.all("user", "configure", "write", "read"), ofVhost("permissions"));
  }

  private List<Map<String, Object>> ofVhost(String what) throws CommandException {
    try {
      return api().list(ApiPath.of("vhosts", vhost(), what));
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "Virtual host '%s' does not exist", vhost());
    }
  }

  private List<Map<String, Object>> ofUser(String user, String what) throws CommandException {
    try {
      return api().list(ApiPath.of("users", user, what));
    } catch (ApiException e) {
      throw missing(e, ExitCode.NO_USER, "User \"%s\" does not exist", user);
    }
  }

  @Command(name = "list_user_permissions")
  void listUserPermissions(@Parameters(paramLabel = "USER") String user) throws CommandException {
    console().banner("Listing permissions for user \"%s\" ...", user);
    console()
        .rowsOrBlank(
            Column.all("vhost", "configure", "write", "read"), ofUser(user, "permissions"));
  }

  @Command(name = "set_topic_permissions")
  void setTopicPermissions(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(index = "1", paramLabel = "EXCHANGE") String exchange,
      @Parameters(
              index = "2",
              paramLabel = "WRITE",
              description = "Routing keys it may publish with.")
          String write,
      @Parameters(index = "3", paramLabel = "READ", description = "Routing keys it may bind with.")
          String read)
      throws CommandException {
    String vhost = vhost();
    console()
        .banner(
            "Setting topic permissions on \"%s\" for user \"%s\" in vhost \"%s\" ...",
            exchange, user, vhost);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("exchange", exchange);
    body.put("write", write);
    body.put("read", read);
    try {
      api().put(ApiPath.of("topic-permissions", vhost, user), body);
    } catch (ApiException e) {
      throw which(e, vhost, user);
    }
  }

  @Command(name = "clear_topic_permissions")
  void clearTopicPermissions(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(index = "1", arity = "0..1", paramLabel = "EXCHANGE") @Nullable String exchange)
      throws CommandException {
    if (exchange == null) {
      console()
          .banner("Clearing topic permissions for user \"%s\" in vhost \"%s\" ...", user, vhost());
      clear(ApiPath.of("topic-permissions", vhost(), user));
    } else {
      console()
          .banner(
              "Clearing topic permissions on \"%s\" for user \"%s\" in vhost \"%s\" ...",
              exchange, user, vhost());
      clear(ApiPath.of("topic-permissions", vhost(), user, exchange));
    }
  }

  @Command(name = "list_topic_permissions")
  void listTopicPermissions() throws CommandException {
    console().banner("Listing topic permissions for vhost \"%s\" ...", vhost());
    console()
        .rowsOrBlank(Column.all("user", "exchange", "write", "read"), ofVhost("topic-permissions"));
  }

  @Command(name = "list_user_topic_permissions")
  void listUserTopicPermissions(@Parameters(paramLabel = "USER") String user)
      throws CommandException {
    console().banner("Listing topic permissions for user \"%s\" ...", user);
    console()
        .rowsWithoutHeads(
            Column.all("vhost", "exchange", "write", "read"), ofUser(user, "topic-permissions"));
  }
}

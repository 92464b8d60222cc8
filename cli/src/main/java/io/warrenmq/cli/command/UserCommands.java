package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import io.warrenmq.cli.output.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Users of the broker's own list, and their limits. */
final class UserCommands extends CommandGroup {
  private static final List<Column> COLUMNS = List.of(Column.of("user", "name"), Column.of("tags"));
  private static final List<Column> LIMITS =
      List.of(Column.of("user"), new Column("limits", "value", Shape.DOCUMENT));
  private static final int SALT_BYTES = 4;

  UserCommands(Session session) {
    super(session);
  }

  @Command(name = "list_users")
  void listUsers() throws CommandException {
    console().banner("Listing users ...");
    console().rows(COLUMNS, api().list(only(ApiPath.of("users"), COLUMNS)));
  }

  @Command(name = "add_user")
  void addUser(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "PASSWORD",
              description = "Read from standard input when absent.")
          @Nullable String argument,
      @Option(
              names = "--pre-hashed-password",
              description = "What is given is a password's hash, in base64.")
          boolean isHash)
      throws CommandException {
    console().banner("Adding user \"%s\" ...", user);
    String password = secret(argument, "Password");
    if (find(user) != null) {
      throw failed(ExitCode.SOFTWARE, "User \"%s\" already exists", user);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(isHash ? "password_hash" : "password", password);
    body.put("tags", "");
    api().put(ApiPath.of("users", user), body);
    console()
        .done(
            "Done. Don't forget to grant the user permissions to some virtual hosts!"
                + " See 'warrenctl help set_permissions' to learn more.");
  }

  @Command(name = "delete_user")
  void deleteUser(@Parameters(paramLabel = "USER") String user) throws CommandException {
    console().banner("Deleting user \"%s\" ...", user);
    try {
      api().delete(ApiPath.of("users", user));
    } catch (ApiException e) {
      if (e.status() != 404) { // rabbitmqctl does not mind either
        throw e;
      }
    }
  }

  @Command(name = "change_password")
  void changePassword(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "PASSWORD",
              description = "Read from standard input when absent.")
          @Nullable String argument,
      @Option(
              names = "--pre-hashed-password",
              description = "What is given is a password's hash, in base64.")
          boolean isHash)
      throws CommandException {
    console().banner("Changing password for user \"%s\" ...", user);
    String password = secret(argument, "Password");
    Map<String, Object> now = require(user);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(isHash ? "password_hash" : "password", password);
    body.put("tags", Json.get(now, "tags"));
    api().put(ApiPath.of("users", user), body);
  }

  @Command(name = "clear_password")
  void clearPassword(@Parameters(paramLabel = "USER") String user) throws CommandException {
    console().banner("Clearing password for user \"%s\" ...", user);
    Map<String, Object> now = require(user);
    api()
        .put(
            ApiPath.of("users", user),
            Json.object("password_hash", "", "tags", Json.get(now, "tags")));
  }

  @Command(name = "set_user_tags")
  void setUserTags(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(index = "1..*", paramLabel = "TAG") @Nullable List<String> tags)
      throws CommandException {
    List<String> words = Lists.of(tags);
    console().banner("Setting tags for user \"%s\" to [%s] ...", user, String.join(", ", words));
    Map<String, Object> now = require(user);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("password_hash", Json.text(now, "password_hash"));
    if (!Json.text(now, "hashing_algorithm").isEmpty()) {
      body.put("hashing_algorithm", Json.text(now, "hashing_algorithm"));
    }
    body.put("tags", String.join(",", words));
    api().put(ApiPath.of("users", user), body);
  }

  @Command(name = "authenticate_user")
  void authenticateUser(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "PASSWORD",
              description = "Read from standard input when absent.")
          @Nullable String argument)
      throws CommandException {
    console().banner("Authenticating user \"%s\" ...", user);
    String password = secret(argument, "Password");
    ApiClient somebody = new ApiClient(session().settings().target().as(user, password));
    try {
      somebody.get(ApiPath.of("whoami"));
    } catch (ApiException e) {
      // The password is looked at before the tags, so who lacks those has shown who it is.
      boolean isKnown = e.status() == 401 && e.reason().startsWith("Not management user");
      if (e.status() == 401 && !isKnown) {
        throw failed(
            ExitCode.DATA, "failed to authenticate user \"%s\": invalid credentials", user);
      }
      if (!isKnown) {
        throw e;
      }
    }
    console().message("Success");
  }

  @Command(name = "hash_password")
  void hashPassword(
      @Parameters(
              arity = "0..1",
              paramLabel = "PASSWORD",
              description = "Read from standard input when absent.")
          @Nullable String argument)
      throws CommandException {
    byte[] password = secret(argument, "Password").getBytes(StandardCharsets.UTF_8);
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(salt);
      byte[] sum = sha.digest(password);
      byte[] hash = new byte[SALT_BYTES + sum.length];
      System.arraycopy(salt, 0, hash, 0, SALT_BYTES);
      System.arraycopy(sum, 0, hash, SALT_BYTES, sum.length);
      console().message("%s", Base64.getEncoder().encodeToString(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java runtime has it
    }
  }

  @Command(name = "set_user_limits")
  void setUserLimits(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(
              index = "1",
              paramLabel = "LIMITS",
              description = "JSON, such as {\"max-connections\": 10, \"max-channels\": 100}.")
          String limits)
      throws CommandException {
    console().banner("Setting user limits to \"%s\" for user \"%s\" ...", limits, user);
    Map<String, Object> wanted = parseObject("what is given as limits", limits);
    require(user);
    for (Map.Entry<String, Object> limit : wanted.entrySet()) {
      api().put(ApiPath.of("user-limits", user, limit.getKey()), Map.of("value", limit.getValue()));
    }
  }

  @Command(name = "clear_user_limits")
  void clearUserLimits(
      @Parameters(index = "0", paramLabel = "USER") String user,
      @Parameters(index = "1", paramLabel = "LIMIT", description = "Which; all of them: all.")
          String limit)
      throws CommandException {
    boolean all = limit.equals("all");
    if (all) {
      console().banner("Clearing all limits for user \"%s\" ...", user);
    } else {
      console().banner("Clearing \"%s\" limit for user \"%s\" ...", limit, user);
    }
    for (String name : limits(user).keySet()) {
      if (all || name.equals(limit)) {
        api().delete(ApiPath.of("user-limits", user, name));
      }
    }
  }

  @Command(name = "list_user_limits")
  void listUserLimits(
      @Option(names = "--user", paramLabel = "USER", description = "Whose [guest].")
          @Nullable String option,
      @Option(names = "--global", description = "Those of all users.") boolean all)
      throws CommandException {
    if (all) {
      console().banner("Listing limits for all users ...");
      console().rowsOrBlank(LIMITS, api().list(ApiPath.of("user-limits")));
      return;
    }
    String user = option == null ? "guest" : option;
    console().banner("Listing limits for user \"%s\" ...", user);
    console().message("%s", Json.write(limits(user)));
  }

  private Map<String, Object> limits(String user) throws CommandException {
    Map<String, Object> limits = new LinkedHashMap<>();
    try {
      for (Map<String, Object> entry : api().list(ApiPath.of("user-limits", user))) {
        limits.putAll(Json.object(Json.get(entry, "value")));
      }
    } catch (ApiException e) {
      throw missing(e, ExitCode.NO_USER, "User \"%s\" does not exist", user);
    }
    return limits;
  }

  private @Nullable Map<String, Object> find(String user) throws CommandException {
    try {
      return api().object(ApiPath.of("users", user));
    } catch (ApiException e) {
      if (e.status() == 404) {
        return null;
      }
      throw e;
    }
  }

  private Map<String, Object> require(String user) throws CommandException {
    Map<String, Object> found = find(user);
    if (found == null) {
      throw failed(ExitCode.NO_USER, "User \"%s\" does not exist", user);
    }
    return found;
  }
}

package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.Target;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which broker is meant, by options, environment and configuration file. An option wins, then comes
 * the node that {@code --node} names, the environment, and the file's node {@code default}.
 */
final class Settings {
  static final int TIMEOUT_SECONDS = 60;
  private static final int PORT = 15672;
  private static final int TLS_PORT = 15671;

  private final GlobalOptions options;
  private final Map<String, String> environment;
  private final Map<String, String> node; // the one named, or none
  private final Map<String, String> fallback; // the file's default node

  private Settings(
      GlobalOptions options,
      Map<String, String> environment,
      Map<String, String> node,
      Map<String, String> fallback) {
    this.options = options;
    this.environment = environment;
    this.node = node;
    this.fallback = fallback;
  }

  static Settings of(GlobalOptions options, Map<String, String> environment)
      throws CommandException {
    String named = environment.get("WARRENCTL_CONFIG");
    Path option = options.config != null ? options.config : named == null ? null : Path.of(named);
    Path file = option != null ? option : defaultFile(environment);
    NodeFile nodes = NodeFile.read(file, option != null);
    String name = options.node != null ? options.node : environment.get("WARRENCTL_NODE");
    Map<String, String> node = Map.of();
    if (name != null) {
      node = nodes.node(name);
      if (!nodes.has(name)) {
        // As rabbitmqctl names nodes.
        int at = name.indexOf('@');
        if (at < 0) {
          throw new CommandException(
              ExitCode.CONFIG,
              Nearest.unknown("node", name, nodes.names())
                  + " in "
                  + file
                  + "; add it there, or use --url");
        }
        node = Map.of("hostname", name.substring(at + 1));
      }
    }
    return new Settings(options, environment, node, nodes.node("default"));
  }

  private static Path defaultFile(Map<String, String> environment) {
    String config = environment.get("XDG_CONFIG_HOME");
    Path folder =
        config != null && !config.isEmpty()
            ? Path.of(config)
            : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config");
    return folder.resolve("warrenctl.conf");
  }

  /** Null when nobody says. */
  private @Nullable String find(@Nullable String option, String variable, String key) {
    if (option != null) {
      return option;
    }
    String value = node.get(key);
    if (value == null) {
      value = variable.isEmpty() ? null : environment.get(variable);
    }
    return value != null ? value : fallback.get(key);
  }

  private String find(@Nullable String option, String variable, String key, String otherwise) {
    String found = find(option, variable, key);
    return found == null ? otherwise : found;
  }

  /** Whether a virtual host is named anywhere. */
  boolean hasVhost() {
    return find(options.vhost, "WARRENCTL_VHOST", "vhost") != null;
  }

  String vhost() {
    return find(options.vhost, "WARRENCTL_VHOST", "vhost", "/");
  }

  int timeoutSeconds() throws CommandException {
    String text =
        find(
            options.timeout == null ? null : String.valueOf(options.timeout),
            "",
            "request_timeout");
    if (text == null) {
      return TIMEOUT_SECONDS;
    }
    try {
      int seconds = Integer.parseInt(text);
      if (seconds > 0 && seconds <= 86_400) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new CommandException(
        ExitCode.USAGE, "a time-out is 1 to 86400 seconds, and not '" + text + "'");
  }

  Target target() throws CommandException {
    URI url = url();
    String[] login = login(url);
    String cacert =
        find(
            options.cacert == null ? null : options.cacert.toString(),
            "WARRENCTL_CACERT",
            "ssl_ca_cert_file");
    boolean insecure =
        options.insecure || Boolean.parseBoolean(find(null, "", "ssl_insecure", "false"));
    return new Target(
        withoutLogin(url),
        login.length > 0 ? login[0] : find(options.user, "WARRENCTL_USER", "username", "guest"),
        login.length > 1 && options.password == null && options.passwordFile == null
            ? login[1]
            : password(),
        cacert == null ? null : Path.of(cacert),
        insecure,
        Duration.ofSeconds(timeoutSeconds()));
  }

  private String password() throws CommandException {
    Path file = options.passwordFile;
    if (options.password == null && file != null) {
      try {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "" : lines.get(0);
      } catch (IOException e) {
        throw new CommandException(
            ExitCode.NO_INPUT, "cannot read the password from " + file + ": " + e);
      }
    }
    return find(options.password, "WARRENCTL_PASSWORD", "password", "guest");
  }

  private URI url() throws CommandException {
    String given = options.url != null ? options.url : node.get("url");
    if (given == null && !node.containsKey("hostname")) {
      given = environment.get("WARRENCTL_URL");
      given = given != null ? given : fallback.get("url");
    }
    return checked(given != null ? given : urlOfParts());
  }

  private String urlOfParts() {
    Map<String, String> parts = node.containsKey("hostname") ? node : fallback;
    boolean isTls = Boolean.parseBoolean(parts.getOrDefault("ssl", "false"));
    String host = parts.getOrDefault("hostname", "127.0.0.1");
    String port = parts.getOrDefault("port", String.valueOf(isTls ? TLS_PORT : PORT));
    return (isTls ? "https://" : "http://")
        + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
        + ":"
        + port
        + parts.getOrDefault("path_prefix", "");
  }

  static URI checked(String text) throws CommandException {
    try {
      String whole = text.contains("://") ? text : "http://" + text;
      whole = whole.replaceFirst("/+(api/*)?$", "");
      URI url = new URI(whole);
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isHttp && url.getHost() != null && url.getQuery() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new CommandException(
        ExitCode.USAGE,
        "'" + text + "' is no --url; write http://HOST:15672 or https://HOST:15671");
  }

  private static String[] login(URI url) {
    String info = url.getUserInfo();
    return info == null ? new String[0] : info.split(":", 2);
  }

  private static URI withoutLogin(URI url) throws CommandException {
    try {
      return new URI(
          url.getScheme(), null, url.getHost(), url.getPort(), url.getPath(), null, null);
    } catch (URISyntaxException e) {
      throw new CommandException(ExitCode.USAGE, "'" + url.getHost() + "' is no host");
    }
  }
}

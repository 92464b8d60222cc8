package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of the program: what was asked for, and who is asked. Reads the options when used. */
public final class Session {
  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintWriter out;
  private final PrintWriter err;
  private final GlobalOptions options = new GlobalOptions();

  private @Nullable Settings settings;
  private @Nullable Console console;
  private @Nullable ApiClient api;
  private @Nullable String node;

  public Session(
      Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** The options of every command, for picocli to fill in. */
  GlobalOptions options() {
    return options;
  }

  InputStream in() {
    return in;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  Settings settings() throws CommandException {
    if (settings == null) {
      settings = Settings.of(options, environment);
    }
    return settings;
  }

  Console console() {
    if (console == null) {
      boolean hasHeaders = !options.silent && !options.noTableHeaders;
      console =
          new Console(out, err, options.format(), options.quiet || options.silent, hasHeaders);
    }
    return console;
  }

  ApiClient api() throws CommandException {
    if (api == null) {
      api = new ApiClient(settings().target());
    }
    return api;
  }

  /** The broker's name of itself. */
  String nodeName() throws CommandException {
    if (node == null) {
      node = Json.text(api().object(ApiPath.of("overview").with("columns", "node")), "node");
    }
    return node;
  }
}

package io.warrenmq.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiClient;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import io.warrenmq.cli.output.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the groups of commands have in common. A command is a method, named as it is in camels. */
abstract class CommandGroup {
  private final Session session;

  CommandGroup(Session session) {
    this.session = session;
  }

  final Session session() {
    return session;
  }

  final Console console() {
    return session.console();
  }

  final ApiClient api() throws CommandException {
    return session.api();
  }

  final String vhost() throws CommandException {
    return session.settings().vhost();
  }

  static CommandException usage(String text) {
    return new CommandException(ExitCode.USAGE, text);
  }

  static CommandException failed(int exitCode, String text, Object... values) {
    return new CommandException(exitCode, text.formatted(values));
  }

  /** The refusal itself, unless it is that something is not there: then with these words. */
  static CommandException missing(
      ApiException refusal, int exitCode, String text, Object... values) {
    return refusal.status() == 404 ? failed(exitCode, text, values) : refusal;
  }

  /** What an argument holds. */
  static Object parse(String what, String text) throws CommandException {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      throw failed(ExitCode.DATA, "%s is no JSON: %s", what, e.getOriginalMessage());
    }
  }

  static Map<String, Object> parseObject(String what, String text) throws CommandException {
    if (parse(what, text) instanceof Map<?, ?> object) {
      return Json.object(object);
    }
    throw failed(ExitCode.DATA, "%s is no JSON object such as {\"key\": 1}", what);
  }

  /** The columns asked for, or those of the default; words may name several, apart by commas. */
  static List<Column> columns(List<Column> known, List<String> asked, String... defaults)
      throws CommandException {
    List<String> names = new ArrayList<>();
    for (String word : asked) {
      for (String name : word.split("[,\\s]+", -1)) {
        if (!name.isEmpty() && !names.contains(name)) {
          names.add(name);
        }
      }
    }
    Map<String, Column> byName = new LinkedHashMap<>();
    known.forEach(column -> byName.put(column.name(), column));
    List<Column> columns = new ArrayList<>();
    for (String name : names.isEmpty() ? List.of(defaults) : names) {
      Column column = byName.get(name);
      if (column == null) {
        throw usage(
            Nearest.unknown("column", name, byName.keySet())
                + " There are: "
                + String.join(", ", byName.keySet()));
      }
      columns.add(column);
    }
    return columns;
  }

  /** The path, with the members that the columns need. */
  static ApiPath only(ApiPath path, List<Column> columns) {
    return path.with(
        "columns", columns.stream().map(Column::field).distinct().collect(Collectors.joining(",")));
  }

  /** A vhost's exchange as the API calls it: the default one has no name. */
  static String exchangeSegment(String exchange) {
    return exchange.isEmpty() ? "amq.default" : exchange;
  }

  /** The argument, or a line of standard input. */
  final String secret(@Nullable String argument, String prompt) throws CommandException {
    if (argument != null) {
      return argument;
    }
    java.io.Console terminal = System.console();
    if (terminal != null && isTerminal(terminal)) {
      char[] typed = terminal.readPassword("%s: ", prompt);
      if (typed != null) {
        return new String(typed);
      }
    } else {
      try {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(session.in(), Charset.defaultCharset()));
        String line = in.readLine();
        if (line != null) {
          return line;
        }
      } catch (IOException e) {
        throw failed(ExitCode.NO_INPUT, "cannot read a password from standard input: %s", e);
      }
    }
    throw usage("give a password, as an argument or on standard input");
  }

  /** Since Java 22 there may be a console where there is no terminal, and it can tell. */
  private static boolean isTerminal(java.io.Console console) {
    try {
      return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}

package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Finds the command among the arguments and runs it. Only that one is built, as the annotations of
 * all take picocli longer than the command itself.
 */
public final class Program {
  private static final String NAME = "warrenctl";

  /** Global options whose value is the next argument: none of those is the command. */
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--url",
          "-u",
          "--user",
          "--username",
          "--password",
          "--password-file",
          "-p",
          "--vhost",
          "-n",
          "--node",
          "--config",
          "--formatter",
          "-t",
          "--timeout",
          "--cacert");

  private final Session session;
  private final String version;

  /**
   * A program.
   *
   * @param version of this build
   */
  public Program(Session session, String version) {
    this.session = session;
    this.version = version;
  }

  /** Runs a command; its exit code. */
  public int run(String... arguments) {
    List<String> rest = new ArrayList<>(List.of(arguments));
    int at = commandIndex(rest);
    if (at < 0) {
      return withoutCommand(rest);
    }
    String name = rest.remove(at);
    return switch (name) {
      case "help" -> help(rest);
      case "version" -> version("");
      case "completion" -> completion(rest);
      case "store" ->
          fail(ExitCode.USAGE, "'store' comes first, and takes no options for the HTTP API");
      default -> command(name, rest);
    };
  }

  /** Below 0 when there is none. */
  private static int commandIndex(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-")) {
        return i;
      }
      if (WITH_VALUE.contains(argument)) {
        i++;
      }
    }
    return -1;
  }

  private int withoutCommand(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h") || arguments.contains("-?")) {
      return help(List.of());
    }
    if (arguments.contains("--version") || arguments.contains("-V")) {
      return version("WarrenMQ ");
    }
    usage(session.err());
    return fail(ExitCode.USAGE, "name a command; 'warrenctl help' lists them");
  }

  private int version(String before) {
    session.out().println(before + version);
    return ExitCode.OK;
  }

  private static void usage(PrintWriter to) {
    to.println("Usage: warrenctl [OPTION]... COMMAND [ARGUMENT]...");
  }

  private int help(List<String> arguments) {
    PrintWriter out = session.out();
    if (!arguments.isEmpty()) {
      String name = arguments.get(0);
      CommandTable.Entry entry = CommandTable.find(name);
      if (entry == null) {
        return fail(ExitCode.USAGE, CommandTable.unknown(name));
      }
      if (entry.group() == null) {
        out.println(entry.summary());
      } else {
        commandLine(entry).usage(out);
      }
      return ExitCode.OK;
    }
    usage(out);
    out.println();
    out.println("Asks a broker over its HTTP API. Commands:");
    CommandTable.lines().forEach(out::println);
    out.println();
    out.println("'warrenctl help COMMAND' says what a command takes, options for all included.");
    return ExitCode.OK;
  }

  private int completion(List<String> arguments) {
    String shell = arguments.isEmpty() ? "bash" : arguments.get(0);
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      return fail(ExitCode.USAGE, "completion is for bash or zsh, and not for '" + shell + "'");
    }
    CommandLine root = new CommandLine(CommandSpec.create().name(NAME));
    for (CommandTable.Entry entry : CommandTable.all()) {
      root.addSubcommand(
          entry.name(),
          entry.group() == null
              ? new CommandLine(CommandSpec.create().name(entry.name()))
              : commandLine(entry));
    }
    // The script serves both: it turns zsh's bashcompinit on.
    session.out().println(AutoComplete.bash(NAME, root));
    return ExitCode.OK;
  }

  private int command(String name, List<String> arguments) {
    CommandTable.Entry entry = CommandTable.find(name);
    if (entry == null || entry.group() == null) {
      return fail(ExitCode.USAGE, CommandTable.unknown(name));
    }
    return commandLine(entry).execute(arguments.toArray(String[]::new));
  }

  /** The command, with the options of all. */
  CommandLine commandLine(CommandTable.Entry entry) {
    Class<? extends CommandGroup> group = entry.group();
    assert group != null;
    Method method = method(group, entry.method());
    CommandLine commandLine = new CommandLine(method, new Groups(session));
    CommandSpec spec = commandLine.getCommandSpec();
    spec.name(NAME + " " + entry.name());
    spec.usageMessage()
        .description(entry.summary() + ".")
        .sortOptions(false)
        .abbreviateSynopsis(true);
    addGlobalOptions(spec);
    return commandLine
        .setExpandAtFiles(false) // a user may be called @anybody
        .setUnmatchedOptionsArePositionalParams(entry.takesWords())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(session.out())
        .setErr(session.err())
        .setParameterExceptionHandler((error, line) -> wrongUsage(error))
        .setExecutionExceptionHandler((failure, line, result) -> explain(failure));
  }

  private static Method method(Class<? extends CommandGroup> group, String name) {
    for (Method method : group.getDeclaredMethods()) {
      if (method.getName().equals(name) && method.isAnnotationPresent(CommandLine.Command.class)) {
        return method;
      }
    }
    throw new IllegalStateException(group + " has no command " + name);
  }

  /** All that the command does not have itself, as {@code list_user_limits --user} is its own. */
  private void addGlobalOptions(CommandSpec spec) {
    for (OptionSpec option : CommandSpec.forAnnotatedObject(session.options()).options()) {
      List<String> names = new ArrayList<>(List.of(option.names()));
      names.removeIf(spec.optionsMap()::containsKey);
      if (!names.isEmpty()) {
        spec.addOption(option.toBuilder().names(names.toArray(String[]::new)).build());
      }
    }
  }

  private int wrongUsage(ParameterException error) {
    CommandLine commandLine = error.getCommandLine();
    String usage = commandLine.getHelp().synopsis(0).strip().replaceAll("\\s*\\R\\s*", " ");
    return fail(
        ExitCode.USAGE,
        "Error (argument validation): ",
        "%s Usage: %s"
            .formatted(
                sentence(String.valueOf(error.getMessage())), usage.isEmpty() ? NAME : usage));
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private int explain(Exception failure) throws Exception {
    if (failure instanceof CommandException expected) {
      return fail(expected.exitCode(), expected.line());
    }
    session.out().flush();
    session.err().println("Error: this should not have happened");
    failure.printStackTrace(session.err());
    return ExitCode.SOFTWARE;
  }

  private int fail(int code, String line) {
    return fail(code, "Error: ", line);
  }

  private int fail(int code, String before, String line) {
    session.out().flush();
    session.err().println(before + line);
    return code;
  }

  /** Makes the group whose method a command is. */
  private record Groups(Session session) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (!CommandGroup.class.isAssignableFrom(type)) {
        return CommandLine.defaultFactory().create(type);
      }
      try {
        return type.getDeclaredConstructor(Session.class).newInstance(session);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}

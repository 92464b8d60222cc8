package io.warrenmq.server.cli;

import io.warrenmq.core.repair.DiskFailure;
import io.warrenmq.server.boot.Launcher;
import io.warrenmq.server.boot.StartException;
import io.warrenmq.server.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The entry point of {@code bin/warrenctl store}; what asks a running broker is a module of its
 * own, which sees nothing of the broker's code. Exit codes: 0 when all is well, 1 when something
 * was found that is not, 2 when nothing was done: wrong usage, a folder that is in use or not
 * there.
 */
@Command(
    name = "warrenctl",
    description = "Looks after a WarrenMQ broker.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = Warrenctl.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = StoreCommands.class)
public final class Warrenctl {
  static final int FOUND = 1;
  static final int NOT_DONE = CommandLine.ExitCode.USAGE;

  private Warrenctl() {}

  /** Runs a command, and ends the process. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // Scripts read the same everywhere.
    // The locale's, as everything else in a terminal: the default charset is UTF-8 since Java 18.
    Charset charset = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
    int code =
        run(
            System.getenv(),
            new PrintWriter(System.out, true, charset),
            new PrintWriter(System.err, true, charset),
            arguments);
    System.exit(code);
  }

  /**
   * Runs a command.
   *
   * @param environment the process's environment
   * @return the exit code
   */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Warrenctl(), new Factory(environment))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Warrenctl::explain)
        .execute(arguments);
  }

  /** What the operator can do something about is a line, everything else a bug with its place. */
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    PrintWriter err = command.getErr();
    if (failure instanceof StartException
        || failure instanceof ConfigException
        || failure instanceof IOException) {
      err.println("warrenctl: " + text(failure));
    } else {
      err.println("warrenctl: this should not have happened");
      failure.printStackTrace(err);
    }
    return NOT_DONE;
  }

  private static String text(Exception failure) {
    return failure instanceof IOException error
        ? DiskFailure.text(error)
        : String.valueOf(failure.getMessage());
  }

  /** The version of this build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"WarrenMQ " + Launcher.version()};
    }
  }

  /** Makes commands, and hands them the environment. */
  private record Factory(Map<String, String> environment) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == StoreCommands.class
          ? type.cast(new StoreCommands(environment))
          : CommandLine.defaultFactory().create(type);
    }
  }
}

package io.warrenmq.server.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line. Immutable.
 *
 * @param config the file of {@code --config}; {@code null} when it was not given
 * @param dataDir the folder of {@code --data-dir}; {@code null} when it was not given
 * @param assignments the {@code KEY=VALUE} of each {@code --set}, in order
 */
public record CommandLine(@Nullable Path config, @Nullable Path dataDir, List<String> assignments) {
  /**
   * Reads the arguments: {@code --option VALUE} or {@code --option=VALUE}.
   *
   * @throws StartException when one is not known or has no value
   */
  public static CommandLine parse(List<String> arguments) throws StartException {
    Path config = null;
    Path dataDir = null;
    List<String> assignments = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String option = equals < 0 ? argument : argument.substring(0, equals);
      switch (option) {
        case "--config" -> config = Path.of(value(option, argument, equals, rest));
        case "--data-dir" -> dataDir = Path.of(value(option, argument, equals, rest));
        case "--set" -> assignments.add(value(option, argument, equals, rest));
        default ->
            throw new StartException(
                "unknown argument '%s'; known are --config FILE, --data-dir DIR and --set KEY=VALUE"
                    .formatted(argument));
      }
    }
    return new CommandLine(config, dataDir, List.copyOf(assignments));
  }

  private static String value(String option, String argument, int equals, Iterator<String> rest)
      throws StartException {
    String value = equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
    if (value.isEmpty()) {
      throw new StartException(option + " needs a value");
    }
    return value;
  }
}

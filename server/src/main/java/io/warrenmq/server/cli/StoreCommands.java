package io.warrenmq.server.cli;

import io.warrenmq.core.repair.StoreRepair;
import io.warrenmq.core.repair.StoreSurvey;
import io.warrenmq.server.boot.DataFolder;
import io.warrenmq.server.boot.DataLock;
import io.warrenmq.server.boot.StartException;
import io.warrenmq.server.config.ConfigException;
import io.warrenmq.server.loop.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code warrenctl store}: looks after the data folder of a broker that is stopped. */
@Command(
    name = "store",
    description = "Looks after the data folder of a broker that is stopped.",
    synopsisSubcommandLabel = "COMMAND")
final class StoreCommands {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String DATA_DIR_TEXT =
      "The data folder [the one of this distribution's configuration, WARREN_DATA_DIR, or data].";

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  StoreCommands(Map<String, String> environment) {
    this.environment = environment;
  }

  @Command(
      name = "check",
      description = {
        "Reads all that is kept, changes nothing, and lists what is wrong.",
        "Exit code: 0 when it is sound, 1 when it is damaged, 2 when it could not be checked."
      })
  int check(
      @Option(names = "--data-dir", paramLabel = "DIR", description = DATA_DIR_TEXT)
          @Nullable Path option)
      throws IOException, StartException, ConfigException {
    Path dataDir = dataDir(option);
    DataLock lock = DataLock.acquireForReading(dataDir);
    try {
      StoreSurvey survey = StoreSurvey.of(dataDir);
      new StoreReport(out()).print(dataDir, survey);
      return survey.isSound() ? 0 : Warrenctl.FOUND;
    } finally {
      lock.close();
    }
  }

  @Command(
      name = "repair",
      description = {
        "Copies the data folder to a quarantine folder, then makes it sound with what can be read.",
        "Exit code: 0 when nothing is lost, 1 when something is, 2 when it was not done."
      })
  int repair(
      @Option(names = "--data-dir", paramLabel = "DIR", description = DATA_DIR_TEXT)
          @Nullable Path option,
      @Option(
              names = "--quarantine",
              paramLabel = "DIR",
              description =
                  "Where the copy goes; must not exist, or be the copy of a repair that was ended"
                      + " [DATA-DIR.quarantine-TIME, beside it].")
          @Nullable Path quarantineOption)
      throws IOException, StartException, ConfigException {
    Path dataDir = dataDir(option);
    DataLock lock = DataLock.acquire(dataDir);
    try {
      RepairReport report = new RepairReport(out());
      if (StoreRepair.finish(dataDir)) {
        report.completed();
      }
      StoreSurvey found = StoreSurvey.of(dataDir);
      if (found.isSound()) {
        report.nothingToDo(dataDir);
        return 0;
      }
      Path quarantine = quarantineOption == null ? defaultQuarantine(dataDir) : quarantineOption;
      report.begin(dataDir, found, quarantine);
      StoreRepair.Outcome outcome = StoreRepair.run(dataDir, found, quarantine);
      boolean all = report.end(outcome);
      report.owner(dataDir, Files.getOwner(dataDir).getName(), System.getProperty("user.name"));
      return all ? 0 : Warrenctl.FOUND;
    } finally {
      lock.close();
    }
  }

  private Path dataDir(@Nullable Path option) throws ConfigException, IOException {
    Path dataDir = DataFolder.find(option, environment);
    if (!Files.isDirectory(dataDir)) {
      throw new IOException("there is no data folder %s".formatted(dataDir));
    }
    if (!StoreSurvey.isStore(dataDir)) {
      throw new IOException(
          "%s is no data folder: no broker has kept anything there".formatted(dataDir));
    }
    return dataDir;
  }

  private static Path defaultQuarantine(Path dataDir) {
    String time = TIME.format(Instant.ofEpochMilli(new SystemClock().wallMs()));
    return dataDir.resolveSibling(dataDir.getFileName() + ".quarantine-" + time);
  }

  private PrintWriter out() {
    assert spec != null; // picocli sets it
    return spec.commandLine().getOut();
  }
}

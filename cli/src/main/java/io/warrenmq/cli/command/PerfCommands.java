package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.perf.LoadRun;
import io.warrenmq.cli.perf.PerfOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The load generator. */
final class PerfCommands extends CommandGroup {
  PerfCommands(Session session) {
    super(session);
  }

  @Command(name = "perf")
  void perf(@Mixin PerfOptions options) throws CommandException {
    new LoadRun(options, api(), session().settings().vhost(), console()).run();
  }
}

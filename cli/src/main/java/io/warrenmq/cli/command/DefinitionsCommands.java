package io.warrenmq.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Definitions, from and to files. */
final class DefinitionsCommands extends CommandGroup {
  DefinitionsCommands(Session session) {
    super(session);
  }

  @Command(name = "export_definitions")
  void exportDefinitions(
      @Parameters(paramLabel = "FILE", description = "Where to; - is standard output.") String file,
      @Option(names = "--format", defaultValue = "json", description = "json [json].")
          String format)
      throws CommandException {
    requireJson(format);
    boolean isStream = file.equals("-");
    if (!isStream) {
      console().banner("Exporting definitions in JSON to a file at \"%s\" ...", file);
    }
    String definitions = api().text(path());
    if (isStream) {
      console().out().println(definitions.stripTrailing());
      return;
    }
    Path to = Path.of(file);
    try {
      if (!Files.exists(to) && to.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        // It holds the hashes of passwords.
        Files.createFile(
            to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(
          to, definitions, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw failed(ExitCode.CANNOT_CREATE, "cannot write %s: %s", file, e);
    }
  }

  /** Of one virtual host where one is named. */
  private ApiPath path() throws CommandException {
    return session().options().vhost == null
        ? ApiPath.of("definitions")
        : ApiPath.of("definitions", vhost());
  }

  private static void requireJson(String format) throws CommandException {
    if (!format.equalsIgnoreCase("json")) {
      throw usage("definitions are JSON: --format " + format + " is not there");
    }
  }

  @Command(name = "import_definitions")
  void importDefinitions(
      @Parameters(
              arity = "0..1",
              paramLabel = "FILE",
              description = "Where from; - is standard input [-].")
          @Nullable String argument,
      @Option(names = "--format", defaultValue = "json", description = "json [json].")
          String format,
      @Option(names = "--dry-run", description = "Says what it would do.") boolean isDryRun)
      throws CommandException {
    requireJson(format);
    byte[] definitions = read(argument == null ? "-" : argument);
    if (isDryRun) {
      requireDryRun();
    }
    ApiPath path = path();
    Object answer = api().postBytes(isDryRun ? path.with("dry_run", "true") : path, definitions);
    Map<String, Object> report = Json.object(answer);
    if (isDryRun && !report.containsKey("applied")) {
      throw failed(
          ExitCode.UNAVAILABLE,
          "this broker knows no dry run: the definitions may have been imported. Check them.");
    }
    if (report.containsKey("refused")) {
      report(report);
    } else {
      console().done("Successfully imported definitions.");
    }
  }

  /** A broker that does not know the parameter would import. */
  private void requireDryRun() throws CommandException {
    ApiPath overview = ApiPath.of("overview").with("columns", "product_name");
    if (Json.text(api().object(overview), "product_name").equals("RabbitMQ")) {
      throw failed(
          ExitCode.UNAVAILABLE, "RabbitMQ has no dry run, and would import. Nothing was done.");
    }
  }

  private byte[] read(String file) throws CommandException {
    byte[] bytes;
    try {
      if (file.equals("-")) {
        console().banner("Importing definitions in JSON from standard input ...");
        bytes = session().in().readAllBytes();
      } else {
        bytes = Files.readAllBytes(Path.of(file));
        console().banner("Importing definitions in JSON from a file at \"%s\" ...", file);
      }
    } catch (NoSuchFileException e) {
      throw failed(ExitCode.DATA, "File %s does not exist", file);
    } catch (IOException e) {
      throw failed(ExitCode.NO_INPUT, "cannot read %s: %s", file, e);
    }
    try {
      if (!(Json.parse(new ByteArrayInputStream(bytes)) instanceof Map)) {
        throw failed(ExitCode.DATA, "what %s holds is no JSON object", file);
      }
    } catch (JsonProcessingException e) {
      throw failed(
          ExitCode.DATA,
          "what %s holds is no JSON: line %d: %s",
          file,
          e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
          e.getOriginalMessage());
    } catch (IOException e) {
      throw failed(ExitCode.NO_INPUT, "cannot read %s: %s", file, e);
    }
    return bytes;
  }

  private void report(Map<String, Object> report) throws CommandException {
    List<Map<String, Object>> refused = Json.objects(Json.get(report, "refused"));
    if (console().isJson()) {
      console().json(report);
    } else {
      boolean applied = Json.isTrue(report, "applied");
      console().line(applied ? "Imported:" : "Nothing was changed. An import would bring:");
      Json.object(Json.get(report, "counts"))
          .forEach((kind, count) -> console().line("  " + kind + ": " + count));
      for (Object warning : Json.list(Json.get(report, "warnings"))) {
        console().line("Warning: " + (warning instanceof String ? warning : Json.write(warning)));
      }
      for (Map<String, Object> one : refused) {
        console()
            .line(
                "Refused: %s '%s': %s"
                    .formatted(
                        Json.text(one, "kind"), Json.text(one, "name"), Json.text(one, "reason")));
      }
    }
    if (!refused.isEmpty()) {
      throw failed(ExitCode.DATA, "%d definitions are refused", refused.size());
    }
  }
}

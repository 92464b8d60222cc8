package io.warrenmq.cli.command;

import io.warrenmq.cli.output.Format;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of every command, as picocli fills them in; null where they were not given. */
@Command
public final class GlobalOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The broker's HTTP API [WARRENCTL_URL, or http://127.0.0.1:15672].")
  @Nullable String url;

  @Option(
      names = {"-u", "--user", "--username"},
      paramLabel = "NAME",
      description = "Who asks [WARRENCTL_USER, or guest].")
  @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      description = "Its password; other users of this machine see it [WARRENCTL_PASSWORD, guest].")
  @Nullable String password;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password.")
  @Nullable Path passwordFile;

  @Option(
      names = {"-p", "--vhost"},
      paramLabel = "VHOST",
      description = "The virtual host [/].")
  @Nullable String vhost;

  @Option(
      names = {"-n", "--node"},
      paramLabel = "NAME",
      description = "A node of the configuration file; rabbit@HOST, too, means HOST.")
  @Nullable String node;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file [WARRENCTL_CONFIG, or ~/.config/warrenctl.conf].")
  @Nullable Path config;

  @Option(names = "--json", description = "The same as --formatter json.")
  boolean json;

  @Option(
      names = "--formatter",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} [table].")
  @Nullable Format formatter;

  @Option(
      names = {"-q", "--quiet"},
      description = "Does not say what is being done.")
  boolean quiet;

  @Option(
      names = {"-s", "--silent"},
      description = "Nor prints a table's heads.")
  boolean silent;

  @Option(names = "--no-table-headers", description = "Does not print a table's heads.")
  boolean noTableHeaders;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "SECONDS",
      description = "For an answer [60].")
  @Nullable Integer timeout;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "The authorities to trust, in PEM [the Java runtime's].")
  @Nullable Path cacert;

  @Option(names = "--insecure", description = "Trusts any certificate.")
  boolean insecure;

  @Option(
      names = {"-l", "--longnames"},
      hidden = true,
      description = "Of rabbitmqctl; without effect.")
  boolean longNames;

  @Option(
      names = {"-h", "-?", "--help"},
      usageHelp = true,
      description = "Says what the command takes.")
  boolean help;

  /** The format asked for. */
  Format format() {
    if (json) {
      return Format.json;
    }
    return formatter == null ? Format.table : formatter;
  }
}

package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is there: queues, exchanges, bindings, connections, channels, consumers. */
final class ListCommands extends CommandGroup {
  ListCommands(Session session) {
    super(session);
  }

  @Command(name = "list_queues")
  void listQueues(
      @Option(names = "--online", description = "Only those that run.") boolean online,
      @Option(names = "--offline", description = "Only those that do not run.") boolean offline,
      @Option(names = "--local", description = "Only those of the node asked.") boolean local,
      @Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns = columns(ListColumns.QUEUES, Lists.of(asked), "name", "messages");
    banners("Listing queues for vhost %s ...");
    List<Column> needed = new ArrayList<>(columns);
    needed.addAll(Column.all("state", "node"));
    List<Map<String, Object>> rows = new ArrayList<>();
    String node = local ? session().nodeName() : "";
    for (Map<String, Object> queue : ofVhost("queues", needed)) {
      boolean runs = !Json.text(queue, "state").matches("down|stopped|crashed|minority");
      boolean isElsewhere = local && !Json.text(queue, "node").equals(node);
      if ((online && !runs) || (offline && runs) || isElsewhere) {
        continue;
      }
      rows.add(withLeader(queue));
    }
    console().rows(columns, rows);
  }

  /** Only replicated queues say who leads them: any other is where it is. */
  private static Map<String, Object> withLeader(Map<String, Object> queue) {
    Object node = Json.get(queue, "node");
    Map<String, Object> row = new LinkedHashMap<>(queue);
    row.putIfAbsent("leader", node);
    row.putIfAbsent("members", List.of(node));
    return row;
  }

  private void banners(String text) throws CommandException {
    console().banner("Timeout: %d.0 seconds ...", session().settings().timeoutSeconds());
    console().banner(text, vhost());
  }

  private List<Map<String, Object>> ofVhost(String kind, List<Column> columns)
      throws CommandException {
    try {
      return api().list(only(ApiPath.of(kind, vhost()), columns));
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "Virtual host '%s' does not exist", vhost());
    }
  }

  @Command(name = "list_unresponsive_queues")
  void listUnresponsiveQueues(
      @Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns = columns(ListColumns.QUEUES, Lists.of(asked), "name");
    console().banner("Listing unresponsive queues for vhost %s ...", vhost());
    List<Column> needed = new ArrayList<>(columns);
    needed.add(Column.of("state"));
    console()
        .rows(
            columns,
            ofVhost("queues", needed).stream()
                .filter(queue -> Json.text(queue, "state").matches("down|stopped|crashed|minority"))
                .toList());
  }

  @Command(name = "list_exchanges")
  void listExchanges(
      @Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns = columns(ListColumns.EXCHANGES, Lists.of(asked), "name", "type");
    console().banner("Listing exchanges for vhost %s ...", vhost());
    console().rows(columns, ofVhost("exchanges", columns));
  }

  @Command(name = "list_bindings")
  void listBindings(@Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns =
        columns(
            ListColumns.BINDINGS,
            Lists.of(asked),
            "source_name",
            "source_kind",
            "destination_name",
            "destination_kind",
            "routing_key",
            "arguments");
    console().banner("Listing bindings for vhost %s...", vhost());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> binding : ofVhost("bindings", columns)) {
      Map<String, Object> row = new LinkedHashMap<>(binding);
      row.put("source_kind", "exchange");
      rows.add(row);
    }
    console().rows(columns, rows);
  }

  @Command(name = "list_consumers")
  void listConsumers(
      @Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns =
        columns(
            ListColumns.CONSUMERS,
            Lists.of(asked),
            "queue_name",
            "channel_pid",
            "consumer_tag",
            "ack_required",
            "prefetch_count",
            "active",
            "arguments");
    console().banner("Listing consumers in vhost %s ...", vhost());
    console().rows(columns, ofVhost("consumers", columns));
  }

  @Command(name = "list_connections")
  void listConnections(
      @Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns =
        columns(
            ListColumns.CONNECTIONS, Lists.of(asked), "user", "peer_host", "peer_port", "state");
    console().banner("Listing connections ...");
    console().rows(columns, api().list(only(ApiPath.of("connections"), columns)));
  }

  @Command(name = "list_channels")
  void listChannels(@Parameters(paramLabel = "COLUMN", arity = "0..*") @Nullable List<String> asked)
      throws CommandException {
    List<Column> columns =
        columns(
            ListColumns.CHANNELS,
            Lists.of(asked),
            "pid",
            "user",
            "consumer_count",
            "messages_unacknowledged");
    console().banner("Listing channels ...");
    console().rows(columns, api().list(only(ApiPath.of("channels"), columns)));
  }
}

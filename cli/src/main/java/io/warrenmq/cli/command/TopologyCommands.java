package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes and removes queues, exchanges and bindings. */
final class TopologyCommands extends CommandGroup {
  private static final List<String> KINDS = List.of("queue", "exchange", "binding");

  TopologyCommands(Session session) {
    super(session);
  }

  @Command(name = "declare")
  void declare(
      @Parameters(index = "0", paramLabel = "KIND", description = "queue, exchange or binding.")
          String kind,
      @Parameters(
              index = "1..*",
              paramLabel = "KEY=VALUE",
              description = {
                "queue: name, durable, auto_delete, queue_type, arguments, node.",
                "exchange: name, type, durable, auto_delete, internal, arguments.",
                "binding: source, destination, destination_type, routing_key, arguments."
              })
          @Nullable List<String> given)
      throws CommandException {
    List<String> words = Lists.of(given);
    switch (kind) {
      case "queue" -> declareQueue(words);
      case "exchange" -> declareExchange(words);
      case "binding" -> declareBinding(words);
      default ->
          throw usage(Nearest.unknown("kind", kind, KINDS) + " Kinds: queue, exchange, binding");
    }
  }

  private void declareQueue(List<String> given) throws CommandException {
    Words words =
        Words.of(
            given, "name", "durable", "auto_delete", "queue_type", "type", "arguments", "node");
    String name = words.require("name");
    Map<String, Object> arguments = arguments(words);
    String type = words.get("queue_type", words.get("type", ""));
    if (!type.isEmpty()) {
      arguments.put("x-queue-type", type);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("durable", words.isTrue("durable", true));
    body.put("auto_delete", words.isTrue("auto_delete", false));
    body.put("arguments", arguments);
    String node = words.find("node");
    if (node != null) {
      body.put("node", node);
    }
    api().put(ApiPath.of("queues", vhost(), name), body);
    console().banner("queue declared");
  }

  private static Map<String, Object> arguments(Words words) throws CommandException {
    return new LinkedHashMap<>(parseObject("arguments", words.get("arguments", "{}")));
  }

  private void declareExchange(List<String> given) throws CommandException {
    Words words =
        Words.of(given, "name", "type", "durable", "auto_delete", "internal", "arguments");
    String name = words.require("name");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", words.require("type"));
    body.put("durable", words.isTrue("durable", true));
    body.put("auto_delete", words.isTrue("auto_delete", false));
    body.put("internal", words.isTrue("internal", false));
    body.put("arguments", arguments(words));
    api().put(ApiPath.of("exchanges", vhost(), name), body);
    console().banner("exchange declared");
  }

  private void declareBinding(List<String> given) throws CommandException {
    Words words =
        Words.of(given, "source", "destination", "destination_type", "routing_key", "arguments");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("routing_key", words.get("routing_key", ""));
    body.put("arguments", arguments(words));
    api().post(binding(words), body);
    console().banner("binding declared");
  }

  private ApiPath binding(Words words) throws CommandException {
    return ApiPath.of(
        "bindings",
        vhost(),
        "e",
        exchangeSegment(words.require("source")),
        destinationKind(words),
        words.require("destination"));
  }

  private static String destinationKind(Words words) throws CommandException {
    String type = words.get("destination_type", "queue");
    if (!type.equals("queue") && !type.equals("exchange")) {
      throw usage("destination_type is queue or exchange, and not '" + type + "'");
    }
    return type.substring(0, 1);
  }

  @Command(name = "delete")
  void delete(
      @Parameters(index = "0", paramLabel = "KIND", description = "queue, exchange or binding.")
          String kind,
      @Parameters(
              index = "1..*",
              paramLabel = "KEY=VALUE",
              description = {
                "queue: name, if_empty, if_unused.",
                "exchange: name, if_unused.",
                "binding: source, destination, destination_type, properties_key, or routing_key."
              })
          @Nullable List<String> given)
      throws CommandException {
    List<String> words = Lists.of(given);
    switch (kind) {
      case "queue" -> {
        Words queue = Words.of(words, "name", "if_empty", "if_unused");
        deletePath(
            queue(
                queue.require("name"),
                queue.isTrue("if_empty", false),
                queue.isTrue("if_unused", false)));
      }
      case "exchange" -> {
        Words exchange = Words.of(words, "name", "if_unused");
        ApiPath path = ApiPath.of("exchanges", vhost(), exchange.require("name"));
        deletePath(exchange.isTrue("if_unused", false) ? path.with("if-unused", "true") : path);
      }
      case "binding" -> deleteBinding(words);
      default ->
          throw usage(Nearest.unknown("kind", kind, KINDS) + " Kinds: queue, exchange, binding");
    }
    console().banner("%s deleted", kind);
  }

  private void deletePath(ApiPath path) throws CommandException {
    api().delete(path);
  }

  private ApiPath queue(String name, boolean ifEmpty, boolean ifUnused) throws CommandException {
    ApiPath path = ApiPath.of("queues", vhost(), name);
    path = ifEmpty ? path.with("if-empty", "true") : path;
    return ifUnused ? path.with("if-unused", "true") : path;
  }

  /** By its key among those of its two ends, or, if that is not given, by its routing key. */
  private void deleteBinding(List<String> given) throws CommandException {
    Words words =
        Words.of(
            given, "source", "destination", "destination_type", "properties_key", "routing_key");
    String key = words.find("properties_key");
    String routingKey = words.find("routing_key");
    if (key == null && routingKey != null) {
      List<Map<String, Object>> all = api().list(binding(words));
      List<Map<String, Object>> same =
          all.stream().filter(row -> Json.text(row, "routing_key").equals(routingKey)).toList();
      if (same.size() != 1) {
        throw failed(
            ExitCode.DATA,
            "%s bindings between the two have the routing key '%s'%s",
            same.isEmpty() ? "no" : same.size(),
            routingKey,
            same.isEmpty() ? "" : "; name one by properties_key=...");
      }
      key = Json.text(same.get(0), "properties_key");
      deletePath(below(words, key));
      return;
    }
    deletePath(below(words, key == null ? "~" : key));
  }

  private ApiPath below(Words words, String key) throws CommandException {
    return ApiPath.of(
        "bindings",
        vhost(),
        "e",
        exchangeSegment(words.require("source")),
        destinationKind(words),
        words.require("destination"),
        key);
  }

  @Command(name = "purge_queue")
  void purgeQueue(@Parameters(paramLabel = "QUEUE") String queue) throws CommandException {
    console().banner("Purging queue '%s' in vhost '%s' ...", queue, vhost());
    try {
      api().delete(ApiPath.of("queues", vhost(), queue, "contents"));
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "There is no queue '%s' in vhost '%s'", queue, vhost());
    }
  }

  @Command(name = "delete_queue")
  void deleteQueue(
      @Parameters(paramLabel = "QUEUE") String queue,
      @Option(
              names = {"-e", "--if-empty"},
              description = "Only if no message is ready in it.")
          boolean ifEmpty,
      @Option(names = "--if-unused", description = "Only if it has no consumers.") boolean ifUnused)
      throws CommandException {
    String conditions =
        (ifEmpty ? "if queue is empty " : "")
            + (ifEmpty && ifUnused ? "and " : "")
            + (ifUnused ? "if queue is unused " : "");
    console().banner("Deleting queue '%s' on vhost '%s' %s...", queue, vhost(), conditions);
    long ready = 0;
    try {
      ApiPath path = ApiPath.of("queues", vhost(), queue);
      ready = Json.number(api().object(only(path, Column.all("messages_ready"))), "messages_ready");
      api().delete(queue(queue, ifEmpty, ifUnused));
    } catch (ApiException e) {
      throw missing(e, ExitCode.USAGE, "Queue '%s' not found in vhost '%s'", queue, vhost());
    }
    console().message("Queue was successfully deleted with %d ready messages", ready);
  }

  @Command(name = "pause_queue")
  void pauseQueue(@Parameters(paramLabel = "QUEUE") String queue) throws CommandException {
    console().banner("Pausing queue '%s' in vhost '%s' ...", queue, vhost());
    tell(queue, "pause");
  }

  @Command(name = "resume_queue")
  void resumeQueue(@Parameters(paramLabel = "QUEUE") String queue) throws CommandException {
    console().banner("Resuming queue '%s' in vhost '%s' ...", queue, vhost());
    tell(queue, "resume");
  }

  private void tell(String queue, String what) throws CommandException {
    try {
      api().put(ApiPath.of("queues", vhost(), queue, what), Map.of());
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "There is no queue '%s' in vhost '%s'", queue, vhost());
    }
  }
}

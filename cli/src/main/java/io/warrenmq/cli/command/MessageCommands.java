package io.warrenmq.cli.command;

import io.warrenmq.cli.exit.CommandException;
import io.warrenmq.cli.exit.ExitCode;
import io.warrenmq.cli.http.ApiException;
import io.warrenmq.cli.http.ApiPath;
import io.warrenmq.cli.json.Json;
import io.warrenmq.cli.output.Column;
import io.warrenmq.cli.output.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Single messages: publish, take, look at, move. For tests and repairs, not for work. */
final class MessageCommands extends CommandGroup {
  /** Of a payload that is published; the API takes no more than about as much. */
  private static final int PAYLOAD_BYTES_MAX = 16 << 20;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("routing_key"),
          Column.of("exchange"),
          Column.of("message_count"),
          Column.of("payload"),
          Column.of("payload_bytes"),
          Column.of("payload_encoding"),
          Column.of("properties", Shape.DOCUMENT),
          Column.of("redelivered"));

  MessageCommands(Session session) {
    super(session);
  }

  @Command(name = "publish")
  void publish(
      @Parameters(
              arity = "0..*",
              paramLabel = "KEY=VALUE",
              description = {
                "exchange [amq.default], routing_key, payload [standard input],",
                "payload_file, payload_encoding [string; or base64], properties, headers: both JSON."
              })
          @Nullable List<String> given)
      throws CommandException {
    Words words =
        Words.of(
            Lists.of(given),
            "exchange",
            "routing_key",
            "payload",
            "payload_file",
            "payload_encoding",
            "properties",
            "headers");
    Map<String, Object> properties =
        new LinkedHashMap<>(parseObject("properties", words.get("properties", "{}")));
    String headers = words.find("headers");
    if (headers != null) {
      properties.put("headers", parseObject("headers", headers));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("properties", properties);
    body.put("routing_key", words.require("routing_key"));
    putPayload(body, words);
    String exchange = words.get("exchange", "amq.default");
    Object answer =
        api().post(ApiPath.of("exchanges", vhost(), exchangeSegment(exchange), "publish"), body);
    if (Json.isTrue(Json.object(answer), "routed")) {
      console().message("Message published");
    } else {
      console().message("Message published but NOT routed");
    }
  }

  private void putPayload(Map<String, Object> body, Words words) throws CommandException {
    String payload = words.find("payload");
    if (payload != null) {
      body.put("payload", payload);
      body.put("payload_encoding", words.get("payload_encoding", "string"));
      return;
    }
    byte[] bytes;
    String file = words.find("payload_file");
    try {
      bytes =
          file == null
              ? session().in().readNBytes(PAYLOAD_BYTES_MAX + 1)
              : Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw failed(ExitCode.NO_INPUT, "cannot read the payload: %s", e);
    }
    if (bytes.length > PAYLOAD_BYTES_MAX) {
      throw failed(ExitCode.DATA, "the payload is larger than %d bytes", PAYLOAD_BYTES_MAX);
    }
    String text = words.find("payload_encoding") == null ? text(bytes) : null;
    String encoding = words.find("payload_encoding");
    if (encoding != null) {
      // As rabbitmqadmin has it: the input is encoded already.
      body.put("payload", new String(bytes, StandardCharsets.UTF_8));
      body.put("payload_encoding", encoding);
    } else if (text != null) {
      body.put("payload", text);
      body.put("payload_encoding", "string");
    } else {
      body.put("payload", Base64.getEncoder().encodeToString(bytes));
      body.put("payload_encoding", "base64");
    }
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  @Command(name = "get")
  void get(
      @Parameters(
              arity = "0..*",
              paramLabel = "KEY=VALUE",
              description = {
                "queue, count [1], ackmode [ack_requeue_true; or ack_requeue_false, reject_requeue_true,",
                "reject_requeue_false], encoding [auto; or base64], truncate, payload_file."
              })
          @Nullable List<String> given)
      throws CommandException {
    Words words =
        Words.of(
            Lists.of(given), "queue", "count", "ackmode", "encoding", "truncate", "payload_file");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("count", words.number("count", 1));
    body.put("ackmode", words.get("ackmode", "ack_requeue_true"));
    body.put("encoding", words.get("encoding", "auto"));
    if (words.find("truncate") != null) {
      body.put("truncate", words.number("truncate", 0));
    }
    String queue = words.require("queue");
    List<Map<String, Object>> messages;
    try {
      messages = Json.objects(api().post(ApiPath.of("queues", vhost(), queue, "get"), body));
    } catch (ApiException e) {
      throw missing(e, ExitCode.DATA, "There is no queue '%s' in vhost '%s'", queue, vhost());
    }
    String file = words.find("payload_file");
    if (file == null) {
      show(messages);
    } else {
      save(messages, Path.of(file));
    }
  }

  private void show(List<Map<String, Object>> messages) {
    if (console().isJson()) {
      console().json(messages);
    } else {
      console().rows(COLUMNS, messages);
    }
  }

  private void save(List<Map<String, Object>> messages, Path file) throws CommandException {
    if (messages.size() != 1) {
      throw failed(ExitCode.DATA, "payload_file is for one message, and %d came", messages.size());
    }
    String payload = Json.text(messages.get(0), "payload");
    boolean isBase64 = Json.text(messages.get(0), "payload_encoding").equals("base64");
    try {
      Files.write(
          file,
          isBase64
              ? Base64.getDecoder().decode(payload)
              : payload.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed(ExitCode.CANNOT_CREATE, "cannot write %s: %s", file, e);
    }
  }

  @Command(name = "browse")
  void browse(
      @Parameters(paramLabel = "QUEUE") String queue,
      @Option(names = "--offset", defaultValue = "0", description = "Messages to pass over [0].")
          long offset,
      @Option(names = "--count", defaultValue = "10", description = "Messages to show [10].")
          int count,
      @Option(
              names = "--truncate",
              defaultValue = "-1",
              paramLabel = "BYTES",
              description = "Of a payload [all].")
          int truncate)
      throws CommandException {
    ApiPath path =
        ApiPath.of("queues", vhost(), queue, "messages")
            .with("offset", String.valueOf(offset))
            .with("count", String.valueOf(count));
    Object answer;
    try {
      answer = api().get(truncate < 0 ? path : path.with("truncate", String.valueOf(truncate)));
    } catch (ApiException e) {
      throw missing(
          e,
          ExitCode.DATA,
          "There is no queue '%s' in vhost '%s', or this broker shows no messages",
          queue,
          vhost());
    }
    show(Json.objects(answer instanceof Map ? Json.get(Json.object(answer), "messages") : answer));
  }

  @Command(name = "move")
  void move(
      @Parameters(index = "0", paramLabel = "QUEUE") String queue,
      @Parameters(index = "1", paramLabel = "DESTINATION") String destination,
      @Option(names = "--count", defaultValue = "0", description = "At most as many [all].")
          long count)
      throws CommandException {
    console()
        .banner(
            "Moving messages from queue '%s' to queue '%s' in vhost '%s' ...",
            queue, destination, vhost());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("destination", destination);
    if (count > 0) {
      body.put("count", count);
    }
    Object answer;
    try {
      answer = api().post(ApiPath.of("queues", vhost(), queue, "move"), body);
    } catch (ApiException e) {
      throw missing(
          e,
          ExitCode.DATA,
          "There is no queue '%s' or '%s' in vhost '%s', or this broker moves no messages",
          queue,
          destination,
          vhost());
    }
    console().message("Moved %d messages", Json.number(Json.object(answer), "moved"));
  }
}

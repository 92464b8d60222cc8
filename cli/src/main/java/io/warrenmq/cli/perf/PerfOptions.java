package io.warrenmq.cli.perf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code perf} takes, as picocli fills it in. */
@Command
public final class PerfOptions {
  @Option(
      names = "--protocol",
      defaultValue = "amqp091",
      description = "${COMPLETION-CANDIDATES} [amqp091].")
  Protocol protocol = Protocol.amqp091;

  @Option(
      names = "--uri",
      paramLabel = "URI",
      description = "amqp://HOST:PORT, mqtts://... [the host of --url, and the usual port].")
  @Nullable String uri;

  @Option(
      names = {"-x", "--producers"},
      defaultValue = "1",
      description = "How many [1].")
  int producers = 1;

  @Option(
      names = {"-y", "--consumers"},
      defaultValue = "1",
      description = "How many [1].")
  int consumers = 1;

  @Option(
      names = "--size",
      defaultValue = "16",
      paramLabel = "BYTES",
      description = "Of a payload; 8 and more [16].")
  int size = 16;

  @Option(
      names = {"-r", "--rate"},
      defaultValue = "0",
      description = "Messages a second, of each producer; 0: as fast as it goes [0].")
  double rate;

  @Option(
      names = {"-c", "--confirm"},
      defaultValue = "0",
      description = "Most unconfirmed messages of a producer; 0: asks for no confirms [0].")
  int confirm;

  @Option(
      names = "--prefetch",
      defaultValue = "1000",
      description = "Most unacknowledged messages of a consumer; 0: it acknowledges none [1000].")
  int prefetch = 1000;

  @Option(names = "--qos", defaultValue = "0", description = "Of MQTT: 0, 1 or 2 [0].")
  int qos;

  @Option(
      names = "--duration",
      defaultValue = "0",
      paramLabel = "SECONDS",
      description = "0: until Ctrl-C [0].")
  int durationSeconds;

  @Option(
      names = {"-C", "--messages"},
      defaultValue = "0",
      description = "Of each producer; 0: any number [0].")
  long messages;

  @Option(
      names = "--queue",
      description = "A queue, or a topic of MQTT's [a new one, deleted at the end].")
  @Nullable String queue;

  @Option(
      names = "--queue-pattern",
      description = "Several, named by a pattern such as perf-%%d; see --queues.")
  @Nullable String queuePattern;

  @Option(names = "--queues", defaultValue = "1", description = "How many of the pattern [1].")
  int queues = 1;

  @Option(
      names = "--queue-type",
      defaultValue = "classic",
      description = "classic, quorum or stream [classic].")
  String queueType = "classic";

  @Option(
      names = {"-f", "--flag"},
      description = "persistent: messages that a restart leaves.")
  List<String> flags = new ArrayList<>();

  /** The first thing that does not fit; null when all is well. */
  @Nullable String problem() {
    if (producers < 0 || consumers < 0 || producers + consumers == 0) {
      return "--producers and --consumers are 0 or more, and one of them more than 0";
    }
    if (producers > 10_000 || consumers > 10_000) {
      return "--producers and --consumers are 10000 at most";
    }
    if (size < Body.BYTES_MIN || size > Body.BYTES_MAX) {
      return "--size is " + Body.BYTES_MIN + " to " + Body.BYTES_MAX;
    }
    if (rate < 0 || confirm < 0 || prefetch < 0 || durationSeconds < 0 || messages < 0) {
      return "--rate, --confirm, --prefetch, --duration and --messages are 0 or more";
    }
    if (confirm > 1_000_000 || prefetch > 65_535) {
      return "--confirm is 1000000 at most, --prefetch 65535";
    }
    if (qos < 0 || qos > 2) {
      return "--qos is 0, 1 or 2";
    }
    if (queues < 1 || queues > 10_000) {
      return "--queues is 1 to 10000";
    }
    if (queuePattern != null && (queue != null || !queuePattern.contains("%d"))) {
      return "--queue-pattern holds %d, and goes without --queue";
    }
    if (queuePattern == null && queues > 1) {
      return "--queues needs a --queue-pattern";
    }
    for (String flag : flags) {
      if (!flag.equals("persistent")) {
        return "--flag is persistent, and not '" + flag + "'";
      }
    }
    return null;
  }

  boolean isPersistent() {
    return flags.contains("persistent");
  }

  /** The names of the queues; {@code unique} names one that nobody has. */
  List<String> names(String unique) {
    String pattern = queuePattern;
    if (pattern == null) {
      return List.of(queue == null ? unique : queue);
    }
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= queues; i++) {
      names.add(pattern.replace("%d", String.valueOf(i)));
    }
    return names;
  }
}

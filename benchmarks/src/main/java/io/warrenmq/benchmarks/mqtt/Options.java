package io.warrenmq.benchmarks.mqtt;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The command line: a scenario, then pairs of {@code --name value}. */
final class Options {
  /** What the generator can do. */
  enum Scenario {
    /** Pairs of a publisher and a subscriber. */
    ONE_TO_ONE,
    /** One publisher, many subscribers of its topic. */
    FAN_OUT,
    /** Many publishers with a topic each, one subscriber of them all. */
    FAN_IN,
    /** Many connections that do nothing but keep themselves alive. */
    IDLE,
    /** One publisher to many subscribed topics. */
    SUBSCRIPTIONS;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Scenario of(String label) {
      for (Scenario scenario : values()) {
        if (scenario.label().equals(label)) {
          return scenario;
        }
      }
      throw new IllegalArgumentException("no scenario " + label);
    }
  }

  private record Known(String standard, String text) {}

  private static final Map<String, Known> KNOWN = known();

  private final Scenario scenario;
  private final Map<String, String> given;

  private Options(Scenario scenario, Map<String, String> given) {
    this.scenario = scenario;
    this.given = given;
  }

  private static Map<String, Known> known() {
    Map<String, Known> known = new LinkedHashMap<>();
    known.put("host", new Known("127.0.0.1", "the broker's address"));
    known.put("port", new Known("1883", "the broker's port"));
    known.put("user", new Known("", "user name; without one clients are anonymous"));
    known.put("password", new Known("", "its password"));
    known.put("seconds", new Known("0", "length of the run; 0: until standard input ends"));
    known.put(
        "settle", new Known("0", "seconds between the last connection and the first message"));
    known.put("opening", new Known("50", "connections that are being opened at a time"));
    known.put("qos", new Known("0", "of messages and subscriptions, 0 or 1"));
    known.put("payload", new Known("128", "bytes of a message, 16 or more"));
    known.put("window", new Known("100", "QoS 1: messages of a publisher without a PUBACK"));
    known.put("ahead", new Known("1000", "messages of a publisher that have not arrived; 0: any"));
    known.put("rate", new Known("0", "messages a second, all publishers; 0: by window and ahead"));
    known.put("pairs", new Known("1", "one-to-one: publishers with a subscriber each"));
    known.put("publishers", new Known("1000", "fan-in: publishers"));
    known.put("subscribers", new Known("1000", "fan-out: subscribers"));
    known.put("connections", new Known("10000", "idle, subscriptions: connections"));
    known.put("subscriptions", new Known("1000", "subscriptions: topics subscribed to"));
    known.put(
        "wildcards", new Known("100", "subscriptions: wildcard filters; a topic matches one"));
    known.put("keep-alive", new Known("60", "idle: seconds"));
    return known;
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  static Options parse(String... arguments) {
    if (arguments.length % 2 == 0) {
      throw new IllegalArgumentException("a scenario and pairs of --name value are needed");
    }
    Map<String, String> given = new LinkedHashMap<>();
    for (int index = 1; index < arguments.length; index += 2) {
      String name = arguments[index].startsWith("--") ? arguments[index].substring(2) : "";
      if (!KNOWN.containsKey(name)) {
        throw new IllegalArgumentException("no option " + arguments[index]);
      }
      given.put(name, arguments[index + 1]);
    }
    Options options = new Options(Scenario.of(arguments[0]), given);
    options.check();
    return options;
  }

  private void check() {
    between("port", 1, 0xffff);
    between("qos", 0, 1);
    between("payload", Stamp.BYTES, 1 << 24);
    between("window", 1, 60_000);
    between("keep-alive", 2, 0xffff);
    for (String name : new String[] {"seconds", "settle", "ahead", "rate", "wildcards"}) {
      between(name, 0, Integer.MAX_VALUE);
    }
    for (String name : new String[] {"opening", "pairs", "publishers", "subscribers"}) {
      between(name, 1, 1_000_000);
    }
    between("connections", 1, 1_000_000);
    between("subscriptions", 1, SubscribedTopics.NUMBER_MAX);
    between("wildcards", 0, SubscribedTopics.GROUPS_MAX);
  }

  private void between(String name, int min, int max) {
    int value = number(name);
    if (value < min || value > max) {
      throw new IllegalArgumentException("--" + name + " is from " + min + " to " + max);
    }
  }

  Scenario scenario() {
    return scenario;
  }

  String text(String name) {
    String value = given.get(name);
    return value != null ? value : standard(name);
  }

  int number(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " is a number", e);
    }
  }

  private static String standard(String name) {
    Known known = KNOWN.get(name);
    if (known == null) {
      throw new IllegalStateException("no option " + name);
    }
    return known.standard();
  }

  static String usage() {
    StringBuilder usage = new StringBuilder("usage: SCENARIO [--name value]...\n  SCENARIO: ");
    usage.append(
        Arrays.stream(Scenario.values()).map(Scenario::label).collect(Collectors.joining(", ")));
    KNOWN.forEach(
        (name, known) ->
            usage.append(
                String.format(
                    Locale.ROOT, "%n  --%-14s %s [%s]", name, known.text(), known.standard())));
    return usage.toString();
  }
}

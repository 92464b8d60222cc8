package io.warrenmq.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A command line that was read: a scenario, then pairs of {@code --name value}. Immutable. */
public final class CommandLine {
  private static final int MANY = 1_000_000;

  private final String scenario;
  private final Map<String, String> values;

  private CommandLine(String scenario, Map<String, String> values) {
    this.scenario = scenario;
    this.values = values;
  }

  /** What a generator can do. */
  public String scenario() {
    return scenario;
  }

  /** The value of an option, given or standard. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no option " + name);
    }
    return value;
  }

  /** The value of an option that is a number. */
  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** Whether an option that is 0 or 1 is 1. */
  public boolean isSet(String name) {
    return number(name) == 1;
  }

  private record Known(String standard, List<String> words, int min, int max, String text) {
    boolean isNumber() {
      return min <= max;
    }
  }

  /** The options that a generator knows; those that all have are there from the beginning. */
  public static final class Grammar {
    private final List<String> scenarios;
    private final Map<String, Known> known = new LinkedHashMap<>();

    /**
     * @param port the protocol's usual one
     */
    public Grammar(List<String> scenarios, int port, int payload) {
      this.scenarios = scenarios;
      text("host", "127.0.0.1", "the broker's address");
      number("port", port, 1, 0xffff, "the broker's port");
      text("websocket", "", "the subprotocol of WebSocket, at /ws; without one over TCP");
      flag("tls", 0, "whether over TLS 1.3, with whatever certificate the broker has");
      text("user", "", "user name; without one clients are anonymous");
      text("password", "", "its password");
      number("seconds", 0, 0, MANY, "length of the run; 0: until standard input ends");
      number("settle", 0, 0, MANY, "seconds between the last connection and the first message");
      number("opening", 50, 1, MANY, "connections that are being opened at a time");
      number(
          "payload",
          payload,
          Stamp.BYTES,
          1 << 24,
          "bytes of a message, " + Stamp.BYTES + " or more");
      number("ahead", 1000, 0, MANY, "messages of a publisher that have not arrived; 0: any");
      number("rate", 0, 0, 100 * MANY, "messages a second, all publishers; 0: as many as may be");
    }

    public Grammar text(String name, String standard, String text) {
      known.put(name, new Known(standard, List.of(), 1, 0, text));
      return this;
    }

    /** One of some words, of which the first is the standard. */
    public Grammar word(String name, List<String> words, String text) {
      known.put(name, new Known(words.get(0), words, 1, 0, text));
      return this;
    }

    /** A number from {@code min} to {@code max}. */
    public Grammar number(String name, int standard, int min, int max, String text) {
      known.put(name, new Known(Integer.toString(standard), List.of(), min, max, text));
      return this;
    }

    /** A number of things, 1 or more. */
    public Grammar count(String name, int standard, String text) {
      return number(name, standard, 1, MANY, text);
    }

    /** 0 or 1. */
    public Grammar flag(String name, int standard, String text) {
      return number(name, standard, 0, 1, text);
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public CommandLine parse(String... arguments) {
      if (arguments.length % 2 == 0) {
        throw new IllegalArgumentException("a scenario and pairs of --name value are needed");
      }
      if (!scenarios.contains(arguments[0])) {
        throw new IllegalArgumentException("no scenario " + arguments[0]);
      }
      Map<String, String> values = new LinkedHashMap<>();
      known.forEach((name, option) -> values.put(name, option.standard()));
      for (int index = 1; index < arguments.length; index += 2) {
        String name = arguments[index].startsWith("--") ? arguments[index].substring(2) : "";
        Known option = known.get(name);
        if (option == null) {
          throw new IllegalArgumentException("no option " + arguments[index]);
        }
        check(name, option, arguments[index + 1]);
        values.put(name, arguments[index + 1]);
      }
      return new CommandLine(arguments[0], values);
    }

    private static void check(String name, Known option, String value) {
      if (!option.words().isEmpty() && !option.words().contains(value)) {
        throw new IllegalArgumentException(
            "--" + name + " is one of " + String.join(", ", option.words()));
      }
      if (option.isNumber()) {
        int number;
        try {
          number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("--" + name + " is a number", e);
        }
        if (number < option.min() || number > option.max()) {
          throw new IllegalArgumentException(
              "--" + name + " is from " + option.min() + " to " + option.max());
        }
      }
    }

    String usage() {
      StringBuilder usage = new StringBuilder("usage: SCENARIO [--name value]...\n  SCENARIO: ");
      usage.append(String.join(", ", scenarios));
      known.forEach(
          (name, option) ->
              usage.append(
                  String.format(
                      Locale.ROOT, "%n  --%-14s %s [%s]", name, option.text(), option.standard())));
      return usage.toString();
    }
  }
}

package io.warrenmq.benchmarks.stomp;

import io.warrenmq.benchmarks.load.CommandLine;
import io.warrenmq.benchmarks.load.LoadGenerator;
import java.util.List;

/** The command line of the load generator for STOMP. */
public final class StompLoad {
  private StompLoad() {}

  /** Runs one scenario. Exit status 1 when it failed, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    LoadGenerator.main("stomp-load", grammar(), StompClients::new, arguments);
  }

  static CommandLine.Grammar grammar() {
    return new CommandLine.Grammar(List.of("one-to-one", "fan-out"), 61613, 1000)
        .word(
            "destinations",
            List.of("named", "typed"),
            "named: /queue/ and /topic/ in front of a destination say what it is, as with RabbitMQ;"
                + " typed: headers do, as with Artemis")
        .flag("persistent", 0, "whether messages are persistent, 0 or 1")
        .number("window", 0, 0, 60_000, "messages without a RECEIPT; 0: none is asked for")
        .flag("acks", 0, "subscriptions: 0 for auto, 1 for client-individual")
        .number("prefetch", 0, 0, 60_000, "of a subscription with acks; 0: the broker's own limit")
        .count("pairs", 1, "one-to-one: publishers with a queue and a subscriber each")
        .count("subscribers", 10, "fan-out: subscribers to the topic");
  }
}

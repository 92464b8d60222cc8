package io.warrenmq.benchmarks.amqp10;

import io.warrenmq.benchmarks.load.CommandLine;
import io.warrenmq.benchmarks.load.LoadGenerator;
import java.util.List;

/** The command line of the load generator for AMQP 1.0. */
public final class Amqp10Load {
  private Amqp10Load() {}

  /** Runs one scenario. Exit status 1 when it failed, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    LoadGenerator.main("amqp10-load", grammar(), Amqp10Clients::new, arguments);
  }

  static CommandLine.Grammar grammar() {
    return new CommandLine.Grammar(List.of("one-to-one", "fan-out", "idle"), 5672, 1000)
        .word(
            "nodes",
            List.of("management", "automatic"),
            "management: queues are declared at /management, addresses are RabbitMQ's; automatic:"
                + " the broker makes what a link names")
        .word("queue-type", List.of("classic", "quorum"), "of the queues that are declared")
        .flag("durable", 0, "whether messages are durable, 0 or 1")
        .flag("settled", 0, "whether messages are sent settled, to the broker and by it, 0 or 1")
        .number("window", 0, 0, 60_000, "unsettled messages of a publisher; 0: by link credit")
        .number("credit", 200, 1, 60_000, "of a receiver; given anew when half of it is used up")
        .number("accept", 1, 1, 60_000, "messages that a receiver accepts at once, at least")
        .count("pairs", 1, "one-to-one: senders with a queue and a receiver each")
        .count("subscribers", 10, "fan-out: receivers with a queue each")
        .count("connections", 5000, "idle: connections")
        .number("sessions", 2, 0, AmqpConnection.SESSIONS_MAX, "idle: of each connection")
        .number("links", 1, 0, 100, "idle: of each session; to send, in every other to receive")
        .count("queues", 10, "idle: queues that the links share")
        .number("idle-timeout", 60, 0, 3600, "seconds that we announce; 0: none");
  }
}

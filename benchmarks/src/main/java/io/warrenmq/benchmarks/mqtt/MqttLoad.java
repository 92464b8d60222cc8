package io.warrenmq.benchmarks.mqtt;

import io.warrenmq.benchmarks.load.CommandLine;
import io.warrenmq.benchmarks.load.LoadGenerator;
import java.util.List;

/** The command line of the load generator for MQTT. */
public final class MqttLoad {
  private MqttLoad() {}

  /** Runs one scenario. Exit status 1 when it failed, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    LoadGenerator.main("mqtt-load", grammar(), MqttClients::new, arguments);
  }

  static CommandLine.Grammar grammar() {
    List<String> scenarios = List.of("one-to-one", "fan-out", "fan-in", "idle", "subscriptions");
    return new CommandLine.Grammar(scenarios, 1883, 128)
        .number("qos", 0, 0, 1, "of messages and subscriptions, 0 or 1")
        .number("window", 100, 1, 60_000, "QoS 1: messages of a publisher without a PUBACK")
        .count("pairs", 1, "one-to-one: publishers with a subscriber each")
        .count("publishers", 1000, "fan-in: publishers")
        .count("subscribers", 1000, "fan-out: subscribers")
        .count("connections", 10_000, "idle, subscriptions: connections")
        .number(
            "subscriptions",
            1000,
            1,
            SubscribedTopics.NUMBER_MAX,
            "subscriptions: topics subscribed to")
        .number(
            "wildcards",
            100,
            0,
            SubscribedTopics.GROUPS_MAX,
            "subscriptions: wildcard filters; a topic matches one")
        .number("keep-alive", 60, 2, 0xffff, "idle: seconds");
  }
}

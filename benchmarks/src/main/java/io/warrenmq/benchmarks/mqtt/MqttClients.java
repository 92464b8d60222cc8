package io.warrenmq.benchmarks.mqtt;

import io.warrenmq.benchmarks.load.Arrivals;
import io.warrenmq.benchmarks.load.Clients;
import io.warrenmq.benchmarks.load.CommandLine;
import io.warrenmq.benchmarks.load.Connection;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import io.warrenmq.benchmarks.load.Publisher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The MQTT connections of a scenario. */
final class MqttClients implements Clients {
  private final CommandLine line;
  private final Counters counters;
  private final ConnectionEvents events;
  private final Login login;
  private final Publisher.Limits limits;

  private final List<Connection> senders = new ArrayList<>();
  private final List<Connection> receivers = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Arrivals> subscribers = new ArrayList<>();

  MqttClients(CommandLine line, Counters counters, ConnectionEvents events) {
    this.line = line;
    this.counters = counters;
    this.events = events;
    // Those that only receive would have to ping; what that costs is the idle scenario's to say.
    boolean keepsAlive = line.scenario().equals("idle");
    this.login =
        new Login(
            line.text("user"), line.text("password"), keepsAlive ? line.number("keep-alive") : 0);
    this.limits =
        new Publisher.Limits(qos() == 0 ? 0 : line.number("window"), line.number("ahead"));
    switch (line.scenario()) {
      case "one-to-one" -> oneToOne(line.number("pairs"));
      case "fan-out" -> fanOut(line.number("subscribers"));
      case "fan-in" -> fanIn(line.number("publishers"));
      case "idle" -> idle(line.number("connections"));
      case "subscriptions" -> subscriptions(line.number("connections"));
      default -> throw new IllegalStateException(line.scenario());
    }
  }

  @Override
  public List<Publisher> publishers() {
    return publishers;
  }

  @Override
  public List<Arrivals> subscribers() {
    return subscribers;
  }

  @Override
  public List<Connection> all() {
    List<Connection> all = new ArrayList<>(receivers);
    all.addAll(senders);
    return all;
  }

  @Override
  public long keepAliveNs() {
    // A second earlier than would be too late for a broker that does not wait half as long again.
    return TimeUnit.SECONDS.toNanos(Math.max(0, login.keepAliveS() - 1));
  }

  private void oneToOne(int pairs) {
    for (int pair = 0; pair < pairs; pair++) {
      subscriber(one("pair/" + pair), new Arrivals.Expected(pair, 1));
      publisher("pair/" + pair, 1);
    }
  }

  private void fanOut(int number) {
    for (int receiver = 0; receiver < number; receiver++) {
      subscriber(one("fan-out"), new Arrivals.Expected(0, 1));
    }
    publisher("fan-out", number);
  }

  private void fanIn(int number) {
    subscriber(one("fan-in/+"), new Arrivals.Expected(0, number));
    for (int sender = 0; sender < number; sender++) {
      publisher("fan-in/" + sender, 1);
    }
  }

  private void idle(int connections) {
    for (int number = 0; number < connections; number++) {
      receivers.add(
          new MqttConnection(
              id("i", number), login, Collections.emptyIterator(), 0, counters, events));
    }
  }

  private void subscriptions(int connections) {
    SubscribedTopics topics =
        new SubscribedTopics(line.number("subscriptions"), line.number("wildcards"));
    for (int number = 0; number < connections; number++) {
      subscriber(topics.ofConnection(number, connections), new Arrivals.Expected());
    }
    if (topics.copies() > 1) {
      // Of its own, so that no client has two subscriptions that overlap: brokers differ there.
      subscriber(topics.wildcards(), new Arrivals.Expected());
    }
    publisher(
        new Sender(id("p", 0), login, template(topics.topic(0)), counters, events) {
          @Override
          void chooseTopic(PublishTemplate next, int sequence) {
            topics.choose(next, sequence);
          }
        },
        topics.copies());
  }

  private void publisher(String topic, int copies) {
    String id = id("p", publishers.size());
    publisher(new Sender(id, login, template(topic), counters, events), copies);
  }

  private void publisher(Sender sender, int copies) {
    Publisher publisher =
        new Publisher(publishers.size(), copies, qos() > 0, limits, counters, sender);
    sender.serve(publisher);
    publishers.add(publisher);
    senders.add(sender);
  }

  private void subscriber(Iterator<String> filters, Arrivals.Expected expected) {
    Arrivals arrivals = new Arrivals(publishers, expected, line.number("rate") > 0, counters);
    String id = id("s", subscribers.size());
    receivers.add(new Subscriber(id, login, filters, qos(), arrivals, counters, events));
    subscribers.add(arrivals);
  }

  private PublishTemplate template(String topic) {
    return new PublishTemplate(topic, qos(), line.number("payload"));
  }

  private int qos() {
    return line.number("qos");
  }

  private static Iterator<String> one(String filter) {
    return List.of(filter).iterator();
  }

  /** Two generators on one broker must not take each other's sessions over. */
  private static String id(String role, int number) {
    return "load-" + ProcessHandle.current().pid() + '-' + role + number;
  }
}

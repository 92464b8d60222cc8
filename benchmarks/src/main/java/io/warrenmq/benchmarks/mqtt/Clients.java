package io.warrenmq.benchmarks.mqtt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The connections of a scenario, none of them open yet. */
final class Clients {
  private final Options options;
  private final Counters counters;
  private final ConnectionEvents events;
  private final Login login;
  private final Publisher.Limits limits;

  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final List<Connection> idle = new ArrayList<>();

  Clients(Options options, Counters counters, ConnectionEvents events) {
    this.options = options;
    this.counters = counters;
    this.events = events;
    // Those that only receive would have to ping; what that costs is the idle scenario's to say.
    boolean keepsAlive = options.scenario() == Options.Scenario.IDLE;
    this.login =
        new Login(
            options.text("user"),
            options.text("password"),
            keepsAlive ? options.number("keep-alive") : 0);
    this.limits = new Publisher.Limits(options.number("window"), options.number("ahead"));
    switch (options.scenario()) {
      case ONE_TO_ONE -> oneToOne(options.number("pairs"));
      case FAN_OUT -> fanOut(options.number("subscribers"));
      case FAN_IN -> fanIn(options.number("publishers"));
      case IDLE -> idle(options.number("connections"));
      case SUBSCRIPTIONS -> subscriptions(options.number("connections"));
    }
  }

  /** By their index. */
  List<Publisher> publishers() {
    return publishers;
  }

  List<Subscriber> subscribers() {
    return subscribers;
  }

  /** All of them, subscribers first, as they are to be opened. */
  List<Connection> all() {
    List<Connection> all = new ArrayList<>(idle);
    all.addAll(subscribers);
    all.addAll(publishers);
    return all;
  }

  private void oneToOne(int pairs) {
    for (int pair = 0; pair < pairs; pair++) {
      subscriber(one("pair/" + pair), new Subscriber.Expected(pair, 1));
      publisher("pair/" + pair, 1);
    }
  }

  private void fanOut(int receivers) {
    for (int receiver = 0; receiver < receivers; receiver++) {
      subscriber(one("fan-out"), new Subscriber.Expected(0, 1));
    }
    publisher("fan-out", receivers);
  }

  private void fanIn(int senders) {
    subscriber(one("fan-in/+"), new Subscriber.Expected(0, senders));
    for (int sender = 0; sender < senders; sender++) {
      publisher("fan-in/" + sender, 1);
    }
  }

  private void idle(int connections) {
    for (int number = 0; number < connections; number++) {
      idle.add(
          new Connection(id("i", number), login, Collections.emptyIterator(), 0, counters, events));
    }
  }

  private void subscriptions(int connections) {
    SubscribedTopics topics =
        new SubscribedTopics(options.number("subscriptions"), options.number("wildcards"));
    for (int number = 0; number < connections; number++) {
      subscriber(topics.ofConnection(number, connections), new Subscriber.Expected());
    }
    if (topics.copies() > 1) {
      // Of its own, so that no client has two subscriptions that overlap: brokers differ there.
      subscriber(topics.wildcards(), new Subscriber.Expected());
    }
    PublishTemplate template = template(topics.topic(0));
    publishers.add(
        new Publisher(
            0, id("p", 0), login, template, qos(), topics.copies(), limits, counters, events) {
          @Override
          void chooseTopic(PublishTemplate next, int sequence) {
            topics.choose(next, sequence);
          }
        });
  }

  private void publisher(String topic, int copies) {
    int index = publishers.size();
    publishers.add(
        new Publisher(
            index,
            id("p", index),
            login,
            template(topic),
            qos(),
            copies,
            limits,
            counters,
            events));
  }

  private void subscriber(Iterator<String> filters, Subscriber.Expected expected) {
    subscribers.add(
        new Subscriber(
            id("s", subscribers.size()),
            login,
            filters,
            qos(),
            publishers,
            expected,
            options.number("rate") > 0,
            counters,
            events));
  }

  private PublishTemplate template(String topic) {
    return new PublishTemplate(topic, qos(), options.number("payload"));
  }

  private int qos() {
    return options.number("qos");
  }

  private static Iterator<String> one(String filter) {
    return List.of(filter).iterator();
  }

  /** Two generators on one broker must not take each other's sessions over. */
  private static String id(String role, int number) {
    return "load-" + ProcessHandle.current().pid() + '-' + role + number;
  }
}

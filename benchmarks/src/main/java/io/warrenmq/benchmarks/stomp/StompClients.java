package io.warrenmq.benchmarks.stomp;

import io.warrenmq.benchmarks.load.Arrivals;
import io.warrenmq.benchmarks.load.Clients;
import io.warrenmq.benchmarks.load.CommandLine;
import io.warrenmq.benchmarks.load.Connection;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import io.warrenmq.benchmarks.load.Publisher;
import java.util.ArrayList;
import java.util.List;

/** The STOMP connections of a scenario. */
final class StompClients implements Clients {
  private final CommandLine line;
  private final Counters counters;
  private final ConnectionEvents events;
  private final Login login;
  private final boolean typed;

  private final List<Connection> senders = new ArrayList<>();
  private final List<Connection> receivers = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Arrivals> subscribers = new ArrayList<>();

  StompClients(CommandLine line, Counters counters, ConnectionEvents events) {
    this.line = line;
    this.counters = counters;
    this.events = events;
    this.login = new Login(line.text("user"), line.text("password"));
    this.typed = line.text("destinations").equals("typed");
    switch (line.scenario()) {
      case "one-to-one" -> oneToOne(line.number("pairs"));
      case "fan-out" -> fanOut(line.number("subscribers"));
      default -> throw new IllegalStateException(line.scenario());
    }
  }

  @Override
  public List<Connection> all() {
    List<Connection> all = new ArrayList<>(receivers);
    all.addAll(senders);
    return all;
  }

  @Override
  public List<Publisher> publishers() {
    return publishers;
  }

  @Override
  public List<Arrivals> subscribers() {
    return subscribers;
  }

  /** Clients ask for no heart-beats. */
  @Override
  public long keepAliveNs() {
    return 0;
  }

  private void oneToOne(int pairs) {
    for (int pair = 0; pair < pairs; pair++) {
      Destination queue = Destination.queue(id("q", pair), typed);
      subscriber(queue, new Arrivals.Expected(pair, 1));
      publisher(queue, 1);
    }
  }

  private void fanOut(int number) {
    Destination topic = Destination.topic(id("t", 0), typed);
    for (int index = 0; index < number; index++) {
      subscriber(topic, new Arrivals.Expected(0, 1));
    }
    publisher(topic, number);
  }

  private void publisher(Destination target, int copies) {
    int window = line.number("window");
    boolean wantsReceipts = window > 0;
    SendTemplate template =
        new SendTemplate(target, line.isSet("persistent"), wantsReceipts, line.number("payload"));
    int index = publishers.size();
    Sender sender = new Sender(id("p", index), login, template, wantsReceipts, counters, events);
    Publisher.Limits limits = new Publisher.Limits(window, line.number("ahead"));
    Publisher publisher = new Publisher(index, copies, wantsReceipts, limits, counters, sender);
    sender.serve(publisher);
    publishers.add(publisher);
    senders.add(sender);
  }

  private void subscriber(Destination source, Arrivals.Expected expected) {
    Subscriber.Settings settings =
        new Subscriber.Settings(
            line.isSet("acks"), line.number("prefetch"), line.number("payload"));
    Arrivals arrivals = new Arrivals(publishers, expected, line.number("rate") > 0, counters);
    String id = id("s", subscribers.size());
    receivers.add(new Subscriber(id, login, source, settings, arrivals, counters, events));
    subscribers.add(arrivals);
  }

  /** Two generators on one broker must not meet. */
  private static String id(String role, int number) {
    return "load-" + ProcessHandle.current().pid() + '-' + role + number;
  }
}

package io.warrenmq.benchmarks.amqp10;

import io.warrenmq.benchmarks.load.Arrivals;
import io.warrenmq.benchmarks.load.Clients;
import io.warrenmq.benchmarks.load.CommandLine;
import io.warrenmq.benchmarks.load.Connection;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import io.warrenmq.benchmarks.load.Publisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The AMQP 1.0 connections of a scenario. */
final class Amqp10Clients implements Clients {
  private static final int FRAME_BYTES_MIN = 131_072;
  private static final int FRAME_BYTES_BESIDE = 1024; // what a frame has beside its payload

  private final CommandLine line;
  private final Counters counters;
  private final ConnectionEvents events;
  private final Login login;
  private final Nodes nodes;

  private final List<AmqpConnection> senders = new ArrayList<>();
  private final List<AmqpConnection> receivers = new ArrayList<>();
  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Arrivals> subscribers = new ArrayList<>();
  private final List<Connection> preparing = new ArrayList<>();

  Amqp10Clients(CommandLine line, Counters counters, ConnectionEvents events) {
    this.line = line;
    this.counters = counters;
    this.events = events;
    this.login =
        new Login(
            line.text("user"),
            line.text("password"),
            Math.max(FRAME_BYTES_MIN, line.number("payload") + FRAME_BYTES_BESIDE),
            (int) TimeUnit.SECONDS.toMillis(line.number("idle-timeout")));
    this.nodes = new Nodes(line.text("nodes").equals("management"), line.text("queue-type"));
    switch (line.scenario()) {
      case "one-to-one" -> oneToOne(line.number("pairs"));
      case "fan-out" -> fanOut(line.number("subscribers"));
      case "idle" -> idle(line.number("connections"), line.number("queues"));
      default -> throw new IllegalStateException(line.scenario());
    }
    if (!nodes.requests().isEmpty()) {
      preparing.add(new ManagementClient(id("m", 0), login, nodes.requests(), counters, events));
    }
  }

  @Override
  public List<Connection> preparing() {
    return preparing;
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

  @Override
  public long keepAliveNs() {
    int shortestMs = Integer.MAX_VALUE;
    for (List<AmqpConnection> some : List.of(senders, receivers)) {
      for (AmqpConnection connection : some) {
        if (connection.idleTimeoutMs() > 0) {
          shortestMs = Math.min(shortestMs, connection.idleTimeoutMs());
        }
      }
    }
    // Half of what the broker waits for, as clients do.
    return shortestMs == Integer.MAX_VALUE ? 0 : TimeUnit.MILLISECONDS.toNanos(shortestMs) / 2;
  }

  private void oneToOne(int pairs) {
    for (int pair = 0; pair < pairs; pair++) {
      Node queue = nodes.queue(id("q", pair));
      receiver(queue, new Arrivals.Expected(pair, 1));
      sender(queue, 1);
    }
  }

  private void fanOut(int number) {
    String exchange = id("x", 0);
    Node target = nodes.fanout(exchange);
    for (int index = 0; index < number; index++) {
      receiver(nodes.bound(exchange, id("q", index)), new Arrivals.Expected(0, 1));
    }
    sender(target, number);
  }

  private void idle(int connections, int number) {
    List<Node> queues = new ArrayList<>();
    for (int index = 0; index < number; index++) {
      queues.add(nodes.queue(id("q", index)));
    }
    IdleClient.Shape shape = new IdleClient.Shape(line.number("sessions"), line.number("links"));
    for (int index = 0; index < connections; index++) {
      Node queue = queues.get(index % number);
      receivers.add(new IdleClient(id("i", index), login, queue, shape, counters, events));
    }
  }

  private void sender(Node target, int copies) {
    boolean settled = line.isSet("settled");
    TransferTemplate template =
        new TransferTemplate(line.number("payload"), line.isSet("durable"), settled);
    int index = publishers.size();
    Sender sender = new Sender(id("s", index), login, target, settled, template, counters, events);
    Publisher.Limits limits =
        new Publisher.Limits(settled ? 0 : line.number("window"), line.number("ahead"));
    Publisher publisher = new Publisher(index, copies, !settled, limits, counters, sender);
    sender.serve(publisher);
    publishers.add(publisher);
    senders.add(sender);
  }

  private void receiver(Node source, Arrivals.Expected expected) {
    Receiver.Settings settings =
        new Receiver.Settings(line.isSet("settled"), line.number("credit"), line.number("accept"));
    Arrivals arrivals = new Arrivals(publishers, expected, line.number("rate") > 0, counters);
    String id = id("r", subscribers.size());
    receivers.add(new Receiver(id, login, source, settings, arrivals, counters, events));
    subscribers.add(arrivals);
  }

  /** Two generators on one broker must not meet. */
  private static String id(String role, int number) {
    return "load-" + ProcessHandle.current().pid() + '-' + role + number;
  }
}

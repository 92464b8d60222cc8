package io.warrenmq.benchmarks.load;

import io.netty.channel.EventLoop;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One run of a scenario: opens the connections, lets them publish, and ends when what is underway
 * has arrived. Confined to the event loop, but for {@link #start}, {@link #stop} and {@link #end}.
 */
final class Run implements ConnectionEvents {
  private static final long SECOND_MS = 1000;
  private static final long LOOK_MS = 100;

  /** Seconds without an arrival after which what is underway counts as lost. */
  private static final int SILENT_SECONDS_MAX = 5;

  /** How long the end waits for arrivals at most. */
  private static final int DRAIN_LOOKS_MAX = 100;

  private static final int SILENT_LOOKS_MAX = 20;

  private final CommandLine line;
  private final Network network;
  private final EventLoop loop;
  private final Counters counters = new Counters();
  private final Clients clients;
  private final List<Connection> connections;
  private final Report report;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  private Opener opener;
  private long openingNs;
  private boolean stopping;
  private long receivedBefore;
  private int silent;
  private int looks;

  Run(CommandLine line, Clients.Factory factory, Network network, PrintStream out) {
    this.line = line;
    this.network = network;
    this.loop = network.loop();
    this.clients = factory.create(line, counters, this);
    this.connections = clients.all();
    this.opener = new Opener(network, clients.preparing(), this::onPrepared);
    this.report = new Report(out, counters);
  }

  /** Begins. Any thread. */
  void start() {
    loop.execute(() -> opener.start(1));
  }

  /** Publishes no more, waits for what is underway and ends. Any thread. */
  void stop() {
    loop.execute(this::onStop);
  }

  /** Done when the run has ended; failed when a connection did not do what it should. */
  CompletableFuture<Void> end() {
    return end;
  }

  @Override
  public void onReady(Connection connection) {
    opener.onReady();
  }

  @Override
  public void onFailure(Throwable cause) {
    end.completeExceptionally(cause);
  }

  private void onPrepared() {
    clients.preparing().forEach(Connection::close);
    openingNs = System.nanoTime();
    opener = new Opener(network, connections, this::onOpen);
    opener.start(line.number("opening"));
  }

  private void onOpen() {
    report.ready(connections.size(), System.nanoTime() - openingNs);
    loop.schedule(this::onSettled, line.number("settle"), TimeUnit.SECONDS);
  }

  private void onSettled() {
    long now = System.nanoTime();
    report.start(now);
    every(SECOND_MS, this::onSecond);
    int rate = line.number("rate");
    if (clients.keepAliveNs() > 0) {
      new Pinger(connections, clients.keepAliveNs(), now).start(loop);
    }
    if (rate > 0 && !clients.publishers().isEmpty()) {
      Pacer pacer = new Pacer(clients.publishers(), rate, now, counters);
      loop.scheduleAtFixedRate(() -> pace(pacer), 0, Pacer.TICK_NS, TimeUnit.NANOSECONDS);
    } else {
      clients.publishers().forEach(Publisher::start);
    }
    if (line.number("seconds") > 0) {
      loop.schedule(this::onStop, line.number("seconds"), TimeUnit.SECONDS);
    }
  }

  private void pace(Pacer pacer) {
    if (!stopping) {
      pacer.run(System.nanoTime());
    }
  }

  private void every(long ms, Runnable action) {
    loop.scheduleAtFixedRate(action, ms, ms, TimeUnit.MILLISECONDS);
  }

  private void onSecond() {
    if (stopping) {
      return;
    }
    report.interval(System.nanoTime());
    silent = counters.received == receivedBefore ? silent + 1 : 0;
    receivedBefore = counters.received;
    if (silent >= SILENT_SECONDS_MAX) {
      silent = 0;
      clients.publishers().forEach(this::giveUp);
    }
  }

  private void giveUp(Publisher publisher) {
    counters.lost += publisher.underway();
    publisher.onArrived(publisher.underway());
    clients.subscribers().forEach(subscriber -> subscriber.giveUp(publisher));
    publisher.pump();
  }

  private void onStop() {
    if (stopping) {
      return;
    }
    stopping = true;
    clients.publishers().forEach(Publisher::stop);
    receivedBefore = counters.received;
    silent = 0;
    every(LOOK_MS, this::look);
  }

  private void look() {
    looks++;
    silent = counters.received == receivedBefore ? silent + 1 : 0;
    receivedBefore = counters.received;
    if (silent >= SILENT_LOOKS_MAX) {
      clients.publishers().forEach(this::giveUp);
    }
    long underway = clients.publishers().stream().mapToLong(Publisher::underway).sum();
    boolean acknowledged = clients.publishers().stream().allMatch(p -> p.unacknowledged() == 0);
    if ((underway == 0 && acknowledged) || looks >= DRAIN_LOOKS_MAX) {
      if (end.complete(null)) {
        report.total(underway);
      }
      connections.forEach(Connection::close);
    }
  }
}

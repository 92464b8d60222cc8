package io.warrenmq.management.stats;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.metrics.Counts;
import io.warrenmq.core.metrics.LoopMetrics;
import io.warrenmq.core.metrics.ProtocolMetrics;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueDepth;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.SessionStatus;
import io.warrenmq.core.session.SessionSurvey;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.ApiOptions;
import io.warrenmq.management.api.ApiOptions.RatesMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything every few seconds, and so knows rates and what was. Objects that have never
 * done anything are not looked at twice: there may be a million queues that wait. The management
 * thread's.
 */
public final class Statistics {
  private static final Logger LOG = LoggerFactory.getLogger(Statistics.class);

  // Of each thing some 14 kB; of longer ones there are fewer. Of all together some 4 MB a day.
  private static final int HISTORIES_MAX = 2_000;
  private static final int HISTORY_S = 600;
  private static final String[] LENGTHS = {"messages", "messages_ready", "messages_unacknowledged"};
  private static final String WAITED = "waited_ms"; // of a queue's messages for its consumers
  private static final List<String> CHURN =
      List.of(
          "connection_created",
          "connection_closed",
          "channel_created",
          "channel_closed",
          "queue_declared",
          "queue_created",
          "queue_deleted");

  private final Broker broker;
  private final NodeFigures node;
  private final ApiOptions options;
  private final long intervalMs;
  private final LongSupplier clockMs;
  private final Function<Future<List<SessionStatus>>, Future<List<SessionStatus>>> here;

  private final Tracks queues;
  private final Tracks vhosts;
  private final Tracks exchanges;
  private final Tracks connections;
  private final Tracks sessions;
  private final Tracks totals;
  private final Tracks churn;
  private final Tracks nodes;
  private final Map<Vhost, Counts> vhostCounts = new IdentityHashMap<>(); // of the last sample
  private boolean looking;

  /**
   * Statistics of a broker, without samples.
   *
   * @param options what is told, and how long histories are kept
   * @param intervalMs how far samples are apart, in milliseconds
   * @param here completes a future on the management thread
   */
  public Statistics(
      Broker broker,
      NodeFigures node,
      ApiOptions options,
      long intervalMs,
      LongSupplier clockMs,
      Function<Future<List<SessionStatus>>, Future<List<SessionStatus>>> here) {
    this.broker = broker;
    this.node = node;
    this.options = options;
    this.intervalMs = intervalMs;
    this.clockMs = clockMs;
    this.here = here;
    this.queues = each(withLengths(WAITED));
    this.vhosts = each(withLengths());
    this.exchanges = each("publish_in", "publish_out");
    this.connections = each("recv_oct", "send_oct");
    this.sessions = each(metrics());
    this.totals = together(withLengths());
    this.churn = together(CHURN.toArray(new String[0]));
    this.nodes = together(NodeFigures.METRICS.toArray(new String[0]));
  }

  private Tracks each(String... metrics) {
    int historyS = options.historyS("basic");
    long most = (long) HISTORIES_MAX * HISTORY_S / historyS;
    return new Tracks((int) Math.max(1, Math.min(HISTORIES_MAX, most)), samples(historyS), metrics);
  }

  private Tracks together(String... metrics) {
    return new Tracks(1, samples(options.historyS("global")), metrics);
  }

  private int samples(int seconds) {
    return (int) (seconds * 1000L / intervalMs) + 1;
  }

  private static String[] metrics() {
    return MessageStats.METRICS.toArray(new String[0]);
  }

  private static String[] withLengths(String... more) {
    List<String> all = new ArrayList<>(MessageStats.METRICS);
    all.addAll(List.of(LENGTHS));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  // ---- samples ----

  /** Looks at everything. */
  public void sample() {
    long nowMs = clockMs.getAsLong();
    try {
      sampleQueues(nowMs);
      if (hasRates()) {
        sampleExchanges(nowMs);
      }
      sampleConnections(nowMs);
      sampleTotals(nowMs);
    } catch (RuntimeException e) { // It would be the last time.
      LOG.error("The statistics could not be taken", e);
    }
    if (!hasRates()) {
      sampleVhosts(Map.of(), nowMs);
    } else if (!looking) {
      looking = true;
      // Before the others are looked at: who closes in between is missed once, never counted twice.
      Map<String, Counts> closed = closedSessions();
      here.apply(SessionSurvey.of(broker.connections().all()))
          .onComplete(
              found -> {
                looking = false;
                if (found.succeeded()) {
                  sampleSessions(found.result(), nowMs);
                  sampleVhosts(withOpenSessions(closed, found.result()), nowMs);
                }
              });
    }
  }

  /** Whether it is told what goes through. */
  private boolean hasRates() {
    return options.rates() != RatesMode.NONE;
  }

  private void sampleQueues(long nowMs) {
    long[] sample = new long[queues.size()];
    queues.begin(nowMs);
    for (Vhost vhost : broker.vhosts().all()) {
      for (Queue queue : vhost.queues().values()) {
        Counts counts = queue.counts();
        if (counts != Counts.NONE) {
          MessageStats.fill(counts, sample);
          addLengths(queue.depth(), sample);
          sample[sample.length - 1] = queue.waitedForConsumersMs();
          queues.sample(queue, sample);
        }
      }
    }
    queues.end();
  }

  private static void addLengths(QueueDepth depth, long[] sample) {
    int at = MessageStats.METRICS.size();
    sample[at] = depth.messages();
    sample[at + 1] = depth.ready();
    sample[at + 2] = depth.unsettled();
  }

  private void sampleExchanges(long nowMs) {
    long[] sample = new long[exchanges.size()];
    exchanges.begin(nowMs);
    for (Vhost vhost : broker.vhosts().all()) {
      for (Exchange exchange : vhost.exchanges().values()) {
        sample[0] = exchange.publishedIn();
        sample[1] = exchange.publishedOut();
        if (sample[0] > 0) {
          exchanges.sample(exchange, sample);
        }
      }
    }
    exchanges.end();
  }

  private void sampleConnections(long nowMs) {
    long[] sample = new long[connections.size()];
    connections.begin(nowMs);
    for (ClientConnection connection : broker.connections().all()) {
      sample[0] = connection.request().transport().traffic().receivedBytes();
      sample[1] = connection.request().transport().traffic().sentBytes();
      connections.sample(connection, sample);
    }
    connections.end();
  }

  private void sampleSessions(List<SessionStatus> found, long nowMs) {
    long[] sample = new long[sessions.size()];
    sessions.begin(nowMs);
    for (SessionStatus session : found) {
      MessageStats.fill(session.metrics().counts(), sample);
      sessions.sample(session.metrics(), sample);
    }
    sessions.end();
  }

  private Map<String, Counts> closedSessions() {
    Map<String, Counts> byVhost = new HashMap<>();
    for (Vhost vhost : broker.vhosts().all()) {
      byVhost.put(vhost.name(), vhost.closedSessions().counts());
    }
    return byVhost;
  }

  private static Map<String, Counts> withOpenSessions(
      Map<String, Counts> closed, List<SessionStatus> open) {
    for (SessionStatus session : open) {
      Counts of = closed.get(session.connection().vhost());
      if (of != null) { // Else the vhost has come after the others were looked at.
        of.addAll(session.metrics().counts());
      }
    }
    return closed;
  }

  private void sampleVhosts(Map<String, Counts> byName, long nowMs) {
    long[] sample = new long[vhosts.size()];
    vhosts.begin(nowMs);
    for (Vhost vhost : broker.vhosts().all()) {
      Counts counts = byName.getOrDefault(vhost.name(), Counts.NONE);
      Counts before = vhostCounts.get(vhost);
      if (before != null && counts != Counts.NONE) {
        atLeast(counts, before);
      }
      vhostCounts.put(vhost, counts);
      MessageStats.fill(counts, sample);
      addLengths(allDepths(List.of(vhost)), sample);
      vhosts.sample(vhost, sample);
    }
    vhosts.end();
    vhostCounts.keySet().removeIf(Vhost::isDeleted);
  }

  /** Nothing that has happened is undone: what was missed this time is there the next. */
  private static void atLeast(Counts counts, Counts before) {
    for (Counter counter : Counter.values()) {
      counts.add(counter, Math.max(0, before.get(counter) - counts.get(counter)));
    }
  }

  private void sampleTotals(long nowMs) {
    long[] sample = new long[totals.size()];
    MessageStats.fill(allCounts(), sample);
    addLengths(allDepths(broker.vhosts().all()), sample);
    totals.begin(nowMs);
    totals.sample(broker, sample);
    totals.end();

    long[] changes = new long[churn.size()];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = churned(CHURN.get(i));
    }
    churn.begin(nowMs);
    churn.sample(broker, changes);
    churn.end();

    long[] figures = new long[nodes.size()];
    for (int i = 0; i < figures.length; i++) {
      figures[i] = node.value(NodeFigures.METRICS.get(i));
    }
    nodes.begin(nowMs);
    nodes.sample(broker, figures);
    nodes.end();
  }

  // ---- sums ----

  /** What all sessions have done, those that are gone included. */
  public Counts allCounts() {
    Counts all = new Counts();
    for (LoopMetrics loop : broker.metrics()) {
      for (ProtocolMetrics protocol : loop.protocols().values()) {
        all.addAll(protocol.published());
        for (QueueType type : QueueType.values()) {
          all.addAll(protocol.consumed(type.ordinal()));
        }
      }
    }
    return all;
  }

  /** How full all queues of some vhosts are together. */
  public static QueueDepth allDepths(Iterable<Vhost> vhosts) {
    long ready = 0;
    long readyBytes = 0;
    long unsettled = 0;
    long unsettledBytes = 0;
    long onDisk = 0;
    long onDiskBytes = 0;
    int consumers = 0;
    for (Vhost vhost : vhosts) {
      for (Queue queue : vhost.queues().values()) {
        QueueDepth depth = queue.depth();
        ready += depth.ready();
        readyBytes += depth.readyBytes();
        unsettled += depth.unsettled();
        unsettledBytes += depth.unsettledBytes();
        onDisk += depth.onDisk();
        onDiskBytes += depth.onDiskBytes();
        consumers += depth.consumers();
      }
    }
    return new QueueDepth(
        ready, readyBytes, unsettled, unsettledBytes, onDisk, onDiskBytes, consumers);
  }

  private long churned(String metric) {
    return broker.events().counted(metric.replace('_', '.'));
  }

  // ---- what they say ----

  private Figures figures(Tracks tracks, Object thing) {
    return new Figures(tracks, thing, intervalMs, clockMs.getAsLong());
  }

  /** A queue's {@code message_stats}; {@code null} when nothing has happened. */
  public @Nullable JsonObject messageStats(Queue queue, @Nullable Window window) {
    return hasRates() ? MessageStats.ofQueue(queue.counts(), figures(queues, queue), window) : null;
  }

  /** Adds a queue's lengths and how they change. */
  public void putLengths(JsonObject into, Queue queue, @Nullable Window window) {
    putLengths(into, queue.depth(), figures(queues, queue), window);
  }

  /**
   * A vhost's {@code message_stats}: what all sessions in it have done, up to the last sample;
   * {@code null} when that is nothing.
   */
  public @Nullable JsonObject messageStats(Vhost vhost, @Nullable Window window) {
    Counts counts = vhostCounts.get(vhost);
    return counts == null || !hasRates()
        ? null
        : MessageStats.ofSession(counts, figures(vhosts, vhost), window);
  }

  /** Adds how many messages a vhost has, and how that changes. */
  public void putLengths(JsonObject into, Vhost vhost, @Nullable Window window) {
    putLengths(into, allDepths(List.of(vhost)), figures(vhosts, vhost), window);
  }

  /**
   * How much of the time a queue's consumers could have taken a message at once, between the last
   * two samples: from 0 to 1; 0 without consumers.
   */
  public double consumerCapacity(Queue queue) {
    if (queue.depth().consumers() == 0) {
      return 0;
    }
    double waitedMsInASecond = figures(queues, queue).rate(WAITED);
    return Math.max(0, Math.min(1, 1 - waitedMsInASecond / 1000));
  }

  private static void putLengths(
      JsonObject into, QueueDepth depth, Figures figures, @Nullable Window window) {
    figures.put(into, LENGTHS[0], LENGTHS[0], depth.messages(), window);
    figures.put(into, LENGTHS[1], LENGTHS[1], depth.ready(), window);
    figures.put(into, LENGTHS[2], LENGTHS[2], depth.unsettled(), window);
  }

  /** An exchange's {@code message_stats}; {@code null} when nothing was published to it. */
  public @Nullable JsonObject messageStats(Exchange exchange, @Nullable Window window) {
    long in = exchange.publishedIn();
    if (in == 0 || !hasRates()) {
      return null;
    }
    JsonObject json = new JsonObject();
    Figures figures = figures(exchanges, exchange);
    figures.put(json, "publish_in", "publish_in", in, window);
    figures.put(json, "publish_out", "publish_out", exchange.publishedOut(), window);
    return json;
  }

  /** A session's {@code message_stats}; {@code null} when it has done nothing. */
  public @Nullable JsonObject messageStats(SessionStatus session, @Nullable Window window) {
    return hasRates()
        ? MessageStats.ofSession(
            session.metrics().counts(), figures(sessions, session.metrics()), window)
        : null;
  }

  /** Adds what has gone over a connection's socket. */
  public void putTraffic(JsonObject into, ClientConnection connection, @Nullable Window window) {
    Figures figures = figures(connections, connection);
    figures.put(
        into,
        "recv_oct",
        "recv_oct",
        connection.request().transport().traffic().receivedBytes(),
        window);
    figures.put(
        into,
        "send_oct",
        "send_oct",
        connection.request().transport().traffic().sentBytes(),
        window);
  }

  /** The {@code message_stats} of all together; empty when rates are not told. */
  public JsonObject messageStats(@Nullable Window window) {
    return hasRates()
        ? MessageStats.ofAll(allCounts(), figures(totals, broker), window)
        : new JsonObject();
  }

  /** The {@code queue_totals} of all together. */
  public JsonObject queueTotals(@Nullable Window window) {
    JsonObject json = new JsonObject();
    putLengths(json, allDepths(broker.vhosts().all()), figures(totals, broker), window);
    return json;
  }

  /** The {@code churn_rates}. */
  public JsonObject churnRates(@Nullable Window window) {
    JsonObject json = new JsonObject();
    putChurn(json, window);
    return json;
  }

  /** Adds what came and went. */
  public void putChurn(JsonObject into, @Nullable Window window) {
    Figures figures = figures(churn, broker);
    for (String metric : CHURN) {
      figures.put(into, metric, metric, churned(metric), window);
    }
  }

  /** Adds what is known of the process. */
  public void putNode(JsonObject into, @Nullable Window window) {
    Figures figures = figures(nodes, broker);
    for (String metric : NodeFigures.METRICS) {
      figures.put(into, metric, metric, node.value(metric), window);
    }
  }
}

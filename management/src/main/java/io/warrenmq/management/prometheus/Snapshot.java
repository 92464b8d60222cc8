package io.warrenmq.management.prometheus;

import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metrics.Counts;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.SessionStatus;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.prometheus.Group.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The objects of one page, each looked at once. The thread's. */
final class Snapshot {
  private final Broker broker;
  private final Set<String> vhosts;
  private final @Nullable List<SessionStatus> sessions;
  private @Nullable List<QueueMetrics.Look> queues;

  /**
   * What a page shows.
   *
   * @param vhosts the names of the vhosts that it is about; empty: all
   * @param sessions {@code null}: they are not shown
   */
  Snapshot(Broker broker, Set<String> vhosts, @Nullable List<SessionStatus> sessions) {
    this.broker = broker;
    this.vhosts = vhosts;
    this.sessions = sessions;
  }

  private boolean isShown(String vhost) {
    return vhosts.isEmpty() || vhosts.contains(vhost);
  }

  /** The vhosts that it is about. */
  Collection<Vhost> vhosts() {
    return broker.vhosts().all().stream().filter(vhost -> isShown(vhost.name())).toList();
  }

  /**
   * Queues.
   *
   * @param used only those that anything has happened to
   */
  List<Row<QueueMetrics.Look>> queues(boolean used, Function<Queue, byte[]> labels) {
    List<Row<QueueMetrics.Look>> rows = new ArrayList<>();
    for (QueueMetrics.Look look : looks()) {
      if (!used || look.counts() != Counts.NONE) {
        rows.add(new Row<>(look, labels.apply(look.queue())));
      }
    }
    return rows;
  }

  private List<QueueMetrics.Look> looks() {
    List<QueueMetrics.Look> known = queues;
    if (known == null) {
      known = new ArrayList<>();
      for (Vhost vhost : vhosts()) {
        for (Queue queue : vhost.queues().values()) {
          known.add(QueueMetrics.Look.at(queue));
        }
      }
      queues = known;
    }
    return known;
  }

  /** Exchanges that anything was published to. */
  List<Row<Exchange>> usedExchanges() {
    List<Row<Exchange>> rows = new ArrayList<>();
    for (Vhost vhost : vhosts()) {
      for (Exchange exchange : vhost.exchanges().values()) {
        if (exchange.publishedIn() > 0) {
          rows.add(new Row<>(exchange, ExchangeMetrics.labels(vhost.name(), exchange)));
        }
      }
    }
    return rows;
  }

  /** Connections. */
  List<Row<ClientConnection>> connections() {
    List<Row<ClientConnection>> rows = new ArrayList<>();
    for (ClientConnection connection : broker.connections().all()) {
      if (isShown(connection.vhost())) {
        rows.add(new Row<>(connection, ConnectionMetrics.labels(connection)));
      }
    }
    return rows;
  }

  /**
   * Sessions; {@code null} when they are not known. Of those of one name, which protocols without
   * session numbers may have, one is shown: there may not be two series of the same labels.
   */
  @Nullable List<Row<SessionStatus>> sessions(Function<SessionStatus, byte[]> labels) {
    if (sessions == null) {
      return null;
    }
    Set<String> names = new HashSet<>();
    List<Row<SessionStatus>> rows = new ArrayList<>();
    for (SessionStatus session : sessions) {
      if (isShown(session.connection().vhost()) && names.add(session.name())) {
        rows.add(new Row<>(session, labels.apply(session)));
      }
    }
    return rows;
  }

  /** All sessions, without labels; {@code null} when they are not known. */
  @Nullable List<Row<SessionStatus>> allSessions() {
    return sessions == null
        ? null
        : sessions.stream().map(session -> new Row<>(session, Labels.NONE)).toList();
  }
}

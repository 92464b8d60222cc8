package io.warrenmq.management.prometheus;

import static io.warrenmq.management.prometheus.Group.PREFIX;

import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.SessionStatus;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.prometheus.Group.Row;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Puts pages together. The thread's. */
final class Pages {
  private static final String DETAILED = "rabbitmq_detailed_";
  private static final String CLUSTER = "rabbitmq_cluster_";
  private static final String OURS = "warrenmq_";

  private final Broker broker;
  private final JavaMetrics java;
  private final Telemetry telemetry;
  private final TrafficTotals traffic = new TrafficTotals();

  /** Pages about a broker. */
  Pages(Broker broker, JavaMetrics java, Telemetry telemetry) {
    this.broker = broker;
    this.java = java;
    this.telemetry = telemetry;
  }

  /** Writes a page. */
  void write(Target target, Findings found, Exposition out) {
    Snapshot snapshot = new Snapshot(broker, target.vhosts(), found.sessions());
    switch (target.page()) {
      case AGGREGATED -> writeAggregated(out, snapshot, found);
      case PER_OBJECT -> writePerObject(out, snapshot, found);
      case DETAILED -> target.families().forEach(name -> detailed(name, out, snapshot, found));
      case MEMORY -> new MemoryMetrics(out, broker).write();
    }
    writeIdentity(out, target.page());
    telemetry.write(out);
  }

  // ---- sums ----

  private void writeAggregated(Exposition out, Snapshot snapshot, Findings found) {
    traffic.look(broker.connections());
    Totals totals = new Totals(broker.metrics(), traffic);
    NodeMetrics node = new NodeMetrics(out, PREFIX, broker);
    writeNode(node);
    List<Row<QueueMetrics.Look>> queues = snapshot.queues(false, queue -> Labels.NONE);
    QueueMetrics.COARSE.writeAll(out, PREFIX, queues, totals);
    QueueMetrics.DETAILS.writeAll(out, PREFIX, queues, totals);
    writeStreams(out);
    List<Row<SessionStatus>> sessions = snapshot.allSessions();
    if (sessions != null) {
      ChannelMetrics.DETAILS.writeAll(out, PREFIX, sessions, totals);
    }
    ChannelMetrics.PUBLISHING.writeAll(out, PREFIX, List.of(), totals);
    ChannelMetrics.CONSUMING.writeAll(out, PREFIX, List.of(), totals);
    List<Row<ClientConnection>> connections = snapshot.connections();
    ConnectionMetrics.COARSE.writeAll(out, PREFIX, connections, totals);
    ConnectionMetrics.DETAILS.writeAll(out, PREFIX, connections, totals);
    QueueMetrics.PUBLISHED.writeAll(out, PREFIX, List.of(), totals);
    ExchangeMetrics.TRAFFIC.writeAll(out, PREFIX, List.of(), totals);
    QueueMetrics.DELIVERY.writeAll(out, PREFIX, List.of(), totals);
    QueueMetrics.PUBLISHED_BY_EXCHANGES.writeAll(out, PREFIX, List.of(), totals);
    writeTotals(out, totals);
    node.writeAlarms();
    out.single(
        "",
        Family.gauge(
            "process_start_time_seconds", "Start time of the process since unix epoch in seconds."),
        ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
    writeOurs(out, found);
  }

  private static void writeNode(NodeMetrics node) {
    node.writeChurn();
    node.writeCoarse();
    node.writeLimits();
    node.writePersister();
    node.writeRaft();
    node.writeLogins();
  }

  private static void writeStreams(Exposition out) {
    out.single(
        PREFIX, Family.counter("stream_segments", "Total number of stream segment files"), 0);
    out.single(
        PREFIX,
        Family.gauge(
            "stream_consumer_max_offset_lag", "Current maximum of offset lag of consumers"),
        0);
  }

  private void writeTotals(Exposition out, Totals totals) {
    int channels = 0;
    for (ClientConnection connection : broker.connections().all()) {
      channels += connection.sessionCount();
    }
    int queues = 0;
    for (Vhost vhost : broker.vhosts().all()) {
      queues += vhost.queues().size();
    }
    out.single(
        PREFIX,
        Family.gauge("connections", "Connections currently open"),
        broker.connections().count());
    out.single(PREFIX, Family.gauge("channels", "Channels currently open"), channels);
    out.single(
        PREFIX, Family.gauge("consumers", "Consumers currently connected"), totals.consumers());
    out.single(PREFIX, Family.gauge("queues", "Queues available"), queues);
    new GlobalMetrics(out, totals).write();
  }

  /** What RabbitMQ has no names for. */
  private void writeOurs(Exposition out, Findings found) {
    Family lag =
        Family.gauge(
            "event_loop_lag_seconds",
            "How long a task waited for its turn on an event loop, at this moment");
    if (out.begin(OURS, lag)) {
      for (int i = 0; i < found.lagNanos().length; i++) {
        out.sample(Labels.of("loop", Integer.toString(i)), found.lagNanos()[i] / 1e9);
      }
    }
    out.single(
        OURS,
        Family.gauge("message_memory_bytes", "Messages that are held in memory"),
        broker.messageMemoryBytes());
    out.single(
        OURS,
        Family.gauge(
            "message_memory_limit_bytes", "From how many on publishers are blocked; 0: never"),
        broker.options().messageMemoryBytes());
    java.write(out);
  }

  // ---- each object ----

  private void writePerObject(Exposition out, Snapshot snapshot, Findings found) {
    traffic.look(broker.connections());
    writeNode(new NodeMetrics(out, PREFIX, broker));
    for (ObjectFamily family : ObjectFamily.values()) {
      family.write(out, PREFIX, snapshot);
    }
    writeTotals(out, new Totals(broker.metrics(), traffic));
    writeOurs(out, found);
  }

  private void detailed(String name, Exposition out, Snapshot snapshot, Findings found) {
    NodeMetrics node = new NodeMetrics(out, DETAILED, broker);
    switch (name) {
      case "connection_churn_metrics" -> node.writeChurn();
      case "node_coarse_metrics" -> node.writeCoarse();
      case "node_metrics" -> node.writeLimits();
      case "node_persister_metrics" -> node.writePersister();
      case "auth_attempt_metrics" -> node.writeLogins();
      case "vhost_status" -> writeVhosts(out, snapshot);
      case "exchange_names" -> writeExchanges(out, snapshot);
      case "exchange_bindings" -> writeBindings(out, snapshot, found);
      default -> {
        for (ObjectFamily family : ObjectFamily.values()) {
          if (family.is(name)) {
            family.write(out, DETAILED, snapshot);
          }
        }
      }
    }
  }

  private static void writeVhosts(Exposition out, Snapshot snapshot) {
    if (out.begin(CLUSTER, Family.gauge("vhost_status", "Whether a given vhost is running"))) {
      snapshot.vhosts().forEach(vhost -> out.sample(Labels.of("vhost", vhost.name()), 1));
    }
  }

  private static void writeExchanges(Exposition out, Snapshot snapshot) {
    if (out.begin(CLUSTER, ExchangeMetrics.NAME)) {
      for (Vhost vhost : snapshot.vhosts()) {
        vhost
            .exchanges()
            .values()
            .forEach(
                exchange -> out.sample(ExchangeMetrics.typedLabels(vhost.name(), exchange), 1));
      }
    }
  }

  private static void writeBindings(Exposition out, Snapshot snapshot, Findings found) {
    if (!out.begin(CLUSTER, ExchangeMetrics.BINDINGS)) {
      return;
    }
    for (Vhost vhost : snapshot.vhosts()) {
      vhost
          .exchanges()
          .values()
          .forEach(
              exchange ->
                  out.sample(
                      ExchangeMetrics.typedLabels(vhost.name(), exchange),
                      found.bindings(vhost.name(), exchange.name())));
    }
  }

  // ---- who it is ----

  private void writeIdentity(Exposition out, Target.Page page) {
    BrokerInfo info = broker.info();
    out.single(
        PREFIX,
        Family.untyped("build_info", "Versions"),
        Labels.of(
            "rabbitmq_version",
            info.rabbitmqVersion(),
            "prometheus_plugin_version",
            info.version(),
            "product_name",
            info.product(),
            "product_version",
            info.version(),
            "java_version",
            Runtime.version().toString()),
        1);
    out.single(
        PREFIX,
        Family.untyped("identity_info", "RabbitMQ node & cluster identity info"),
        Labels.of(
            "rabbitmq_node",
            info.nodeName(),
            "rabbitmq_cluster",
            info.clusterName(),
            "rabbitmq_cluster_permanent_id",
            permanentId(info.clusterName()),
            "rabbitmq_endpoint",
            page.endpoint()),
        1);
  }

  /** The same for as long as the cluster has its name. */
  private static String permanentId(String cluster) {
    return "rabbitmq-cluster-id-"
        + UUID.nameUUIDFromBytes(cluster.getBytes(StandardCharsets.UTF_8));
  }
}

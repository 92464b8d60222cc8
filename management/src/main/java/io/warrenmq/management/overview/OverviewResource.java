package io.warrenmq.management.overview;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.exchange.ExchangeType;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.broker.NodeListener;
import io.warrenmq.core.flow.ResourceAlarms;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.stats.NodeFigures;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.stats.Window;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The overview, and the node. */
public final class OverviewResource {
  private final Administration administration;
  private final Statistics statistics;
  private final Broker broker;
  private final BrokerOptions options;
  private final String node;

  /** Of a broker's. */
  public OverviewResource(Administration administration, Statistics statistics) {
    this.administration = administration;
    this.statistics = statistics;
    this.broker = administration.broker();
    this.options = broker.options();
    this.node = administration.node();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/overview", Access.MANAGEMENT, this::overview)
        .get("/api/nodes", Access.MONITORING, this::nodes)
        .get("/api/nodes/{node}", Access.MONITORING, this::node)
        .get("/api/nodes/{node}/memory", Access.MONITORING, this::memory);
  }

  private Future<Response> overview(ApiRequest request) {
    return Future.succeededFuture(Listing.one(request, broker, overviewColumns(request)));
  }

  private Columns<Broker> overviewColumns(ApiRequest request) {
    Window rates = Window.of(request, "msg_rates");
    Window lengths = Window.of(request, "lengths");
    boolean withoutStats = administration.withoutStats(request);
    BrokerInfo info = broker.info();
    Columns<Broker> columns =
        new Columns<Broker>()
            .add("management_version", all -> info.version())
            .add("rates_mode", all -> administration.options().rates().text())
            .add("sample_retention_policies", all -> retention())
            .add("exchange_types", all -> exchangeTypes())
            .add("product_version", all -> info.version())
            .add("product_name", all -> info.product())
            .add("rabbitmq_version", all -> info.rabbitmqVersion())
            .add("cluster_name", all -> info.clusterName())
            .add("cluster_tags", all -> new JsonObject())
            .add("node_tags", all -> new JsonObject())
            .add("java_version", all -> Runtime.version().toString())
            .add("erlang_version", all -> "")
            .add("erlang_full_version", all -> "")
            .add("disable_stats", all -> withoutStats)
            .add("default_queue_type", all -> "classic")
            .add(
                "is_op_policy_updating_enabled",
                all -> !administration.options().operatorPoliciesFixed())
            .add("enable_queue_totals", all -> administration.withQueueTotals(request))
            .add("object_totals", all -> objectTotals(request))
            .add("statistics_db_event_queue", all -> 0);
    if (!withoutStats) {
      columns.add("churn_rates", all -> statistics.churnRates(rates));
    }
    if (Access.MONITORING.isGranted(request.user())) {
      columns
          .add("node", all -> node)
          .add("listeners", all -> listeners())
          .add("contexts", all -> contexts())
          .add("alarms", all -> alarms());
      if (!withoutStats) {
        columns
            .add("message_stats", all -> statistics.messageStats(rates))
            .add("queue_totals", all -> statistics.queueTotals(lengths));
      }
    }
    return columns;
  }

  private JsonArray listeners() {
    JsonArray all = new JsonArray();
    for (NodeListener listener : administration.listeners()) {
      all.add(
          new JsonObject()
              .put("node", node)
              .put("protocol", listener.protocol())
              .put("ip_address", listener.host())
              .put("port", listener.port())
              .put("socket_opts", new JsonObject()));
    }
    return all;
  }

  /** Where this API is. */
  private JsonArray contexts() {
    JsonArray all = new JsonArray();
    for (NodeListener listener : administration.listeners()) {
      if (listener.protocol().equals("http") || listener.protocol().equals("https")) {
        all.add(
            new JsonObject()
                .put("node", node)
                .put("description", options.info().product() + " Management")
                .put("path", "/")
                .put("ip", listener.host())
                .put("port", Integer.toString(listener.port()))
                .put("ssl_opts", new JsonArray()));
      }
    }
    return all;
  }

  private JsonObject retention() {
    JsonObject all = new JsonObject();
    for (String section : List.of("global", "basic", "detailed")) {
      all.put(section, new JsonArray(administration.options().retentionS().get(section)));
    }
    return all;
  }

  private JsonArray exchangeTypes() {
    JsonArray all = new JsonArray();
    broker.exchangeTypes().all().stream()
        .map(ExchangeType::name)
        .sorted()
        .forEach(
            name ->
                all.add(
                    new JsonObject()
                        .put("name", name)
                        .put("description", "exchange type " + name)
                        .put("enabled", true)));
    return all;
  }

  /** Those that the user may see. */
  private JsonObject objectTotals(ApiRequest request) {
    int queues = 0;
    int exchanges = 0;
    for (Vhost vhost : administration.visibleVhosts(request.user())) {
      queues += vhost.queues().size();
      exchanges += vhost.exchanges().size();
    }
    int connections = 0;
    int channels = 0;
    boolean seesAll = Access.MONITORING.isGranted(request.user());
    for (ClientConnection connection : broker.connections().all()) {
      if (seesAll || connection.principal().name().equals(request.user().name())) {
        connections++;
        channels += connection.sessionCount();
      }
    }
    JsonObject totals =
        new JsonObject()
            .put("exchanges", exchanges)
            .put("queues", queues)
            .put("connections", connections);
    if (!administration.withoutStats(request)) {
      int consumers =
          Statistics.allDepths(administration.visibleVhosts(request.user())).consumers();
      totals.put("channels", channels).put("consumers", consumers);
    }
    return totals;
  }

  private JsonArray alarms() {
    JsonArray raised = new JsonArray();
    for (ResourceAlarms.Resource resource : broker.alarms().raised()) {
      raised.add(resource.text());
    }
    return raised;
  }

  // ---- the node ----

  private Future<Response> nodes(ApiRequest request) {
    return Future.succeededFuture(
        Listing.of(
            request, List.of(broker), nodeColumns(request), Comparator.comparing(all -> node)));
  }

  private Future<Response> node(ApiRequest request) {
    checkNode(request);
    return Future.succeededFuture(Listing.one(request, broker, nodeColumns(request)));
  }

  private void checkNode(ApiRequest request) {
    if (!request.parameter("node").equals(node)) {
      throw ApiException.notFound();
    }
  }

  private Columns<Broker> nodeColumns(ApiRequest request) {
    Columns<Broker> basic =
        new Columns<Broker>()
            .add("name", all -> node)
            .add("type", all -> "disc")
            .add("running", all -> true)
            .add("being_drained", all -> false);
    return administration.withoutStats(request)
        ? basic
        : addStatistics(basic, Window.of(request, "node_stats"));
  }

  private Columns<Broker> addStatistics(Columns<Broker> to, @Nullable Window window) {
    JsonObject figures = new JsonObject();
    statistics.putNode(figures, window);
    statistics.putChurn(figures, window);
    Columns<Broker> columns =
        to.add("partitions", all -> new JsonArray())
            .add("os_pid", all -> Long.toString(ProcessHandle.current().pid()))
            .add("fd_total", all -> NodeFigures.openFilesMax())
            .add("sockets_total", all -> 0)
            .add("mem_limit", all -> options.messageMemoryBytes())
            .add("mem_alarm", all -> isRaised(ResourceAlarms.Resource.MEMORY))
            .add("disk_free_limit", all -> options.diskFreeBytes())
            .add("disk_free_alarm", all -> isRaised(ResourceAlarms.Resource.DISK))
            .add("message_memory", all -> broker.messageMemoryBytes())
            .add("heap_used", all -> heapUsed())
            .add("heap_max", all -> Runtime.getRuntime().maxMemory())
            .add("proc_total", all -> 0)
            .add("rates_mode", all -> administration.options().rates().text())
            .add("uptime", all -> NodeFigures.uptimeMs())
            .add("run_queue", all -> 0)
            .add("processors", all -> Runtime.getRuntime().availableProcessors())
            .add("exchange_types", all -> exchangeTypes())
            .add("auth_mechanisms", all -> mechanisms())
            .add("net_ticktime", all -> 0)
            .add("cluster_links", all -> new JsonArray());
    for (String name : figures.fieldNames()) {
      columns.add(name, all -> figures.getValue(name));
    }
    return columns;
  }

  private boolean isRaised(ResourceAlarms.Resource resource) {
    return broker.alarms().raised().contains(resource);
  }

  private static long heapUsed() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private JsonArray mechanisms() {
    JsonArray all = new JsonArray();
    for (String name : options.authMechanisms()) {
      all.add(
          new JsonObject()
              .put("name", name)
              .put("description", "SASL " + name + " authentication mechanism")
              .put("enabled", true));
    }
    return all;
  }

  /** RabbitMQ's breakdown is Erlang's; this is Java's. */
  private Future<Response> memory(ApiRequest request) {
    checkNode(request);
    long messages = broker.messageMemoryBytes();
    long heap = heapUsed();
    long resident = NodeFigures.residentBytes();
    JsonObject memory =
        new JsonObject()
            .put("messages", messages)
            .put("heap_other", Math.max(0, heap - messages))
            .put("heap_unused", Runtime.getRuntime().totalMemory() - heap)
            .put("other_unused", Math.max(0, resident - Runtime.getRuntime().totalMemory()))
            .put("strategy", "rss")
            .put(
                "total",
                new JsonObject()
                    .put("rss", resident)
                    .put("allocated", Runtime.getRuntime().totalMemory())
                    .put("erlang", 0));
    return Future.succeededFuture(
        Listing.one(request, broker, new Columns<Broker>().add("memory", all -> memory)));
  }
}

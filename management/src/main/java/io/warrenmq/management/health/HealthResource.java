package io.warrenmq.management.health;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.flow.ResourceAlarms;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;

/**
 * Health checks: 200 when all is well, 503 when it is not. Those that load balancers and
 * orchestrators ask need no user, as in RabbitMQ.
 */
public final class HealthResource {
  private static final String CHECKS = "/api/health/checks/";
  private static final String LEADERS = CHECKS + "quorum-queues-without-elected-leaders/";

  private final Administration administration;
  private final Broker broker;

  /** Of a broker's. */
  public HealthResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/aliveness-test/{vhost}", Access.MANAGEMENT, this::aliveness)
        .get("/api/healthchecks/node", Access.MANAGEMENT, request -> ok())
        .get("/api/healthchecks/node/{node}", Access.MANAGEMENT, this::node)
        .get(CHECKS + "alarms", Access.MANAGEMENT, request -> alarms("in the cluster"))
        .get(CHECKS + "local-alarms", Access.MANAGEMENT, request -> alarms("on the node"))
        .get(CHECKS + "virtual-hosts", Access.MANAGEMENT, request -> ok())
        .get(CHECKS + "metadata-store/initialized", Access.MANAGEMENT, request -> initialized())
        .get(
            CHECKS + "metadata-store/initialized/with-data",
            Access.MANAGEMENT,
            request -> initializedWithData())
        .get(CHECKS + "node-is-quorum-critical", Access.MANAGEMENT, request -> ok(singleNode()))
        .get(LEADERS + "all-vhosts", Access.MANAGEMENT, request -> ok())
        .get(LEADERS + "all-vhosts/pattern/{pattern}", Access.MANAGEMENT, this::leaders)
        .get(LEADERS + "vhost/{vhost}", Access.MANAGEMENT, this::leaders)
        .get(LEADERS + "vhost/{vhost}/pattern/{pattern}", Access.MANAGEMENT, this::leaders)
        .get(CHECKS + "is-in-service", Access.ANYBODY, request -> inService())
        .get(
            CHECKS + "below-node-connection-limit",
            Access.ANYBODY,
            request -> belowConnectionLimit())
        .get(CHECKS + "ready-to-serve-clients", Access.ANYBODY, request -> ready())
        .get(CHECKS + "reached-target-cluster-size", Access.ANYBODY, request -> ok());
  }

  private static Future<Response> ok() {
    return Future.succeededFuture(Health.ok());
  }

  private static Future<Response> ok(JsonObject body) {
    return Future.succeededFuture(Json.ok(body));
  }

  private static JsonObject singleNode() {
    return Health.okBody().put("reason", "single node cluster");
  }

  /** Does nothing but to look for the vhost, as since RabbitMQ 4.1. */
  private Future<Response> aliveness(ApiRequest request) {
    administration.visibleVhost(request);
    return ok();
  }

  private Future<Response> node(ApiRequest request) {
    administration.checkNode(request);
    return ok();
  }

  private Future<Response> alarms(String where) {
    JsonArray raised = new JsonArray();
    for (ResourceAlarms.Resource resource : broker.alarms().raised()) {
      raised.add(
          new JsonObject().put("node", administration.node()).put("resource", resource.text()));
    }
    if (!raised.isEmpty()) {
      throw Health.failed(
          "There are alarms in effect " + where, new JsonObject().put("alarms", raised));
    }
    return ok();
  }

  // ---- the metadata ----

  private Future<Response> initialized() {
    if (!administration.isListening()) {
      throw Health.failed("Metadata store has not yet been initialized");
    }
    return ok();
  }

  private Future<Response> initializedWithData() {
    if (!administration.isListening() || broker.vhosts().all().isEmpty()) {
      throw Health.failed(
          "Metadata store has not yet been initialized: it reports to have no virtual hosts");
    }
    return ok();
  }

  // ---- queues ----

  /** One node leads them all. */
  private Future<Response> leaders(ApiRequest request) {
    if (request.find("vhost") != null) {
      administration.visibleVhost(request);
    }
    String pattern = request.find("pattern");
    if (pattern != null) {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw ApiException.badRequest("the pattern is no regular expression: " + e.getMessage());
      }
    }
    return ok();
  }

  // ---- clients ----

  private Future<Response> inService() {
    checkInService();
    return ok();
  }

  private void checkInService() {
    if (!administration.isListening()) {
      throw Health.failed("the node is not currently available to serve");
    }
  }

  private Future<Response> belowConnectionLimit() {
    int max = broker.options().connectionsMax();
    JsonObject counts =
        new JsonObject()
            .put("limit", max < 0 ? "infinity" : (Object) max)
            .put("connections", broker.admission().connections());
    checkBelowConnectionLimit(counts);
    return ok(Health.okBody().mergeIn(counts));
  }

  private void checkBelowConnectionLimit(JsonObject counts) {
    int max = broker.options().connectionsMax();
    if (max >= 0 && broker.admission().connections() >= max) {
      throw Health.failed("node connection limit is reached", counts);
    }
  }

  private Future<Response> ready() {
    checkInService();
    boolean isServed =
        administration.listeners().stream()
            .anyMatch(each -> each.protocol().equals("amqp") || each.protocol().equals("amqp/ssl"));
    if (!isServed) {
      throw Health.failed("no active listeners for AMQP/AMQPS");
    }
    checkBelowConnectionLimit(
        new JsonObject().put("connections", broker.admission().connections()));
    return ok();
  }
}

package io.warrenmq.management.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Body;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;

/**
 * The cluster's name, the version, and the lists of what has to be switched on, or is on its way
 * out: of those there is nothing here.
 */
public final class ClusterResource {
  private static final int NAME_CHARS_MAX = 255;

  private final Administration administration;
  private final Broker broker;

  /** Of a broker's. */
  public ClusterResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/cluster-name", Access.MANAGEMENT, request -> name())
        .put("/api/cluster-name", Access.ADMINISTRATOR, this::rename)
        .get(
            "/api/version",
            Access.MANAGEMENT,
            request -> answer(broker.options().info().rabbitmqVersion()))
        .get("/api/extensions", Access.MANAGEMENT, request -> answer(new JsonArray()))
        .get("/api/feature-flags", Access.MANAGEMENT, request -> answer(new JsonArray()))
        .put("/api/feature-flags/{name}/enable", Access.ADMINISTRATOR, request -> unsupported())
        .get("/api/deprecated-features", Access.MANAGEMENT, request -> answer(new JsonArray()))
        .get("/api/deprecated-features/used", Access.MANAGEMENT, request -> answer(new JsonArray()))
        // There are none yet.
        .get("/api/shovels", Access.MONITORING, request -> answer(new JsonArray()))
        .get("/api/shovels/{vhost}", Access.MONITORING, request -> answer(new JsonArray()))
        .get("/api/federation-links", Access.MONITORING, request -> answer(new JsonArray()))
        .get(
            "/api/federation-links/{vhost}", Access.MONITORING, request -> answer(new JsonArray()));
  }

  private static Future<Response> answer(Object json) {
    return Future.succeededFuture(Json.ok(json));
  }

  private Future<Response> name() {
    return answer(new JsonObject().put("name", broker.info().clusterName()));
  }

  private Future<Response> rename(ApiRequest request) {
    Body body = request.body();
    String name = body.required("name");
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
      throw ApiException.badRequest(
          "a cluster needs a name of at most " + NAME_CHARS_MAX + " characters");
    }
    return administration
        .command(request.user(), () -> broker.rename(name))
        .map(done -> Json.done());
  }

  private static Future<Response> unsupported() {
    throw ApiException.badRequest("unsupported");
  }
}

package io.warrenmq.management.users;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.auth.AuthAttempts;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How users log in: hashes of passwords, and how often it was tried. */
public final class AuthResource {
  private static final Columns<Map.Entry<String, AuthAttempts.Counts>> ATTEMPTS =
      new Columns<Map.Entry<String, AuthAttempts.Counts>>()
          .add("protocol", Map.Entry::getKey)
          .add("auth_attempts", entry -> entry.getValue().all())
          .add("auth_attempts_failed", entry -> entry.getValue().failed())
          .add("auth_attempts_succeeded", entry -> entry.getValue().succeeded());

  private final Administration administration;
  private final Broker broker;

  /** Of a broker's. */
  public AuthResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/auth", Access.ANYBODY, request -> ways())
        .get("/api/auth/hash_password/{password}", Access.ADMINISTRATOR, this::hash)
        .get("/api/auth/attempts/{node}", Access.MONITORING, this::attempts)
        .delete("/api/auth/attempts/{node}", Access.MONITORING, this::forget)
        .get("/api/auth/attempts/{node}/source", Access.MONITORING, this::bySource)
        .delete("/api/auth/attempts/{node}/source", Access.MONITORING, this::forgetSources);
  }

  /** What a page has to know before anybody has logged in. */
  private static Future<Response> ways() {
    return Future.succeededFuture(Json.ok(new JsonObject().put("oauth_enabled", false)));
  }

  private Future<Response> hash(ApiRequest request) {
    return broker
        .passwords()
        .hash(administration.metadataLoop(), request.parameter("password"))
        .map(hash -> Json.ok(new JsonObject().put("ok", hash)));
  }

  private Future<Response> attempts(ApiRequest request) {
    administration.checkNode(request);
    return Future.succeededFuture(
        Listing.of(
            request,
            List.copyOf(broker.authAttempts().all().entrySet()),
            ATTEMPTS,
            Map.Entry.comparingByKey(Comparator.naturalOrder())));
  }

  /** Not counted, as in RabbitMQ unless it is told to: their number has no bound. */
  private Future<Response> bySource(ApiRequest request) {
    administration.checkNode(request);
    return Future.succeededFuture(Json.ok(new JsonArray()));
  }

  private Future<Response> forgetSources(ApiRequest request) {
    administration.checkNode(request);
    return Future.succeededFuture(Json.done());
  }

  private Future<Response> forget(ApiRequest request) {
    administration.checkNode(request);
    broker.authAttempts().reset();
    return Future.succeededFuture(Json.done());
  }
}

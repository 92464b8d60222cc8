package io.warrenmq.management.queues;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Body;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.Set;

/**
 * The replicas of quorum queues. There is one node, hence one replica of each queue, and nothing to
 * add, to take away or to move: what would change nothing succeeds, and what cannot be is refused,
 * in RabbitMQ's words.
 */
public final class QuorumResource {
  private static final Set<String> STRATEGIES = Set.of("all", "even");

  private final Administration administration;

  /** Of a broker's. */
  public QuorumResource(Administration administration) {
    this.administration = administration;
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    String queue = "/api/queues/quorum/{vhost}/{name}";
    String node = "/api/queues/quorum/replicas/on/{node}";
    router
        .get(queue + "/status", Access.MANAGEMENT, this::status)
        .post(queue + "/replicas/add", Access.ADMINISTRATOR, this::add)
        .delete(queue + "/replicas/delete", Access.ADMINISTRATOR, this::delete)
        .post(node + "/grow", Access.ADMINISTRATOR, this::grow)
        .delete(node + "/shrink", Access.ADMINISTRATOR, QuorumResource::shrink)
        .post("/api/rebalance/queues", Access.ADMINISTRATOR, QuorumResource::rebalance);
  }

  private Future<Response> status(ApiRequest request) {
    Queue queue = administration.visibleVhost(request).queue(request.parameter("name"));
    if (queue == null) {
      throw ApiException.notFound();
    } else if (queue.options().type() != QueueType.QUORUM) {
      throw new ApiException(
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          new JsonObject().put("status", "failed").put("reason", notSupported(queue)));
    }
    JsonObject member =
        new JsonObject()
            .put("Node Name", administration.node())
            .put("Raft State", "leader")
            .put("Membership", "voter");
    return Future.succeededFuture(Json.ok(new JsonArray().add(member)));
  }

  private static String notSupported(Queue queue) {
    return queue.options().type().argument() + "_queue_not_supported";
  }

  private static ApiException unavailable(String reason) {
    return new ApiException(HttpResponseStatus.SERVICE_UNAVAILABLE, "service_unavailable", reason);
  }

  /** A replica is there already. */
  private Future<Response> add(ApiRequest request) {
    String node = request.body().required("node");
    Vhost vhost = administration.broker().vhosts().find(request.parameter("vhost"));
    Queue queue = vhost == null ? null : vhost.queue(request.parameter("name"));
    if (queue == null) {
      throw unavailable("not_found");
    }
    checkType(queue);
    checkRunning(node);
    return Future.succeededFuture(Json.done());
  }

  private static void checkType(Queue queue) {
    if (queue.options().type() != QueueType.QUORUM) {
      throw unavailable(notSupported(queue));
    }
  }

  private void checkRunning(String node) {
    if (!node.equals(administration.node())) {
      throw unavailable("node_not_running");
    }
  }

  /** The only one stays; on other nodes there are none. */
  private Future<Response> delete(ApiRequest request) {
    String node = request.body().required("node");
    Queue queue = administration.existingVhost(request).queue(request.parameter("name"));
    if (queue == null) {
      throw ApiException.notFound();
    }
    checkType(queue);
    if (node.equals(administration.node())) {
      throw unavailable("last_node");
    }
    return accepted();
  }

  private static Future<Response> accepted() {
    return Future.succeededFuture(Response.empty(HttpResponseStatus.ACCEPTED));
  }

  /** On this node all queues have a replica. RabbitMQ says so of nodes that are not there, too. */
  private Future<Response> grow(ApiRequest request) {
    Body body = request.body();
    body.require("vhost_pattern", "queue_pattern", "strategy");
    checkPattern(body, "vhost_pattern");
    checkPattern(body, "queue_pattern");
    if (!STRATEGIES.contains(body.required("strategy"))) {
      throw ApiException.badRequest("strategy is all or even");
    }
    checkRunning(request.parameter("node"));
    return Future.succeededFuture(Json.done());
  }

  private static void checkPattern(Body body, String name) {
    try {
      Pattern.compile(body.required(name));
    } catch (PatternSyntaxException e) {
      throw ApiException.badRequest(name + " is no regular expression: " + e.getMessage());
    }
  }

  /** As in RabbitMQ, queues whose only replica is there keep it. */
  private static Future<Response> shrink(ApiRequest request) {
    return accepted();
  }

  /** One node leads all queues. */
  private static Future<Response> rebalance(ApiRequest request) {
    return Future.succeededFuture(Json.done());
  }
}

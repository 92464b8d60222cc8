package io.warrenmq.management.queues;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.policy.PolicyTarget;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.vhost.Requester;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Body;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.api.EffectiveSettings;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.stats.Statistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Queues. A list asks no queue; what only a queue knows itself is shown with one alone. */
public final class QueueResource {
  private static final String QUEUE = "/api/queues/{vhost}/{name}";

  private static final Comparator<Queue> ORDER =
      Comparator.comparing(Queue::vhost).thenComparing(Queue::name);

  private final Administration administration;
  private final VhostCommands commands;
  private final Statistics statistics;
  private final QueueColumns columns;
  private final ConsumersOfQueue consumers;

  /** Of a broker's. */
  public QueueResource(Administration administration, Statistics statistics) {
    this.administration = administration;
    this.commands = administration.broker().commands();
    this.statistics = statistics;
    String node = administration.node();
    this.columns = new QueueColumns(node);
    this.consumers =
        new ConsumersOfQueue(node, administration.broker().options().limits().consumerTimeoutMs());
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/queues", Access.MANAGEMENT, this::listAll)
        .get("/api/queues/detailed", Access.MANAGEMENT, this::listAll)
        .get("/api/queues/{vhost}", Access.MANAGEMENT, this::listOfVhost)
        .get(QUEUE, Access.MANAGEMENT, this::show)
        .put(QUEUE, Access.MANAGEMENT, this::declare)
        .delete(QUEUE, Access.MANAGEMENT, this::delete)
        .get(QUEUE + "/effective", Access.MANAGEMENT, this::effective)
        .delete(QUEUE + "/contents", Access.MANAGEMENT, this::purge)
        .post(QUEUE + "/actions", Access.MANAGEMENT, QueueResource::act)
        .put(QUEUE + "/pause", Access.MANAGEMENT, request -> pause(request, true))
        .put(QUEUE + "/resume", Access.MANAGEMENT, request -> pause(request, false));
  }

  private static Queue queue(Vhost vhost, ApiRequest request) {
    Queue queue = vhost.queue(request.parameter("name"));
    if (queue == null) {
      throw ApiException.notFound();
    }
    return queue;
  }

  private Requester requester(ApiRequest request) {
    return administration.requester(request.user());
  }

  // ---- looking ----

  private Future<Response> listAll(ApiRequest request) {
    return list(request, administration.visibleVhosts(request.user()));
  }

  private Future<Response> listOfVhost(ApiRequest request) {
    return list(request, List.of(administration.visibleVhost(request)));
  }

  private Future<Response> list(ApiRequest request, Collection<Vhost> vhosts) {
    List<Queue> all = new ArrayList<>();
    vhosts.forEach(vhost -> all.addAll(vhost.queues().values()));
    return Future.succeededFuture(Listing.of(request, all, columns(request), ORDER));
  }

  private Columns<Queue> columns(ApiRequest request) {
    if (!administration.withoutStats(request)) {
      return columns.all(statistics, Windows.of(request));
    }
    return administration.withQueueTotals(request) ? columns.withTotals() : columns.basic();
  }

  private Future<Response> show(ApiRequest request) {
    Queue queue = queue(administration.visibleVhost(request), request);
    if (administration.withoutStats(request)) {
      return Future.succeededFuture(Listing.one(request, queue, columns(request)));
    }
    return administration
        .here(administration.command(() -> queue.details(administration.metadataLoop())))
        .map(details -> Listing.one(request, queue, consumers.addTo(columns(request), details)));
  }

  private Future<Response> effective(ApiRequest request) {
    Queue queue = queue(administration.visibleVhost(request), request);
    return Future.succeededFuture(
        Json.ok(
            EffectiveSettings.of(
                queue.policies(), queue.declaration().arguments(), target(queue))));
  }

  private static PolicyTarget target(Queue queue) {
    return queue.options().type() == QueueType.QUORUM
        ? PolicyTarget.QUORUM_QUEUE
        : PolicyTarget.CLASSIC_QUEUE;
  }

  // ---- changing ----

  /** An exclusive queue would belong to no connection: as RabbitMQ we do not look at that field. */
  private Future<Response> declare(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    Body body = request.body();
    QueueDeclaration declaration =
        new QueueDeclaration(
            request.parameter("name"),
            body.flag("durable", false),
            false,
            body.flag("auto_delete", false),
            JsonArguments.read(body.object("arguments")));
    return administration
        .command(() -> commands.declareQueue(vhost, requester(request), declaration))
        .map(status -> Json.put(status.isNew()));
  }

  private Future<Response> delete(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    String name = queue(vhost, request).name();
    boolean ifUnused = request.flag("if-unused");
    boolean ifEmpty = request.flag("if-empty");
    return administration
        .command(() -> commands.deleteQueue(vhost, requester(request), name, ifUnused, ifEmpty))
        .map(deleted -> Json.done());
  }

  private Future<Response> purge(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    String name = queue(vhost, request).name();
    return administration
        .command(() -> commands.purgeQueue(vhost, requester(request), name))
        .map(purged -> Json.done());
  }

  private Future<Response> pause(ApiRequest request, boolean pause) {
    Vhost vhost = administration.enteredVhost(request);
    String name = queue(vhost, request).name();
    return administration
        .command(() -> commands.pauseQueue(vhost, requester(request), name, pause))
        .map(paused -> Json.done());
  }

  /** There are none since queues are no longer mirrored. */
  private static Future<Response> act(ApiRequest request) {
    String action = request.body().required("action");
    throw new ApiException(
        HttpResponseStatus.BAD_REQUEST,
        new JsonObject()
            .put("error", "bad_request")
            .put("reason", new JsonArray().add("unknown").add(action)));
  }
}

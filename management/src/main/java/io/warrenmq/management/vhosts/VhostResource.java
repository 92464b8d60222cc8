package io.warrenmq.management.vhosts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Body;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.stats.Window;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Vhosts. */
public final class VhostResource {
  private static final String UNDEFINED = "undefined"; // RabbitMQ's word for none
  private static final Set<String> QUEUE_TYPES =
      Arrays.stream(QueueType.values()).map(QueueType::argument).collect(Collectors.toSet());

  private final Administration administration;
  private final Broker broker;
  private final Statistics statistics;

  /** Of a broker's. */
  public VhostResource(Administration administration, Statistics statistics) {
    this.administration = administration;
    this.broker = administration.broker();
    this.statistics = statistics;
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    String protection = "/api/vhosts/{vhost}/deletion/protection";
    router
        .get("/api/vhosts", Access.MANAGEMENT, this::list)
        .get("/api/vhosts/{vhost}", Access.ADMINISTRATOR, this::show)
        .put("/api/vhosts/{vhost}", Access.ADMINISTRATOR, this::put)
        .delete("/api/vhosts/{vhost}", Access.ADMINISTRATOR, this::delete)
        .get(protection, Access.ADMINISTRATOR, this::showProtection)
        .post(protection, Access.ADMINISTRATOR, request -> protect(request, true))
        .delete(protection, Access.ADMINISTRATOR, request -> protect(request, false))
        .post("/api/vhosts/{vhost}/start/{node}", Access.ADMINISTRATOR, this::start);
  }

  private Columns<Vhost> columns(ApiRequest request) {
    return administration.withoutStats(request)
        ? VhostColumns.basic(administration.node())
        : VhostColumns.all(
            administration.node(),
            statistics,
            Window.of(request, "lengths"),
            Window.of(request, "msg_rates"));
  }

  private Future<Response> list(ApiRequest request) {
    return Future.succeededFuture(
        Listing.of(
            request,
            administration.visibleVhosts(request.user()),
            columns(request),
            Comparator.comparing(Vhost::name)));
  }

  private Future<Response> show(ApiRequest request) {
    return Future.succeededFuture(
        Listing.one(request, administration.visibleVhost(request), columns(request)));
  }

  // ---- changes ----

  private Future<Response> put(ApiRequest request) {
    String name = request.parameter("vhost");
    Body body = request.body();
    Vhost before = broker.vhosts().find(name);
    VhostSettings settings = settings(body, before == null ? created() : before.settings());
    boolean traced = body.flag("tracing", before != null && before.isTraced());
    return administration
        .command(
            request.user(),
            () ->
                broker
                    .vhostLifecycle()
                    .put(name, settings, request.user().name())
                    .onSuccess(isNew -> trace(name, traced)))
        .map(Json::put);
  }

  private void trace(String name, boolean traced) {
    Vhost vhost = broker.vhosts().find(name);
    if (vhost != null) {
      broker.tracing().trace(vhost, traced);
    }
  }

  private VhostSettings created() {
    return new VhostSettings(
        "", List.of(), broker.options().firstStart().defaultQueueType(), -1, -1);
  }

  /**
   * As RabbitMQ has it: a description and tags that are not there are none, all else stays. Clients
   * that send back what they were given have it in the metadata too.
   */
  private static VhostSettings settings(Body body, VhostSettings before) {
    Body metadata = new Body(body.object("metadata"));
    Body ofTags = body.has("tags") ? body : metadata;
    Body ofProtection = body.has(VhostColumns.PROTECTED) ? body : metadata;
    String type = body.text("default_queue_type", metadata.text("default_queue_type", ""));
    return new VhostSettings(
        body.text("description", metadata.text("description", "")),
        List.copyOf(ofTags.tags("tags")),
        type.isEmpty() ? before.defaultQueueType() : queueType(type),
        before.maxConnections(),
        before.maxQueues(),
        ofProtection.flag(VhostColumns.PROTECTED, before.isProtected()));
  }

  private static @Nullable String queueType(String type) {
    if (type.equals(UNDEFINED) || type.equals(QueueType.CLASSIC.argument())) {
      return null;
    } else if (!QUEUE_TYPES.contains(type)) {
      throw ApiException.badRequest(
          "default_queue_type is '"
              + type
              + "', and may be "
              + QUEUE_TYPES.stream().sorted().collect(Collectors.joining(", ")));
    }
    return type;
  }

  private Vhost named(ApiRequest request) {
    Vhost vhost = broker.vhosts().find(request.parameter("vhost"));
    if (vhost == null) {
      throw ApiException.notFound();
    }
    return vhost;
  }

  private Future<Response> delete(ApiRequest request) {
    Vhost vhost = named(request);
    if (vhost.settings().isProtected()) {
      throw ApiException.preconditionFailed(
          "Refusing to delete virtual host '"
              + vhost.name()
              + "' because it is protected from deletion");
    }
    return administration
        .command(request.user(), () -> broker.vhostLifecycle().delete(vhost.name()))
        .map(done -> Json.done());
  }

  private Future<Response> showProtection(ApiRequest request) {
    boolean isProtected = named(request).settings().isProtected();
    return Future.succeededFuture(
        Json.ok(new JsonObject().put(VhostColumns.PROTECTED, isProtected)));
  }

  private Future<Response> protect(ApiRequest request, boolean isProtected) {
    String name = named(request).name();
    return administration
        .command(
            request.user(),
            () -> {
              Vhost vhost = broker.vhosts().required(name);
              return broker
                  .vhosts()
                  .put(name, broker.vhosts().plannedSettings(vhost).withProtection(isProtected));
            })
        .map(done -> Json.done());
  }

  /** A vhost here is either there or not, so there is nothing to start. */
  private Future<Response> start(ApiRequest request) {
    named(request);
    String node = request.parameter("node");
    if (!node.equals(administration.node())) {
      throw ApiException.badRequest("Request to node " + node + " failed with nodedown");
    }
    return Future.succeededFuture(Json.done());
  }
}

package io.warrenmq.management.vhosts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.vhost.ParameterCommands;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Body;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How many connections and queues a vhost may have. */
public final class VhostLimitResource {
  private static final Columns<Vhost> COLUMNS =
      new Columns<Vhost>()
          .add("vhost", Vhost::name)
          .add("value", vhost -> new JsonObject(ParameterCommands.limits(vhost.settings())));

  private final Administration administration;
  private final Broker broker;

  /** Of a broker's. */
  public VhostLimitResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get(
            "/api/vhost-limits",
            Access.MANAGEMENT,
            request -> list(request, administration.visibleVhosts(request.user())))
        .get(
            "/api/vhost-limits/{vhost}",
            Access.MANAGEMENT,
            request -> list(request, List.of(administration.visibleVhost(request))))
        .put("/api/vhost-limits/{vhost}/{name}", Access.ADMINISTRATOR, this::put)
        .delete("/api/vhost-limits/{vhost}/{name}", Access.ADMINISTRATOR, this::delete);
  }

  private static Future<Response> list(ApiRequest request, Collection<Vhost> vhosts) {
    return Future.succeededFuture(
        Listing.of(
            request,
            vhosts.stream()
                .filter(vhost -> !ParameterCommands.limits(vhost.settings()).isEmpty())
                .toList(),
            COLUMNS,
            Comparator.comparing(Vhost::name)));
  }

  private Future<Response> put(ApiRequest request) {
    Body body = request.body();
    body.require("value");
    Object value = body.value("value");
    return change(request, limits -> limits.put(request.parameter("name"), value));
  }

  private Future<Response> delete(ApiRequest request) {
    return change(request, limits -> limits.remove(request.parameter("name")));
  }

  /** One limit is changed, in a parameter that has both. */
  private Future<Response> change(
      ApiRequest request, Consumer<Map<String, @Nullable Object>> changing) {
    String name = administration.existingVhost(request).name();
    return administration
        .command(
            request.user(),
            () -> {
              Vhost vhost = broker.vhosts().required(name);
              Map<String, @Nullable Object> limits =
                  new TreeMap<>(ParameterCommands.limits(broker.vhosts().plannedSettings(vhost)));
              changing.accept(limits);
              return broker
                  .parameters()
                  .put(name, ParameterCommands.VHOST_LIMITS, ParameterCommands.LIMITS_NAME, limits);
            })
        .map(done -> Json.done());
  }
}

package io.warrenmq.management.exchanges;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.policy.PolicyTarget;
import io.warrenmq.core.vhost.Vhost;
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
import io.warrenmq.management.exchanges.ExchangeColumns.In;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.stats.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Exchanges. */
public final class ExchangeResource {
  /** The default exchange's name in paths. */
  private static final String DEFAULT_EXCHANGE = "amq.default";

  private static final Comparator<In> ORDER =
      Comparator.<In, String>comparing(in -> in.vhost().name())
          .thenComparing(in -> in.exchange().name());

  private final Administration administration;
  private final Statistics statistics;

  /** Of a broker's. */
  public ExchangeResource(Administration administration, Statistics statistics) {
    this.administration = administration;
    this.statistics = statistics;
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/exchanges", Access.MANAGEMENT, this::listAll)
        .get("/api/exchanges/{vhost}", Access.MANAGEMENT, this::listOfVhost)
        .get("/api/exchanges/{vhost}/{name}", Access.MANAGEMENT, this::show)
        .get("/api/exchanges/{vhost}/{name}/effective", Access.MANAGEMENT, this::effective)
        .put("/api/exchanges/{vhost}/{name}", Access.MANAGEMENT, this::declare)
        .delete("/api/exchanges/{vhost}/{name}", Access.MANAGEMENT, this::delete);
  }

  private static String name(ApiRequest request) {
    String name = request.parameter("name");
    return name.equals(DEFAULT_EXCHANGE) ? "" : name;
  }

  private static Exchange exchange(Vhost vhost, ApiRequest request) {
    Exchange exchange = vhost.exchange(name(request));
    if (exchange == null) {
      throw ApiException.notFound();
    }
    return exchange;
  }

  private Columns<In> columns(ApiRequest request) {
    return administration.withoutStats(request)
        ? ExchangeColumns.basic()
        : ExchangeColumns.of(statistics, Window.of(request, "msg_rates"));
  }

  private Future<Response> listAll(ApiRequest request) {
    return list(request, administration.visibleVhosts(request.user()));
  }

  private Future<Response> listOfVhost(ApiRequest request) {
    return list(request, List.of(administration.visibleVhost(request)));
  }

  private Future<Response> list(ApiRequest request, Collection<Vhost> vhosts) {
    List<In> all = new ArrayList<>();
    for (Vhost vhost : vhosts) {
      vhost.exchanges().values().forEach(exchange -> all.add(new In(vhost, exchange)));
    }
    return Future.succeededFuture(Listing.of(request, all, columns(request), ORDER));
  }

  private Future<Response> show(ApiRequest request) {
    Vhost vhost = administration.visibleVhost(request);
    // What each channel publishes to it, and each queue gets of it, is not counted.
    Columns<In> columns = columns(request);
    if (!administration.withoutStats(request)) {
      columns.add("incoming", in -> new JsonArray()).add("outgoing", in -> new JsonArray());
    }
    return Future.succeededFuture(
        Listing.one(request, new In(vhost, exchange(vhost, request)), columns));
  }

  private Future<Response> effective(ApiRequest request) {
    Exchange exchange = exchange(administration.visibleVhost(request), request);
    return Future.succeededFuture(
        Json.ok(
            EffectiveSettings.of(
                exchange.policies(), exchange.declaration().arguments(), PolicyTarget.EXCHANGE)));
  }

  private Future<Response> declare(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    Body body = request.body();
    ExchangeDeclaration declaration =
        new ExchangeDeclaration(
            name(request),
            body.text("type", "direct"),
            body.flag("durable", false),
            body.flag("auto_delete", false),
            body.flag("internal", false),
            JsonArguments.read(body.object("arguments")));
    boolean isNew = vhost.exchange(declaration.name()) == null;
    return administration
        .command(
            () ->
                administration
                    .broker()
                    .commands()
                    .declareExchange(vhost, administration.requester(request.user()), declaration))
        .map(declared -> Json.put(isNew));
  }

  private Future<Response> delete(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    String name = exchange(vhost, request).name();
    boolean ifUnused = request.flag("if-unused");
    return administration
        .command(
            () ->
                administration
                    .broker()
                    .commands()
                    .deleteExchange(
                        vhost, administration.requester(request.user()), name, ifUnused))
        .map(deleted -> Json.done());
  }
}

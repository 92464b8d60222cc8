package io.warrenmq.management.bindings;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Bindings. The default exchange has one to each queue, by its name, which is listed with the
 * others and cannot be changed.
 */
public final class BindingResource {
  /** The default exchange's name in paths. */
  private static final String DEFAULT_EXCHANGE = "amq.default";

  /** A binding and its vhost. */
  private record Bound(Vhost vhost, BindingDeclaration binding) {
    private String kind() {
      return binding.toExchange() ? "exchange" : "queue";
    }

    private String key() {
      return PropertiesKey.of(binding).text();
    }
  }

  private static final Columns<Bound> COLUMNS =
      new Columns<Bound>()
          .add("source", bound -> bound.binding().source())
          .add("vhost", bound -> bound.vhost().name())
          .add("destination", bound -> bound.binding().destination())
          .add("destination_type", Bound::kind)
          .add("routing_key", bound -> bound.binding().routingKey())
          .add("arguments", bound -> JsonArguments.write(bound.binding().arguments()))
          .add("properties_key", Bound::key);

  private static final Comparator<Bound> ORDER =
      Comparator.<Bound, String>comparing(bound -> bound.vhost().name())
          .thenComparing(bound -> bound.binding().source())
          .thenComparing(Bound::kind)
          .thenComparing(bound -> bound.binding().destination())
          .thenComparing(bound -> bound.binding().routingKey());

  private final Administration administration;
  private final VhostCommands commands;

  /** Of a broker's. */
  public BindingResource(Administration administration) {
    this.administration = administration;
    this.commands = administration.broker().commands();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/bindings", Access.MANAGEMENT, this::listAll)
        .get("/api/bindings/{vhost}", Access.MANAGEMENT, this::listOfVhost)
        .get("/api/queues/{vhost}/{name}/bindings", Access.MANAGEMENT, this::listToQueue)
        .get(
            "/api/exchanges/{vhost}/{name}/bindings/source",
            Access.MANAGEMENT,
            this::listFromExchange)
        .get(
            "/api/exchanges/{vhost}/{name}/bindings/destination",
            Access.MANAGEMENT,
            this::listToExchange);
    addEnds(router, "q", false);
    addEnds(router, "e", true);
  }

  private void addEnds(Router router, String kind, boolean toExchange) {
    String between = "/api/bindings/{vhost}/e/{source}/" + kind + "/{destination}";
    router
        .get(between, Access.MANAGEMENT, request -> listBetween(request, toExchange))
        .post(between, Access.MANAGEMENT, request -> bind(request, toExchange))
        .get(between + "/{props}", Access.MANAGEMENT, request -> show(request, toExchange))
        .delete(between + "/{props}", Access.MANAGEMENT, request -> unbind(request, toExchange));
  }

  // ---- lists ----

  private Future<Response> listAll(ApiRequest request) {
    return list(request, List.copyOf(administration.visibleVhosts(request.user())));
  }

  private Future<Response> listOfVhost(ApiRequest request) {
    return list(request, List.of(administration.visibleVhost(request)));
  }

  private Future<Response> list(ApiRequest request, List<Vhost> vhosts) {
    List<Future<List<Bound>>> asked = new ArrayList<>();
    for (Vhost vhost : vhosts) {
      asked.add(
          of(vhost, () -> commands.bindings(administration.metadataLoop(), vhost))
              .map(
                  bound -> {
                    List<Bound> all = new ArrayList<>(bound);
                    vhost.queues().keySet().forEach(name -> all.add(byName(vhost, name)));
                    return all;
                  }));
    }
    return administration
        .here(Future.all(asked))
        .map(
            done -> {
              List<Bound> all = new ArrayList<>();
              asked.forEach(each -> all.addAll(each.result()));
              return Listing.of(request, all, COLUMNS, ORDER);
            });
  }

  private Future<List<Bound>> of(Vhost vhost, Supplier<Future<List<BindingDeclaration>>> question) {
    return administration
        .command(question)
        .map(found -> found.stream().map(binding -> new Bound(vhost, binding)).toList());
  }

  private static Bound byName(Vhost vhost, String queue) {
    return new Bound(vhost, new BindingDeclaration("", queue, false, queue, Arguments.NONE));
  }

  private Future<Response> listed(ApiRequest request, Future<List<Bound>> found) {
    return administration
        .here(found)
        .map(bindings -> Listing.of(request, bindings, COLUMNS, ORDER));
  }

  private Future<Response> listToQueue(ApiRequest request) {
    Vhost vhost = administration.visibleVhost(request);
    String queue = request.parameter("name");
    Future<List<Bound>> found =
        of(vhost, () -> commands.bindingsTo(administration.metadataLoop(), vhost, queue, false));
    return listed(request, found.map(bound -> withDefault(vhost, queue, bound)));
  }

  private static List<Bound> withDefault(Vhost vhost, String queue, List<Bound> bound) {
    List<Bound> all = new ArrayList<>(bound);
    if (vhost.queue(queue) != null) {
      all.add(byName(vhost, queue));
    }
    return all;
  }

  private Future<Response> listFromExchange(ApiRequest request) {
    Vhost vhost = administration.visibleVhost(request);
    String exchange = exchange(request.parameter("name"));
    if (exchange.isEmpty()) {
      List<Bound> all = vhost.queues().keySet().stream().map(name -> byName(vhost, name)).toList();
      return listed(request, Future.succeededFuture(all));
    }
    return listed(
        request,
        of(vhost, () -> commands.bindingsFrom(administration.metadataLoop(), vhost, exchange)));
  }

  private Future<Response> listToExchange(ApiRequest request) {
    Vhost vhost = administration.visibleVhost(request);
    String exchange = exchange(request.parameter("name"));
    return listed(
        request,
        of(vhost, () -> commands.bindingsTo(administration.metadataLoop(), vhost, exchange, true)));
  }

  private static String exchange(String name) {
    return name.equals(DEFAULT_EXCHANGE) ? "" : name;
  }

  // ---- between two ends ----

  private Future<List<Bound>> between(Vhost vhost, ApiRequest request, boolean toExchange) {
    String source = exchange(request.parameter("source"));
    String destination = request.parameter("destination");
    if (source.isEmpty()) {
      boolean there = !toExchange && vhost.queue(destination) != null;
      return Future.succeededFuture(there ? List.of(byName(vhost, destination)) : List.of());
    }
    return of(
            vhost,
            () ->
                commands.bindingsTo(administration.metadataLoop(), vhost, destination, toExchange))
        .map(
            found ->
                found.stream().filter(each -> each.binding().source().equals(source)).toList());
  }

  private Future<Response> listBetween(ApiRequest request, boolean toExchange) {
    return listed(request, between(administration.visibleVhost(request), request, toExchange));
  }

  private Future<Response> bind(ApiRequest request, boolean toExchange) {
    Vhost vhost = administration.enteredVhost(request);
    Body body = request.body();
    BindingDeclaration binding =
        new BindingDeclaration(
            exchange(request.parameter("source")),
            request.parameter("destination"),
            toExchange,
            body.text("routing_key", ""),
            JsonArguments.read(body.object("arguments")));
    return administration
        .command(() -> commands.bind(vhost, administration.requester(request.user()), binding))
        .map(bound -> Json.created().with(HttpHeaderNames.LOCATION, location(binding)));
  }

  /** As RabbitMQ gives it: from the path that the binding was sent to. */
  private static String location(BindingDeclaration binding) {
    return PropertiesKey.quote(binding.destination())
        + "/"
        + PropertiesKey.quote(PropertiesKey.of(binding).text());
  }

  private Future<Bound> named(Vhost vhost, ApiRequest request, boolean toExchange) {
    PropertiesKey key = PropertiesKey.parse(request.parameter("props"));
    return between(vhost, request, toExchange)
        .map(
            found ->
                found.stream()
                    .filter(each -> key.isOf(each.binding()))
                    .findFirst()
                    .orElseThrow(ApiException::notFound));
  }

  private Future<Response> show(ApiRequest request, boolean toExchange) {
    Vhost vhost = administration.visibleVhost(request);
    return administration
        .here(named(vhost, request, toExchange))
        .map(bound -> Listing.one(request, bound, COLUMNS));
  }

  private Future<Response> unbind(ApiRequest request, boolean toExchange) {
    Vhost vhost = administration.enteredVhost(request);
    return named(vhost, request, toExchange)
        .compose(
            bound ->
                administration.command(
                    () ->
                        commands.unbind(
                            vhost, administration.requester(request.user()), bound.binding())))
        .map(unbound -> Json.done());
  }
}

package io.warrenmq.management.policies;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.definitions.JsonPolicies;
import io.warrenmq.core.definitions.JsonValues;
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.vhost.ParameterCommands;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runtime parameters of vhosts, and those of the whole. */
public final class ParameterResource {
  private static final Columns<ParameterPut> COLUMNS =
      new Columns<ParameterPut>()
          .add("value", parameter -> shown(JsonPolicies.write(parameter).getValue("value")))
          .add("vhost", ParameterPut::vhost)
          .add("component", ParameterPut::component)
          .add("name", ParameterPut::name);

  private static final Columns<GlobalParameterPut> GLOBAL =
      new Columns<GlobalParameterPut>()
          .add("name", GlobalParameterPut::name)
          .add("value", parameter -> shown(JsonPolicies.write(parameter).getValue("value")));

  private static final Comparator<ParameterPut> ORDER =
      Comparator.comparing(ParameterPut::component)
          .thenComparing(ParameterPut::vhost)
          .thenComparing(ParameterPut::name);

  private final Administration administration;
  private final ParameterCommands parameters;

  /** Of a broker's. */
  public ParameterResource(Administration administration) {
    this.administration = administration;
    this.parameters = administration.broker().parameters();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/parameters", Access.POLICYMAKER, request -> list(request, all -> true))
        .get("/api/parameters/{component}", Access.POLICYMAKER, this::listOfComponent)
        .get("/api/parameters/{component}/{vhost}", Access.POLICYMAKER, this::listOfVhost)
        .get("/api/parameters/{component}/{vhost}/{name}", Access.POLICYMAKER, this::show)
        .put("/api/parameters/{component}/{vhost}/{name}", Access.POLICYMAKER, this::put)
        .delete("/api/parameters/{component}/{vhost}/{name}", Access.POLICYMAKER, this::delete)
        .get("/api/global-parameters", Access.ADMINISTRATOR, this::listGlobal)
        .get("/api/global-parameters/{name}", Access.ADMINISTRATOR, this::showGlobal)
        .put("/api/global-parameters/{name}", Access.ADMINISTRATOR, this::putGlobal)
        .delete("/api/global-parameters/{name}", Access.ADMINISTRATOR, this::deleteGlobal);
  }

  private static Object shown(@Nullable Object value) {
    return value == null ? Columns.NULL : value;
  }

  // ---- those of vhosts ----

  private Future<Response> list(ApiRequest request, Predicate<ParameterPut> wanted) {
    List<ParameterPut> seen =
        parameters.all().stream()
            .filter(wanted)
            .filter(parameter -> administration.sees(request.user(), parameter.vhost()))
            .toList();
    return Future.succeededFuture(Listing.of(request, seen, COLUMNS, ORDER));
  }

  private Future<Response> listOfComponent(ApiRequest request) {
    String component = request.parameter("component");
    return list(request, parameter -> parameter.component().equals(component));
  }

  private Future<Response> listOfVhost(ApiRequest request) {
    String component = request.parameter("component");
    String vhost = administration.visibleVhost(request).name();
    return list(
        request,
        parameter -> parameter.component().equals(component) && parameter.vhost().equals(vhost));
  }

  private Future<Response> show(ApiRequest request) {
    return Future.succeededFuture(
        Listing.one(request, named(request, administration.visibleVhost(request)), COLUMNS));
  }

  private ParameterPut named(ApiRequest request, Vhost vhost) {
    ParameterPut parameter =
        parameters.find(vhost.name(), request.parameter("component"), request.parameter("name"));
    if (parameter == null) {
      throw ApiException.notFound();
    }
    return parameter;
  }

  private Future<Response> put(ApiRequest request) {
    Vhost vhost = entered(request);
    JsonObject body = request.body().json();
    checkValue(body);
    return administration
        .command(
            request.user(),
            () ->
                parameters.put(
                    vhost.name(),
                    request.parameter("component"),
                    request.parameter("name"),
                    JsonValues.read(body.getValue("value"))))
        .map(Json::put);
  }

  /** An operator policy is a parameter too, and changed by administrators alone either way. */
  private Vhost entered(ApiRequest request) {
    String component = request.parameter("component");
    boolean isOperators = component.equals("operator_policy");
    if (isOperators || component.equals(ParameterCommands.VHOST_LIMITS)) {
      Access.ADMINISTRATOR.check(request.user());
    }
    if (isOperators && administration.options().operatorPoliciesFixed()) {
      throw new ApiException(
          HttpResponseStatus.METHOD_NOT_ALLOWED,
          "method_not_allowed",
          "management.restrictions.operator_policy_changes.disabled is set");
    }
    return administration.enteredVhost(request);
  }

  private static void checkValue(JsonObject body) {
    if (!body.containsKey("value")) {
      throw ApiException.badRequest("[{key_missing,value}]");
    }
  }

  private Future<Response> delete(ApiRequest request) {
    Vhost vhost = entered(request);
    ParameterPut parameter = named(request, vhost);
    return administration
        .command(
            request.user(),
            () -> parameters.delete(vhost.name(), parameter.component(), parameter.name()))
        .map(done -> Json.done());
  }

  // ---- those of the whole ----

  private Future<Response> listGlobal(ApiRequest request) {
    return Future.succeededFuture(
        Listing.of(
            request,
            List.copyOf(parameters.allGlobals()),
            GLOBAL,
            Comparator.comparing(GlobalParameterPut::name)));
  }

  private Future<Response> showGlobal(ApiRequest request) {
    return Future.succeededFuture(Listing.one(request, global(request), GLOBAL));
  }

  private GlobalParameterPut global(ApiRequest request) {
    GlobalParameterPut parameter = parameters.findGlobal(request.parameter("name"));
    if (parameter == null) {
      throw ApiException.notFound();
    }
    return parameter;
  }

  private Future<Response> putGlobal(ApiRequest request) {
    JsonObject body = request.body().json();
    checkValue(body);
    return administration
        .command(
            request.user(),
            () ->
                parameters.putGlobal(
                    request.parameter("name"), JsonValues.read(body.getValue("value"))))
        .map(Json::put);
  }

  private Future<Response> deleteGlobal(ApiRequest request) {
    String name = global(request).name();
    return administration
        .command(request.user(), () -> parameters.deleteGlobal(name))
        .map(done -> Json.done());
  }
}

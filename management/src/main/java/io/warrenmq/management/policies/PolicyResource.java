package io.warrenmq.management.policies;

import io.vertx.core.Future;
import io.warrenmq.core.definitions.JsonPolicies;
import io.warrenmq.core.definitions.JsonValues;
import io.warrenmq.core.policy.Policy;
import io.warrenmq.core.vhost.PolicyCommands;
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
import java.util.Comparator;
import java.util.List;

/** Policies, or operator policies, which administrators alone change. */
public final class PolicyResource {
  private static final Columns<Policy> COLUMNS =
      new Columns<Policy>()
          .add("vhost", policy -> policy.source().vhost())
          .add("name", Policy::name)
          .add("pattern", policy -> policy.source().pattern())
          .add("apply-to", policy -> policy.source().applyTo())
          .add("definition", policy -> JsonPolicies.write(policy.source()).getValue("definition"))
          .add("priority", policy -> policy.source().priority());

  private static final Comparator<Policy> ORDER =
      Comparator.comparing((Policy policy) -> policy.source().vhost()).thenComparing(Policy::name);

  private final Administration administration;
  private final PolicyCommands policies;
  private final boolean operator;

  /** The one kind or the other. */
  public PolicyResource(Administration administration, boolean operator) {
    this.administration = administration;
    this.policies = administration.broker().policies();
    this.operator = operator;
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    String all = operator ? "/api/operator-policies" : "/api/policies";
    Access changes = operator ? Access.ADMINISTRATOR : Access.POLICYMAKER;
    router
        .get(all, Access.MANAGEMENT, this::list)
        .get(all + "/{vhost}", Access.MANAGEMENT, this::listOfVhost)
        .get(all + "/{vhost}/{name}", Access.MANAGEMENT, this::show);
    if (operator && administration.options().operatorPoliciesFixed()) {
      return; // As in RabbitMQ, there are then no such methods.
    }
    router
        .put(all + "/{vhost}/{name}", changes, this::put)
        .delete(all + "/{vhost}/{name}", changes, this::delete);
  }

  private Future<Response> list(ApiRequest request) {
    List<Policy> seen =
        policies.all(operator).stream()
            .filter(policy -> administration.sees(request.user(), policy.source().vhost()))
            .toList();
    return Future.succeededFuture(Listing.of(request, seen, COLUMNS, ORDER));
  }

  private Future<Response> listOfVhost(ApiRequest request) {
    Vhost vhost = administration.visibleVhost(request);
    return Future.succeededFuture(
        Listing.of(request, vhost.policies().all(operator), COLUMNS, ORDER));
  }

  private Future<Response> show(ApiRequest request) {
    Vhost vhost = administration.visibleVhost(request);
    Policy policy = policies.find(vhost.name(), operator, request.parameter("name"));
    if (policy == null) {
      throw ApiException.notFound();
    }
    return Future.succeededFuture(Listing.one(request, policy, COLUMNS));
  }

  private Future<Response> put(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    Body body = request.body();
    body.require("pattern", "definition");
    return administration
        .command(
            request.user(),
            () ->
                policies.put(
                    vhost.name(),
                    operator,
                    request.parameter("name"),
                    JsonValues.read(body.json())))
        .map(Json::put);
  }

  private Future<Response> delete(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    String name = request.parameter("name");
    if (policies.find(vhost.name(), operator, name) == null) {
      throw ApiException.notFound();
    }
    return administration
        .command(request.user(), () -> policies.delete(vhost.name(), operator, name))
        .map(done -> Json.done());
  }
}

package io.warrenmq.management.users;

import io.vertx.core.Future;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Body;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Listing;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What users may in vhosts, and which routing keys they may use. */
public final class PermissionResource {
  private static final Access ACCESS = Access.ADMINISTRATOR;

  private final Administration administration;
  private final Broker broker;

  /** Of a broker's. */
  public PermissionResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/permissions", ACCESS, request -> list(request, each -> true))
        .get("/api/permissions/{vhost}/{user}", ACCESS, this::show)
        .put("/api/permissions/{vhost}/{user}", ACCESS, this::put)
        .delete("/api/permissions/{vhost}/{user}", ACCESS, this::delete)
        .get("/api/users/{user}/permissions", ACCESS, this::ofUser)
        .get("/api/vhosts/{vhost}/permissions", ACCESS, this::ofVhost)
        .get("/api/topic-permissions", ACCESS, request -> topics(request, each -> true))
        .get("/api/topic-permissions/{vhost}/{user}", ACCESS, this::showTopics)
        .put("/api/topic-permissions/{vhost}/{user}", ACCESS, this::putTopic)
        .delete("/api/topic-permissions/{vhost}/{user}", ACCESS, this::deleteTopics)
        .get("/api/topic-permissions/{vhost}/{user}/{exchange}", ACCESS, this::showTopics)
        .put("/api/topic-permissions/{vhost}/{user}/{exchange}", ACCESS, this::putTopic)
        .delete("/api/topic-permissions/{vhost}/{user}/{exchange}", ACCESS, this::deleteTopics)
        .get("/api/users/{user}/topic-permissions", ACCESS, this::topicsOfUser)
        .get("/api/vhosts/{vhost}/topic-permissions", ACCESS, this::topicsOfVhost);
  }

  private boolean isUser(ApiRequest request) {
    return broker.userStore().find(request.parameter("user")) != null;
  }

  private boolean isVhost(ApiRequest request) {
    return broker.vhosts().find(request.parameter("vhost")) != null;
  }

  private static void check(boolean exists) {
    if (!exists) {
      throw ApiException.notFound();
    }
  }

  private void checkBothForChange(ApiRequest request) {
    if (!isUser(request) || !isVhost(request)) {
      throw ApiException.badRequest("vhost_or_user_not_found");
    }
  }

  // ---- permissions ----

  private Future<Response> list(ApiRequest request, Predicate<PermissionPut> isMeant) {
    return Future.succeededFuture(
        Listing.of(
            request,
            broker.permissions().all().stream().filter(isMeant).toList(),
            PermissionColumns.PLAIN,
            PermissionColumns.PLAIN_ORDER));
  }

  private Future<Response> ofUser(ApiRequest request) {
    check(isUser(request));
    String user = request.parameter("user");
    return list(request, each -> each.user().equals(user));
  }

  private Future<Response> ofVhost(ApiRequest request) {
    check(isVhost(request));
    String vhost = request.parameter("vhost");
    return list(request, each -> each.vhost().equals(vhost));
  }

  private Future<Response> show(ApiRequest request) {
    return Future.succeededFuture(Listing.one(request, named(request), PermissionColumns.PLAIN));
  }

  private PermissionPut named(ApiRequest request) {
    PermissionPut permission =
        broker.permissions().find(request.parameter("user"), request.parameter("vhost"));
    if (permission == null) {
      throw ApiException.notFound();
    }
    return permission;
  }

  private Future<Response> put(ApiRequest request) {
    Body body = request.body();
    body.require("configure", "write", "read");
    checkBothForChange(request);
    PermissionPut asked =
        new PermissionPut(
            request.parameter("user"),
            request.parameter("vhost"),
            body.required("configure"),
            body.required("write"),
            body.required("read"));
    boolean isNew = broker.permissions().find(asked.user(), asked.vhost()) == null;
    return administration
        .command(request.user(), () -> broker.users().putPermission(asked))
        .map(done -> Json.put(isNew));
  }

  private Future<Response> delete(ApiRequest request) {
    PermissionPut permission = named(request);
    return administration
        .command(
            request.user(),
            () -> broker.users().deletePermission(permission.user(), permission.vhost()))
        .map(done -> Json.done());
  }

  // ---- topic permissions ----

  private Future<Response> topics(ApiRequest request, Predicate<TopicPermissionPut> isMeant) {
    return topics(request, broker.permissions().allTopics().stream().filter(isMeant).toList());
  }

  private static Future<Response> topics(ApiRequest request, List<TopicPermissionPut> shown) {
    return Future.succeededFuture(
        Listing.of(request, shown, PermissionColumns.TOPIC, PermissionColumns.TOPIC_ORDER));
  }

  private Future<Response> topicsOfUser(ApiRequest request) {
    check(isUser(request));
    String user = request.parameter("user");
    return topics(request, each -> each.user().equals(user));
  }

  private Future<Response> topicsOfVhost(ApiRequest request) {
    check(isVhost(request));
    String vhost = request.parameter("vhost");
    return topics(request, each -> each.vhost().equals(vhost));
  }

  private Future<Response> showTopics(ApiRequest request) {
    return topics(request, namedTopics(request));
  }

  /** Those of a user in a vhost, for an exchange when one is named; at least one. */
  private List<TopicPermissionPut> namedTopics(ApiRequest request) {
    String user = request.parameter("user");
    String vhost = request.parameter("vhost");
    String exchange = request.find("exchange");
    List<TopicPermissionPut> named =
        broker.permissions().allTopics().stream()
            .filter(each -> each.user().equals(user) && each.vhost().equals(vhost))
            .filter(each -> exchange == null || each.exchange().equals(exchange))
            .toList();
    check(!named.isEmpty());
    return named;
  }

  private Future<Response> putTopic(ApiRequest request) {
    Body body = request.body();
    String inPath = request.find("exchange");
    if (inPath == null) {
      body.require("exchange", "write", "read");
    } else {
      body.require("write", "read");
    }
    checkBothForChange(request);
    TopicPermissionPut asked =
        new TopicPermissionPut(
            request.parameter("user"),
            request.parameter("vhost"),
            inPath == null ? body.required("exchange") : inPath,
            body.required("write"),
            body.required("read"));
    boolean isNew =
        broker.permissions().allTopics().stream().noneMatch(each -> each.key().equals(asked.key()));
    return administration
        .command(request.user(), () -> broker.users().putTopicPermission(asked))
        .map(done -> Json.put(isNew));
  }

  private Future<Response> deleteTopics(ApiRequest request) {
    List<TopicPermissionPut> named = namedTopics(request);
    return administration
        .command(
            request.user(),
            () -> {
              List<Future<Void>> deletions = new ArrayList<>();
              for (TopicPermissionPut each : named) {
                deletions.add(
                    broker
                        .users()
                        .deleteTopicPermission(each.user(), each.vhost(), each.exchange()));
              }
              return Future.all(deletions);
            })
        .map(done -> Json.done());
  }
}

package io.warrenmq.management.users;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
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
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The broker's own users. One with the tag {@code protected} is neither changed nor deleted here:
 * it is for the command line, and for definitions.
 */
public final class UserResource {
  private static final String PROTECTED = "protected";
  private static final Comparator<UserPut> BY_NAME = Comparator.comparing(UserPut::name);

  private final Administration administration;
  private final Broker broker;

  /** Of a broker's. */
  public UserResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .get("/api/users", Access.ADMINISTRATOR, request -> list(request, all()))
        .get(
            "/api/users/without-permissions",
            Access.ADMINISTRATOR,
            request -> list(request, withoutPermissions()))
        .post("/api/users/bulk-delete", Access.ADMINISTRATOR, this::deleteAll)
        .get("/api/users/{user}", Access.ADMINISTRATOR, this::show)
        .put("/api/users/{user}", Access.ADMINISTRATOR, this::put)
        .delete("/api/users/{user}", Access.ADMINISTRATOR, this::delete)
        .get("/api/user-limits", Access.MANAGEMENT, request -> limits(request, all()))
        .get(
            "/api/user-limits/{user}",
            Access.MANAGEMENT,
            request -> limits(request, List.of(named(request))))
        .put("/api/user-limits/{user}/{name}", Access.ADMINISTRATOR, this::putLimit)
        .delete("/api/user-limits/{user}/{name}", Access.ADMINISTRATOR, this::deleteLimit);
  }

  private Collection<UserPut> all() {
    return broker.userStore().all();
  }

  private Future<Response> list(ApiRequest request, Collection<UserPut> users) {
    return Future.succeededFuture(Listing.of(request, users, UserColumns.ALL, BY_NAME));
  }

  private List<UserPut> withoutPermissions() {
    Set<String> granted = new HashSet<>();
    broker.permissions().all().forEach(permission -> granted.add(permission.user()));
    return all().stream().filter(user -> !granted.contains(user.name())).toList();
  }

  private Future<Response> show(ApiRequest request) {
    return Future.succeededFuture(Listing.one(request, named(request), UserColumns.ALL));
  }

  private UserPut named(ApiRequest request) {
    UserPut user = broker.userStore().find(request.parameter("user"));
    if (user == null) {
      throw ApiException.notFound();
    }
    return user;
  }

  // ---- changes ----

  private Future<Response> put(ApiRequest request) {
    String name = request.parameter("user");
    UserPut before = broker.userStore().find(name);
    if (before != null) {
      checkNotProtected(before);
    }
    Body body = request.body();
    if (!body.has("tags")) {
      throw ApiException.badRequest("tags_not_present");
    }
    String password = body.text("password");
    String hash = body.text("password_hash");
    if (password != null && hash != null) {
      throw ApiException.badRequest("both_password_and_password_hash_are_provided");
    }
    UserPut user =
        (before == null ? nobody(name) : before)
            .withTags(Collections.unmodifiableSet(new LinkedHashSet<>(body.tags("tags"))))
            .withPassword("", broker.passwords().hashing().moduleName(), "");
    UserPut limited = UserLimits.with(user, body.object("limits"));
    UserPut asked = hash == null || hash.isEmpty() ? limited : withHash(limited, hash, body);
    Future<UserPut> withPassword =
        password == null
            ? Future.succeededFuture(asked)
            : administration.command(
                () -> broker.passwords().set(administration.metadataLoop(), asked, password));
    return withPassword
        .compose(
            ready -> administration.command(request.user(), () -> broker.users().putUser(ready)))
        .map(done -> Json.put(before == null));
  }

  private static UserPut nobody(String name) {
    return new UserPut(name, "", "", Set.of(), -1, -1);
  }

  /** Who names no algorithm means the one that is configured, or at any rate one of RabbitMQ's. */
  private UserPut withHash(UserPut user, String hash, Body body) {
    PasswordHashing usual = broker.passwords().hashing();
    PasswordHashing unnamed = usual == PasswordHashing.ARGON2ID ? PasswordHashing.SHA256 : usual;
    String named =
        PasswordHashing.nameFor(hash, body.text("hashing_algorithm", unnamed.moduleName()));
    PasswordHashing hashing = PasswordHashing.named(named);
    if (hashing == null) {
      throw ApiException.badRequest("unknown hashing_algorithm '" + named + "'");
    } else if (!hashing.isHash(hash)) {
      throw hashing == PasswordHashing.ARGON2ID
          ? ApiException.badRequest(
              "password_hash is no hash of Argon2id with parameters that are taken")
          : ApiException.wrongType("not_base64", hash);
    }
    return user.withPassword(hash, named, "");
  }

  private Future<Response> delete(ApiRequest request) {
    UserPut user = named(request);
    checkNotProtected(user);
    return administration
        .command(request.user(), () -> broker.deleteUser(user.name()))
        .map(done -> Json.done());
  }

  /** Names that nobody has are passed over. */
  private Future<Response> deleteAll(ApiRequest request) {
    Body body = request.body();
    body.require("users");
    Set<UserPut> meant = new LinkedHashSet<>();
    for (Object name : body.array("users")) {
      if (!(name instanceof String text)) {
        throw ApiException.wrongType("not_string", String.valueOf(name));
      }
      UserPut user = broker.userStore().find(text);
      if (user != null) {
        checkNotProtected(user);
        meant.add(user);
      }
    }
    return administration
        .command(
            request.user(),
            () -> {
              List<Future<Void>> deletions = new ArrayList<>();
              meant.forEach(user -> deletions.add(broker.deleteUser(user.name())));
              return Future.all(deletions);
            })
        .map(done -> Json.done());
  }

  private static void checkNotProtected(UserPut user) {
    if (user.tags().contains(PROTECTED)) {
      throw new ApiException(
          HttpResponseStatus.FORBIDDEN,
          "forbidden",
          "user '" + user.name() + "' is protected: the HTTP API neither changes nor deletes it");
    }
  }

  // ---- limits ----

  /** Those who see no others see themselves. */
  private static Future<Response> limits(ApiRequest request, Collection<UserPut> users) {
    boolean seesAll = Access.MONITORING.isGranted(request.user());
    List<UserPut> limited =
        users.stream()
            .filter(UserColumns::isLimited)
            .filter(user -> seesAll || user.name().equals(request.user().name()))
            .toList();
    return Future.succeededFuture(Listing.of(request, limited, UserColumns.LIMITS, BY_NAME));
  }

  private Future<Response> putLimit(ApiRequest request) {
    UserPut user = broker.userStore().find(request.parameter("user"));
    Body body = request.body();
    body.require("value");
    if (user == null) {
      throw ApiException.wrongType("no_such_user", request.parameter("user"));
    }
    return limit(request, UserLimits.with(user, request.parameter("name"), body.value("value")));
  }

  private Future<Response> deleteLimit(ApiRequest request) {
    return limit(request, UserLimits.without(named(request), request.parameter("name")));
  }

  private Future<Response> limit(ApiRequest request, UserPut changed) {
    checkNotProtected(changed);
    return administration
        .command(request.user(), () -> broker.users().putUser(changed))
        .map(done -> Json.done());
  }
}

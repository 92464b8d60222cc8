package io.warrenmq.management.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.cookie.CookieHeaderNames;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Logging in and out of pages, by a cookie that scripts cannot read; and who one is. */
public final class LoginResource {
  private final RequestAuth auth;
  private final LoginSessions logins;

  /** Logs in there what that says exists. */
  public LoginResource(RequestAuth auth, LoginSessions logins) {
    this.auth = auth;
    this.logins = logins;
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .post("/api/login", Access.ANYBODY, this::login)
        .delete("/api/login", Access.ANYBODY, this::logout)
        .get("/api/whoami", Access.MANAGEMENT, request -> Future.succeededFuture(whoAmI(request)));
  }

  private Future<Response> login(ApiRequest request) {
    Credentials.Password shown = credentials(request);
    Request http = request.http();
    return auth.login(http, shown)
        .map(
            user -> {
              Access.MANAGEMENT.check(user);
              String token = logins.add(user, http.loop().clock().wallMs());
              return Json.ok(describe(user))
                  .with(HttpHeaderNames.SET_COOKIE, cookie(http, token, logins.lastsSeconds()));
            });
  }

  /** As a form sends them, or in JSON. */
  private static Credentials.Password credentials(ApiRequest request) {
    String type = request.http().header(HttpHeaderNames.CONTENT_TYPE);
    if (type != null && type.startsWith("application/json")) {
      Body body = request.body();
      return new Credentials.Password(body.required("username"), body.required("password"));
    }
    Map<String, List<String>> form =
        new QueryStringDecoder(new String(request.bytes(), StandardCharsets.UTF_8), false)
            .parameters();
    if (!form.containsKey("username") || !form.containsKey("password")) {
      throw ApiException.badRequest("a login needs username and password");
    }
    return new Credentials.Password(form.get("username").get(0), form.get("password").get(0));
  }

  private Future<Response> logout(ApiRequest request) {
    String token = RequestAuth.token(request.http());
    if (token != null) {
      logins.remove(token);
    }
    return Future.succeededFuture(
        Json.done().with(HttpHeaderNames.SET_COOKIE, cookie(request.http(), "", 0)));
  }

  private static String cookie(Request request, String token, long seconds) {
    DefaultCookie cookie = new DefaultCookie(RequestAuth.COOKIE, token);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(request.transport().tlsProtocol() != null);
    cookie.setSameSite(CookieHeaderNames.SameSite.Strict);
    cookie.setMaxAge(seconds);
    return ServerCookieEncoder.LAX.encode(cookie);
  }

  private static Response whoAmI(ApiRequest request) {
    return Json.ok(describe(request.user()).put("is_internal_user", true));
  }

  private static JsonObject describe(Principal user) {
    return new JsonObject()
        .put("name", user.name())
        .put("tags", new JsonArray(List.copyOf(user.tags())));
  }
}

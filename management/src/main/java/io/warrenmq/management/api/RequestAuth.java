package io.warrenmq.management.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.Future;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.management.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request: by user and password in each of it, or by the cookie of a login. A request
 * that changes something by a cookie must come from our own pages: browsers send cookies along
 * whoever makes them ask. Thread-safe.
 */
public final class RequestAuth {
  static final String COOKIE = "warrenmq_login";

  private final BrokerAccess broker;
  private final LoginSessions logins;
  private final boolean passwordsRefused;

  /** Asks the broker for passwords, and the logins for cookies. */
  public RequestAuth(BrokerAccess broker, LoginSessions logins) {
    this(broker, logins, false);
  }

  /**
   * The same, perhaps without passwords.
   *
   * @param passwordsRefused whether nobody is let in by user and password: then it takes a token
   */
  public RequestAuth(BrokerAccess broker, LoginSessions logins, boolean passwordsRefused) {
    this.broker = broker;
    this.logins = logins;
    this.passwordsRefused = passwordsRefused;
  }

  /** The value of {@code www-authenticate}: what a request may show who it comes from by. */
  String challenge() {
    return (passwordsRefused ? "Bearer" : "Basic") + " realm=\"WarrenMQ Management\"";
  }

  /**
   * Who it is.
   *
   * @return completes on the connection's loop; fails with a 401 when nobody is known by that
   */
  public Future<Principal> user(Request request) {
    String header = request.header(HttpHeaderNames.AUTHORIZATION);
    if (header != null) {
      Credentials shown = credentials(header);
      return shown == null ? Future.failedFuture(refused()) : login(request, shown);
    }
    String token = token(request);
    if (token == null) {
      return Future.failedFuture(refused());
    }
    Principal user = logins.find(token, request.loop().clock().wallMs());
    if (user == null) {
      return Future.failedFuture(ApiException.notAuthorised("The login has expired: log in again"));
    } else if (!request.isSafe() && !isFromOurPages(request)) {
      return Future.failedFuture(
          new ApiException(
              HttpResponseStatus.FORBIDDEN,
              "forbidden",
              "a login's cookie changes things from the broker's own pages only"));
    }
    return Future.succeededFuture(user);
  }

  /** Whether that is a user of the broker's. Completes on the connection's loop; fails with 401. */
  Future<Principal> login(Request request, Credentials shown) {
    if (passwordsRefused && shown instanceof Credentials.Password) {
      return Future.failedFuture(
          new ApiException(
              HttpResponseStatus.UNAUTHORIZED,
              "not_authorized",
              "HTTP access denied: basic auth disabled"));
    }
    return broker
        .authenticate(request.loop(), shown, request.transport())
        .recover(no -> Future.failedFuture(refused()));
  }

  private static ApiException refused() {
    return new ApiException(HttpResponseStatus.UNAUTHORIZED, "not_authorized", "Not_Authorized");
  }

  private static @Nullable Credentials credentials(String header) {
    int blank = header.indexOf(' ');
    String value = blank < 0 ? "" : header.substring(blank + 1).strip();
    String scheme = blank < 0 ? header : header.substring(0, blank);
    if (scheme.equalsIgnoreCase("Bearer") && !value.isEmpty()) {
      return new Credentials.Token(value);
    } else if (!scheme.equalsIgnoreCase("Basic")) {
      return null;
    }
    try {
      String text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? null
          : new Credentials.Password(text.substring(0, colon), text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The token of the request's cookie; {@code null} when it has none. */
  static @Nullable String token(Request request) {
    String header = request.header(HttpHeaderNames.COOKIE);
    if (header == null) {
      return null;
    }
    for (Cookie cookie : ServerCookieDecoder.LAX.decode(header)) {
      if (cookie.name().equals(COOKIE)) {
        return cookie.value();
      }
    }
    return null;
  }

  /** Browsers say where a request comes from. https://fetch.spec.whatwg.org/#origin-header */
  private static boolean isFromOurPages(Request request) {
    String site = request.header("sec-fetch-site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.header(HttpHeaderNames.ORIGIN);
    String host = request.header(HttpHeaderNames.HOST);
    return origin != null && host != null && origin.endsWith("//" + host);
  }
}

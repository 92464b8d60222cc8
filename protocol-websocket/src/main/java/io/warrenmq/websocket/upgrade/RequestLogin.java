package io.warrenmq.websocket.upgrade;

import io.warrenmq.api.auth.Credentials;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows of who the client is: name and password (RFC 7617), or a token (RFC 6750) in
 * the header {@code authorization} or, as browsers let pages set none, in the query. Read, and
 * checked by nobody. Stateless.
 */
final class RequestLogin {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";
  private static final String TOKEN = "access_token=";

  private RequestLogin() {}

  /**
   * Reads it.
   *
   * @return {@code null} when it shows nothing
   * @throws HttpRefusal when it shows what cannot be understood, or two things
   */
  static @Nullable Credentials of(UpgradeRequest request) {
    String header = request.header(UpgradeRequest.AUTHORIZATION);
    List<Credentials> shown = new ArrayList<>();
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      shown.add(basic(header.substring(BASIC.length()).strip()));
    } else if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      shown.add(token(header.substring(BEARER.length()).strip()));
    } else if (!header.isEmpty()) {
      throw HttpRefusal.unauthorized("authorization is neither Basic nor Bearer");
    }
    for (String parameter : request.query().split("&", -1)) {
      if (parameter.startsWith(TOKEN)) {
        shown.add(token(decoded(parameter.substring(TOKEN.length()))));
      }
    }
    if (shown.size() > 1) { // RFC 6750 §2
      throw HttpRefusal.badRequest("the request shows who the client is more than once");
    }
    return shown.isEmpty() ? null : shown.get(0);
  }

  private static Credentials basic(String text) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpRefusal.badRequest("the Basic authorization is no Base64");
    }
    int colon = pair.indexOf(':');
    if (colon < 1) {
      throw HttpRefusal.badRequest("the Basic authorization is not NAME:PASSWORD");
    }
    return new Credentials.Password(pair.substring(0, colon), pair.substring(colon + 1));
  }

  private static Credentials token(String token) {
    if (token.isEmpty()) {
      throw HttpRefusal.badRequest("the token is empty");
    }
    return new Credentials.Token(token);
  }

  private static String decoded(String parameter) {
    try {
      return URLDecoder.decode(parameter, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpRefusal.badRequest("access_token is not percent-encoded");
    }
  }
}

package io.warrenmq.management.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.warrenmq.api.plugin.PluginConfig;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.http.Site;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which other sites' pages may use the API, as browsers ask for it: the origin of a page that may
 * is sent back to it. Other than in RabbitMQ, only the pages of an origin that is named may have
 * the browser send what it keeps for this host; those that come under {@code *} bring user and
 * password themselves. Immutable. https://fetch.spec.whatwg.org/#http-cors-protocol
 *
 * @param origins in small letters, without a slash at the end
 * @param anyOrigin whether those of all others may, too
 * @param maxAgeS how long a browser may remember what it may do, in seconds
 */
public record Cors(Set<String> origins, boolean anyOrigin, long maxAgeS) {
  private static final String ORIGINS = "management.cors.allow_origins";
  private static final int MAX_AGE_S = 1_800;

  /** Reads RabbitMQ's keys; {@code null}: no other site's pages may. */
  public static @Nullable Cors from(PluginConfig config) {
    List<String> configured = config.list(ORIGINS);
    if (configured.isEmpty() || config.text(ORIGINS, "").equals("none")) {
      return null;
    }
    Set<String> origins = new HashSet<>();
    configured.forEach(origin -> origins.add(normalized(origin)));
    boolean any = origins.remove("*");
    return new Cors(Set.copyOf(origins), any, config.integer("management.cors.max_age", MAX_AGE_S));
  }

  private static String normalized(String origin) {
    return origin.toLowerCase(Locale.ROOT).replaceAll("/+$", "");
  }

  /** The same site, open to those pages. */
  public Site around(Site site) {
    return request ->
        site.admit(request)
            .map(admitted -> Site.adding(admitted, response -> addTo(response, request)));
  }

  private void addTo(Response response, Request request) {
    HttpHeaders headers = response.headers();
    String vary = headers.get(HttpHeaderNames.VARY);
    response.with(HttpHeaderNames.VARY, vary == null ? "origin" : vary + ", origin");
    String origin = request.header(HttpHeaderNames.ORIGIN);
    if (origin == null) {
      return;
    }
    boolean isNamed = origins.contains(normalized(origin));
    if (!isNamed && !anyOrigin) {
      return;
    }
    response.with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if (isNamed) {
      response.with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    if (request.method().equals("OPTIONS")) {
      addPreflight(response, request);
    }
  }

  /** What may be asked is what the path answers to; any header may come with it. */
  private void addPreflight(Response response, Request request) {
    String methods = response.headers().get(HttpHeaderNames.ALLOW);
    if (methods == null) { // There is nothing at the path.
      return;
    }
    response
        .with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .with(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, Long.toString(maxAgeS));
    String wanted = request.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
    if (wanted != null) {
      response.with(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
    }
  }
}

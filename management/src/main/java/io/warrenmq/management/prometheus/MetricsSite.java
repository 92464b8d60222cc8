package io.warrenmq.management.prometheus;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.RequestAuth;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.http.Site;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is behind the metrics port: the pages, and nothing else. Thread-safe. */
final class MetricsSite implements Site {
  /** Of every page, whatever is accepted: every Prometheus reads it. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4";

  private static final String METHODS = "HEAD, GET, OPTIONS";

  private final String path;
  private final boolean perObject;
  private final @Nullable RequestAuth auth;
  private final Scraper scraper;

  /**
   * A site.
   *
   * @param path of the page of sums, with a slash at its beginning alone; the others are below it
   * @param perObject whether there is a series for each object on that page too
   * @param auth {@code null}: everybody may look
   */
  MetricsSite(String path, boolean perObject, @Nullable RequestAuth auth, Scraper scraper) {
    this.path = path;
    this.perObject = perObject;
    this.auth = auth;
    this.scraper = scraper;
  }

  @Override
  public Future<Answering> admit(Request request) {
    String asked = request.path();
    if (!asked.equals(path) && !asked.startsWith(path + "/")) {
      return answered(ApiException.notFound().response());
    }
    String name = asked.substring(path.length()).replaceAll("^/|/$", "");
    Target.Page page = page(name);
    if (page == null) {
      return answered(unknown());
    } else if (request.method().equals("OPTIONS")) {
      return answered(Response.empty(HttpResponseStatus.OK).with(HttpHeaderNames.ALLOW, METHODS));
    } else if (!request.isGet()) {
      return answered(
          Response.empty(HttpResponseStatus.METHOD_NOT_ALLOWED)
              .with(HttpHeaderNames.ALLOW, METHODS));
    }
    Answering answering = answering(request, target(page, request));
    return auth == null ? Future.succeededFuture(answering) : checked(auth, request, answering);
  }

  private static Future<Answering> answered(Response response) {
    return Future.succeededFuture(Site.answered(response));
  }

  private static Response unknown() {
    return new Response(
            HttpResponseStatus.NOT_FOUND, "Unknown Registry".getBytes(StandardCharsets.US_ASCII))
        .with(HttpHeaderNames.CONTENT_TYPE, "text/plain");
  }

  private Target.@Nullable Page page(String name) {
    return switch (name) {
      case "", "default" -> perObject ? Target.Page.PER_OBJECT : Target.Page.AGGREGATED;
      case "per-object" -> Target.Page.PER_OBJECT;
      case "detailed" -> Target.Page.DETAILED;
      case "memory-breakdown" -> Target.Page.MEMORY;
      default -> null;
    };
  }

  private static Target target(Target.Page page, Request request) {
    boolean isDetailed = page == Target.Page.DETAILED;
    return new Target(
        page,
        isDetailed ? values(request, "family") : Set.of(),
        isDetailed ? values(request, "vhost") : Set.of(),
        request.takesGzip());
  }

  private static Set<String> values(Request request, String name) {
    return new LinkedHashSet<>(request.query().getOrDefault(name, List.of()));
  }

  private Future<Answering> checked(RequestAuth who, Request request, Answering answering) {
    return who.user(request)
        .map(
            user -> {
              Access.MONITORING.check(user);
              return answering;
            })
        .recover(
            failure ->
                failure instanceof ApiException refusal
                    ? answered(
                        refusal
                            .response()
                            .with(
                                HttpHeaderNames.WWW_AUTHENTICATE,
                                "Basic realm=\"WarrenMQ Prometheus\""))
                    : Future.failedFuture(failure));
  }

  private Answering answering(Request request, Target target) {
    return new Answering() {
      @Override
      public int bodyBytesMax() {
        return SKIPPED_BODY_BYTES_MAX;
      }

      @Override
      public Future<Response> answer(byte[] body) {
        Promise<Response> here = Promise.promise();
        scraper.scrape(target).onComplete(made -> request.loop().execute(() -> here.handle(made)));
        return here.future();
      }
    };
  }
}

package io.warrenmq.management.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.http.Site;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API: finds who answers, asks who it is, and only then takes the body. Answers are made
 * on the management thread, so that a list of ten thousand queues holds up no messages.
 * Thread-safe.
 */
public final class ApiSite implements Site {
  private static final Logger LOG = LoggerFactory.getLogger(ApiSite.class);

  private static final long INTERVAL_S = 5;
  private static final long INTERVAL_MAX_S = 60;
  private static final byte[] NOTHING = {};
  private static final Principal NOBODY = new Principal("", Set.of());

  private final Router router;
  private final RequestAuth auth;
  private final Executor thread;
  private final int bodyBytesMax;

  /**
   * An API.
   *
   * @param router filled
   * @param thread the management thread
   * @param bodyBytesMax how long the body of a request may be
   */
  public ApiSite(Router router, RequestAuth auth, Executor thread, int bodyBytesMax) {
    this.router = router;
    this.auth = auth;
    this.thread = thread;
    this.bodyBytesMax = bodyBytesMax;
  }

  @Override
  public Future<Answering> admit(Request request) {
    Router.Match match;
    try {
      match = router.find(request.rawPath());
    } catch (IllegalArgumentException e) {
      return refuse(request, ApiException.badRequest("the path is not percent-encoded"));
    }
    if (match == null) {
      return refuse(request, ApiException.notFound());
    } else if (request.method().equals("OPTIONS")) {
      return answered(
          Response.empty(HttpResponseStatus.OK).with(HttpHeaderNames.ALLOW, match.allowed()));
    }
    Router.Route route = match.route(request.method());
    if (route == null) {
      return answered(
          Response.empty(HttpResponseStatus.METHOD_NOT_ALLOWED)
              .with(HttpHeaderNames.ALLOW, match.allowed()));
    }
    return user(request, route)
        .map(user -> answering(request, match, route, user))
        .recover(failure -> refuse(request, failure));
  }

  /** Who asks; fails when that is nobody, or may not. */
  private Future<Principal> user(Request request, Router.Route route) {
    if (route.access() == Access.ANYBODY) {
      return Future.succeededFuture(NOBODY);
    }
    return auth.user(request)
        .map(
            user -> {
              route.access().check(user);
              return user;
            });
  }

  private static Future<Answering> answered(Response response) {
    return Future.succeededFuture(Site.answered(response));
  }

  private Future<Answering> refuse(Request request, Throwable failure) {
    ApiException refusal = ApiException.of(failure);
    if (refusal == null) {
      return Future.failedFuture(failure);
    }
    Response response = refusal.response();
    if (refusal.status().equals(HttpResponseStatus.UNAUTHORIZED) && !isOfAPage(request)) {
      response.with(HttpHeaderNames.WWW_AUTHENTICATE, auth.challenge());
    }
    return answered(response);
  }

  private Answering answering(
      Request request, Router.Match match, Router.Route route, Principal user) {
    return new Answering() {
      @Override
      public int bodyBytesMax() {
        return route.access() == Access.ANYBODY || request.isSafe()
            ? SKIPPED_BODY_BYTES_MAX
            : bodyBytesMax;
      }

      @Override
      public Future<Response> answer(byte[] body) {
        ApiRequest asked = new ApiRequest(request, match.parameters(), user, body);
        Future<Response> answer = make(route.handler(), asked);
        return wantsEvents(request)
            ? answer.map(first -> live(first, request, match, route))
            : answer;
      }
    };
  }

  private Future<Response> make(Handler handler, ApiRequest asked) {
    Promise<Response> answer = Promise.promise();
    thread.execute(
        () ->
            handle(handler, asked)
                .onComplete(
                    made -> {
                      Response response =
                          made.succeeded() ? made.result() : response(asked, made.cause());
                      asked.http().loop().execute(() -> answer.complete(response));
                    }));
    return answer.future();
  }

  // ---- answers that go on ----

  /** A browser would show a window of its own for what a page asks. */
  private static boolean isOfAPage(Request request) {
    String mode = request.header("sec-fetch-mode");
    return (mode != null && !mode.equals("navigate"))
        || request.header("x-requested-with") != null
        || wantsEvents(request);
  }

  private static boolean wantsEvents(Request request) {
    String accept = request.header(HttpHeaderNames.ACCEPT);
    return request.isGet() && accept != null && accept.contains("text/event-stream");
  }

  private Response live(Response first, Request request, Router.Match match, Router.Route route) {
    if (!first.status().equals(HttpResponseStatus.OK) || first.live() != null) {
      return first;
    }
    return Response.live(
            new EventStream(
                request.loop(),
                first.body(),
                intervalMs(request),
                () -> again(request, match, route)))
        .with(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
        .with(HttpHeaderNames.CACHE_CONTROL, "no-cache");
  }

  /** The login may have ended meanwhile. */
  private Future<Response> again(Request request, Router.Match match, Router.Route route) {
    return user(request, route)
        .compose(
            user ->
                make(route.handler(), new ApiRequest(request, match.parameters(), user, NOTHING)))
        .recover(
            failure -> {
              ApiException refusal = ApiException.of(failure);
              return refusal == null
                  ? Future.failedFuture(failure)
                  : Future.succeededFuture(refusal.response());
            });
  }

  private static long intervalMs(Request request) {
    String asked = request.query("interval");
    try {
      long seconds = asked == null ? INTERVAL_S : Long.parseLong(asked);
      return 1000 * Math.max(1, Math.min(INTERVAL_MAX_S, seconds));
    } catch (NumberFormatException e) {
      return 1000 * INTERVAL_S;
    }
  }

  private static Future<Response> handle(Handler handler, ApiRequest request) {
    try {
      return handler.handle(request);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static Response response(ApiRequest request, Throwable failure) {
    ApiException refusal = ApiException.of(failure);
    if (refusal != null) {
      return refusal.response();
    }
    LOG.error("{} {} failed", request.http().method(), request.http().rawPath(), failure);
    return new ApiException(
            HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal_error", "see the broker's log")
        .response();
  }
}

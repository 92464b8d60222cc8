package io.warrenmq.management;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.http.Site;
import io.warrenmq.management.pages.Pages;

/**
 * All that is behind the port: the API under {@code /api}, examples, and the pages of the broker's
 * own elsewhere. Thread-safe.
 */
final class ManagementSite implements Site {
  private final String prefix;
  private final Site api;
  private final Pages examples;
  private final Pages pages;

  /**
   * A site.
   *
   * @param prefix put before every path: empty, or with a slash at its beginning alone
   */
  ManagementSite(String prefix, Site api, Pages examples, Pages pages) {
    this.prefix = prefix;
    this.api = api;
    this.examples = examples;
    this.pages = pages;
  }

  @Override
  public Future<Answering> admit(Request request) {
    if (!isIn(request.rawPath(), prefix)) {
      return Future.succeededFuture(
          Site.answered(
              Response.error(
                  HttpResponseStatus.NOT_FOUND, "there is nothing outside of " + prefix + "/")));
    } else if (request.rawPath().equals(prefix)) {
      return Future.succeededFuture(
          Site.answered(
              Response.empty(HttpResponseStatus.MOVED_PERMANENTLY)
                  .with(HttpHeaderNames.LOCATION, prefix + "/")));
    }
    Request inner = without(request);
    if (isIn(inner.rawPath(), "/api")) {
      return api.admit(inner);
    }
    // Without pages of its own the broker shows what examples there are.
    boolean isExample = isIn(inner.rawPath(), "/examples") || !pages.has("/index.html");
    return (isExample ? examples : pages).admit(inner);
  }

  private static boolean isIn(String path, String folder) {
    return path.startsWith(folder)
        && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
  }

  private Request without(Request request) {
    return new Request(
        request.method(),
        request.rawPath().substring(prefix.length()),
        request.path().substring(Math.min(prefix.length(), request.path().length())),
        request.query(),
        request.headers(),
        request.transport(),
        request.loop());
  }
}

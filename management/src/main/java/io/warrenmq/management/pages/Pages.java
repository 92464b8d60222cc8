package io.warrenmq.management.pages;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.warrenmq.management.http.Request;
import io.warrenmq.management.http.Response;
import io.warrenmq.management.http.Site;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Pages by their paths: files, for a folder its {@code index.html}, and at the root a list of what
 * there is. Immutable, thread-safe.
 */
public final class Pages implements Site {
  private static final String INDEX = "index.html";

  /** Nothing but what lies here, and in nobody's frame. */
  private static final String OWN_ONLY =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

  private final Map<String, Page> pages;
  private final boolean ownOnly;

  private Pages(Map<String, Page> pages, boolean ownOnly) {
    this.pages = pages;
    this.ownOnly = ownOnly;
  }

  /**
   * The same pages, whose browser loads nothing from elsewhere and runs nothing that is not here.
   */
  public Pages ownOnly() {
    return new Pages(pages, true);
  }

  /** Whether there is such a path. */
  public boolean has(String path) {
    return pages.containsKey(path);
  }

  /**
   * Those of files.
   *
   * @param files the bytes by their paths, each beginning with a slash
   */
  public static Pages of(Map<String, byte[]> files) {
    return of(files, files.containsKey("/" + INDEX));
  }

  private static Pages of(Map<String, byte[]> files, boolean hasIndex) {
    Map<String, Page> pages = new HashMap<>();
    TreeSet<String> listed = new TreeSet<>();
    files.forEach(
        (path, content) -> {
          Page page = Page.of(path, content);
          String shown =
              path.endsWith("/" + INDEX) ? path.substring(0, path.length() - INDEX.length()) : path;
          pages.put(path, page);
          pages.put(shown, page);
          if (path.endsWith(".html")) {
            listed.add(shown);
          }
        });
    if (!hasIndex) {
      pages.put("/", Page.of(INDEX, list(listed).getBytes(StandardCharsets.UTF_8)));
    }
    return new Pages(pages, false);
  }

  @Override
  public Future<Answering> admit(Request request) {
    return Future.succeededFuture(Site.answered(answer(request)));
  }

  private Response answer(Request request) {
    String path = request.path();
    if (!request.isGet()) {
      return Response.error(HttpResponseStatus.METHOD_NOT_ALLOWED, "pages are got by GET")
          .with(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    Page page = pages.get(path);
    if (page == null && pages.containsKey(path + "/")) {
      return Response.empty(HttpResponseStatus.MOVED_PERMANENTLY)
          .with(HttpHeaderNames.LOCATION, reference(path + "/"));
    } else if (page == null) {
      return Response.error(HttpResponseStatus.NOT_FOUND, "there is nothing at this path");
    }
    boolean isGzip = page.isCompressible() && request.takesGzip();
    Response response =
        isKnown(request, page)
            ? Response.empty(HttpResponseStatus.NOT_MODIFIED)
            : content(page, isGzip)
                .with(HttpHeaderNames.CONTENT_TYPE, page.type())
                .with("x-content-type-options", "nosniff")
                .with("referrer-policy", "no-referrer");
    if (ownOnly) {
      response.with("content-security-policy", OWN_ONLY);
    }
    if (page.isCompressible()) {
      response.with(HttpHeaderNames.VARY, "accept-encoding");
    }
    return response
        // RFC 9110 §8.8.3.3: other bytes may not have the same tag, unless it is a weak one.
        .with(HttpHeaderNames.ETAG, isGzip ? "W/" + page.tag() : page.tag())
        .with(HttpHeaderNames.CACHE_CONTROL, "no-cache"); // To be asked for anew each time.
  }

  private static Response content(Page page, boolean isGzip) {
    return isGzip
        ? new Response(HttpResponseStatus.OK, page.compressed())
            .with(HttpHeaderNames.CONTENT_ENCODING, "gzip")
        : new Response(HttpResponseStatus.OK, page.content());
  }

  /** RFC 9110 §13.1.2: tags are compared weakly. */
  private static boolean isKnown(Request request, Page page) {
    return request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH).stream()
        .flatMap(header -> Arrays.stream(header.split(",", -1)))
        .map(String::strip)
        .anyMatch(
            tag -> tag.equals("*") || tag.equals(page.tag()) || tag.equals("W/" + page.tag()));
  }

  private static String list(TreeSet<String> listed) {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
        .append("<title>WarrenMQ</title>\n<h1>WarrenMQ</h1>\n");
    if (listed.isEmpty()) {
      html.append("<p>There are no pages here. <code>warren.examples.enabled = true</code>")
          .append(" in the configuration shows the examples.</p>\n");
    } else {
      html.append("<ul>\n");
      for (String path : listed) {
        html.append("<li><a href=\"")
            .append(escaped(reference(path)))
            .append("\">")
            .append(escaped(path))
            .append("</a></li>\n");
      }
      html.append("</ul>\n");
    }
    return html.append("</html>\n").toString();
  }

  private static String reference(String path) {
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path alone is always one", e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}

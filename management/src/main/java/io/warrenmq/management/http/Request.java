package io.warrenmq.management.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.transport.TransportInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, well-formed. Immutable but for its headers, which are not changed.
 *
 * @param method in capitals, for example {@code GET}
 * @param rawPath the path of its target as it was sent, beginning with a slash
 * @param path the same, decoded
 * @param query the values behind the question mark by their names, decoded
 * @param headers all of them
 * @param transport the two ends of its connection
 * @param loop its connection's
 */
public record Request(
    String method,
    String rawPath,
    String path,
    Map<String, List<String>> query,
    HttpHeaders headers,
    TransportInfo transport,
    Loop loop) {
  /** Whether it only reads. */
  public boolean isSafe() {
    return isGet() || method.equals("OPTIONS");
  }

  /** Whether it is GET or HEAD: who answers need not tell them apart. */
  public boolean isGet() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** The first value of a name in the query; {@code null} when it is not there. */
  public @Nullable String query(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /** A header's first value; {@code null} when it is not there. */
  public @Nullable String header(CharSequence name) {
    return headers.get(name);
  }

  /** Whether its answer may be compressed by gzip. */
  public boolean takesGzip() {
    String accepted = header(HttpHeaderNames.ACCEPT_ENCODING);
    if (accepted == null) {
      return false;
    }
    for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = coding.split(";", 2);
      if (parts[0].strip().equals("gzip")) {
        return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}

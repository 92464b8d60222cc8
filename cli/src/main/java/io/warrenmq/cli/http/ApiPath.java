package io.warrenmq.cli.http;

import java.nio.charset.StandardCharsets;

/** The path and query of a request, below {@code /api}. Immutable. */
public final class ApiPath {
  private static final String UNRESERVED = "-._~";

  private final String path;
  private final String query;

  private ApiPath(String path, String query) {
    this.path = path;
    this.query = query;
  }

  /**
   * The path of these segments.
   *
   * @param segments as they are; whatever a path gives another meaning, {@code /} say, is escaped
   */
  public static ApiPath of(String... segments) {
    StringBuilder path = new StringBuilder("/api");
    for (String segment : segments) {
      path.append('/').append(escape(segment));
    }
    return new ApiPath(path.toString(), "");
  }

  /** This path with one parameter more. */
  public ApiPath with(String name, String value) {
    String parameter = escape(name) + '=' + escape(value);
    return new ApiPath(path, query.isEmpty() ? parameter : query + '&' + parameter);
  }

  /** Percent-encodes everything but RFC 3986's unreserved characters. */
  static String escape(String text) {
    // Servers and proxies take these two for places in the tree.
    if (text.equals(".") || text.equals("..")) {
      return text.replace(".", "%2E");
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
        escaped.append(c);
      } else {
        escaped
            .append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return query.isEmpty() ? path : path + '?' + query;
  }
}

package io.warrenmq.management.api;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds who answers a request by its path and method. A path's parts are decoded one by one, so
 * that {@code %2F} in a name is no slash; a part that is named wins over one that is a parameter.
 * Filled before it is used, then thread-safe.
 */
public final class Router {
  /** Who answers. */
  record Route(Access access, Handler handler) {}

  /**
   * What a path comes to.
   *
   * @param routes by method
   * @param template as it was added, for example {@code /api/queues/{vhost}/{name}}
   * @param parameters what the path names, decoded
   */
  record Match(Map<String, Route> routes, String template, Map<String, String> parameters) {
    @Nullable Route route(String method) {
      return routes.get(method.equals("HEAD") ? "GET" : method);
    }

    /** For the header {@code allow}. */
    String allowed() {
      Set<String> methods = new TreeSet<>(routes.keySet());
      if (methods.contains("GET")) {
        methods.add("HEAD");
      }
      methods.add("OPTIONS");
      return String.join(", ", methods);
    }
  }

  private static final class Node {
    final Map<String, Node> named = new HashMap<>();
    final Map<String, Route> routes = new LinkedHashMap<>();
    String template = "";
    @Nullable Node parameter;
    String parameterName = "";
  }

  private final Node root = new Node();
  private final Map<String, Map<String, Route>> byTemplate = new TreeMap<>();

  /** Adds who answers GET, and HEAD. */
  public Router get(String template, Access access, Handler handler) {
    return add("GET", template, access, handler);
  }

  /** Adds who answers PUT. */
  public Router put(String template, Access access, Handler handler) {
    return add("PUT", template, access, handler);
  }

  /** Adds who answers POST. */
  public Router post(String template, Access access, Handler handler) {
    return add("POST", template, access, handler);
  }

  /** Adds who answers DELETE. */
  public Router delete(String template, Access access, Handler handler) {
    return add("DELETE", template, access, handler);
  }

  private Router add(String method, String template, Access access, Handler handler) {
    Node node = root;
    for (String part : parts(template)) {
      if (part.startsWith("{")) {
        String name = part.substring(1, part.length() - 1);
        Node next = node.parameter;
        if (next == null) {
          next = new Node();
          node.parameter = next;
          node.parameterName = name;
        } else if (!node.parameterName.equals(name)) {
          throw new IllegalArgumentException(
              template + ": the part is named {" + node.parameterName + "} elsewhere");
        }
        node = next;
      } else {
        node = node.named.computeIfAbsent(part, absent -> new Node());
      }
    }
    node.template = template;
    if (node.routes.put(method, new Route(access, handler)) != null) {
      throw new IllegalArgumentException(method + " " + template + " has an answer already");
    }
    byTemplate.put(template, node.routes);
    return this;
  }

  /** Who answers, by method, by the templates of all paths, in order. */
  Map<String, Map<String, Route>> routes() {
    return Collections.unmodifiableMap(byTemplate);
  }

  /**
   * What a path comes to; {@code null} for nothing.
   *
   * @param rawPath as it was sent, percent-encoded
   */
  @Nullable Match find(String rawPath) {
    Map<String, String> parameters = new HashMap<>();
    Node node = find(root, parts(rawPath), 0, parameters);
    return node == null ? null : new Match(node.routes, node.template, parameters);
  }

  private static @Nullable Node find(
      Node node, List<String> parts, int at, Map<String, String> parameters) {
    if (at == parts.size()) {
      return node.routes.isEmpty() ? null : node;
    }
    String part = QueryStringDecoder.decodeComponent(parts.get(at).replace("+", "%2B"));
    Node named = node.named.get(part);
    if (named != null) {
      Node found = find(named, parts, at + 1, parameters);
      if (found != null) {
        return found;
      }
    }
    Node parameter = node.parameter;
    if (parameter == null) {
      return null;
    }
    Node found = find(parameter, parts, at + 1, parameters);
    if (found != null) {
      parameters.put(node.parameterName, part);
    }
    return found;
  }

  /** A slash at the end does not count: RabbitMQ's clients send some. */
  private static List<String> parts(String path) {
    String inner = path.startsWith("/") ? path.substring(1) : path;
    if (inner.endsWith("/")) {
      inner = inner.substring(0, inner.length() - 1);
    }
    return List.of(inner.split("/", -1));
  }
}

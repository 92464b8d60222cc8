package io.warrenmq.management.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes the API for programs: every path that the router has, OpenAPI 3.1. What each does is in
 * a file beside this class, a line for each.
 */
public final class OpenApi {
  private static final String SUMMARIES = "openapi.properties";
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  private final Router router;
  private final String version;
  private final Properties summaries = new Properties();

  /**
   * Describes what a router has.
   *
   * @param version the broker's
   */
  public OpenApi(Router router, String version) {
    this.router = router;
    this.version = version;
    try (InputStream in = OpenApi.class.getResourceAsStream(SUMMARIES)) {
      summaries.load(
          new InputStreamReader(Objects.requireNonNull(in, SUMMARIES), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds its own path; the description is of what the router has when it is asked for. */
  public void addTo(Router router) {
    router.get(
        "/api/openapi.json",
        Access.ANYBODY,
        request -> Future.<Response>succeededFuture(Json.ok(describe())));
    router.get(
        "/api/index.html",
        Access.ANYBODY,
        request ->
            Future.<Response>succeededFuture(
                new Response(HttpResponseStatus.OK, page())
                    .with(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                    .with("content-security-policy", "default-src 'none'")));
  }

  /** What each operation does, by {@code GET /api/overview}. */
  Properties summaries() {
    return summaries;
  }

  /** The operations for people. */
  private byte[] page() {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .append("<title>WarrenMQ HTTP API</title>\n<h1>WarrenMQ HTTP API</h1>\n")
        .append("<p>As RabbitMQ 4's. For programs: <a href=\"openapi.json\">openapi.json</a></p>\n")
        .append("<table>\n");
    router
        .routes()
        .forEach(
            (template, routes) ->
                routes.forEach(
                    (method, route) ->
                        html.append("<tr><td>")
                            .append(method)
                            .append("<td><code>")
                            .append(template)
                            .append("</code><td>")
                            .append(summaries.getProperty(method + " " + template, ""))
                            .append('\n')));
    return html.append("</table>\n</html>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  JsonObject describe() {
    JsonObject paths = new JsonObject();
    router
        .routes()
        .forEach(
            (template, routes) -> {
              JsonObject path = new JsonObject().put("parameters", parameters(template));
              routes.forEach(
                  (method, route) ->
                      path.put(
                          method.toLowerCase(Locale.ROOT), operation(method, template, route)));
              paths.put(template, path);
            });
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put(
            "info",
            new JsonObject()
                .put("title", "WarrenMQ HTTP API")
                .put("description", "Compatible with the management API of RabbitMQ 4.")
                .put("version", version))
        .put("servers", new JsonArray().add(new JsonObject().put("url", "../")))
        .put("security", new JsonArray().add(new JsonObject().put("basic", new JsonArray())))
        .put("paths", paths)
        .put("components", components());
  }

  private static JsonArray parameters(String template) {
    JsonArray parameters = new JsonArray();
    Matcher names = PARAMETER.matcher(template);
    while (names.find()) {
      parameters.add(
          new JsonObject()
              .put("name", names.group(1))
              .put("in", "path")
              .put("required", true)
              .put("schema", new JsonObject().put("type", "string")));
    }
    return parameters;
  }

  private JsonObject operation(String method, String template, Router.Route route) {
    JsonObject responses = new JsonObject();
    switch (method) {
      case "GET" -> responses.put("200", content("what is asked for"));
      case "DELETE" -> responses.put("204", described("it is gone"));
      case "PUT" ->
          responses.put("201", described("it is made")).put("204", described("it is changed"));
      default -> responses.put("2XX", content("it is done"));
    }
    responses.put("400", error("the request cannot be"));
    if (route.access() != Access.ANYBODY) {
      responses.put("401", error("nobody has logged in, or who has may not"));
    }
    if (template.contains("{")) {
      responses.put("404", error("what the path names does not exist"));
    }
    JsonObject operation =
        new JsonObject()
            .put("summary", summaries.getProperty(method + " " + template, ""))
            .put("tags", new JsonArray().add(template.split("/", -1)[2]))
            .put("x-required-tag", route.access().name().toLowerCase(Locale.ROOT))
            .put("responses", responses);
    if (route.access() == Access.ANYBODY) {
      operation.put("security", new JsonArray());
    }
    if (method.equals("PUT") || method.equals("POST")) {
      operation.put("requestBody", content("see docs/http-api.md"));
    }
    return operation;
  }

  private static JsonObject described(String text) {
    return new JsonObject().put("description", text);
  }

  private static JsonObject content(String text) {
    return described(text)
        .put(
            "content",
            new JsonObject()
                .put("application/json", new JsonObject().put("schema", new JsonObject())));
  }

  private static JsonObject error(String text) {
    return new JsonObject(
        Map.of(
            "description",
            text,
            "content",
            new JsonObject()
                .put(
                    "application/json",
                    new JsonObject()
                        .put(
                            "schema",
                            new JsonObject().put("$ref", "#/components/schemas/Error")))));
  }

  private static JsonObject components() {
    JsonObject text = new JsonObject().put("type", "string");
    return new JsonObject()
        .put(
            "securitySchemes",
            new JsonObject()
                .put("basic", new JsonObject().put("type", "http").put("scheme", "basic")))
        .put(
            "schemas",
            new JsonObject()
                .put(
                    "Error",
                    new JsonObject()
                        .put("type", "object")
                        .put("required", new JsonArray().add("error").add("reason"))
                        .put(
                            "properties",
                            new JsonObject().put("error", text).put("reason", new JsonObject()))));
  }
}

package io.warrenmq.management.overview;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.broker.LogTail;
import io.warrenmq.core.broker.LogTail.Severity;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.time.Instant;
import java.util.Locale;

/** The last lines of the log. */
public final class LogResource {
  private static final int COUNT = 200;
  private static final int COUNT_MAX = 2_000;

  private final LogTail log;

  /** Of a log. */
  public LogResource(LogTail log) {
    this.log = log;
  }

  /** Adds its path. */
  public void addTo(Router router) {
    router.get("/api/logs", Access.MONITORING, this::list);
  }

  private Future<Response> list(ApiRequest request) {
    JsonArray lines = new JsonArray();
    for (LogTail.Line line : log.last(count(request), severity(request))) {
      lines.add(
          new JsonObject()
              .put("time", Instant.ofEpochMilli(line.wallMs()).toString())
              .put("level", line.severity().name().toLowerCase(Locale.ROOT))
              .put("logger", line.logger())
              .put("text", line.text()));
    }
    return Future.succeededFuture(Json.ok(lines));
  }

  private static int count(ApiRequest request) {
    String asked = request.query("count") == null ? request.query("lines") : request.query("count");
    try {
      int count = asked == null ? COUNT : Integer.parseInt(asked);
      if (count > 0) {
        return Math.min(count, COUNT_MAX);
      }
    } catch (NumberFormatException e) {
      // It is told below.
    }
    throw ApiException.badRequest("count is a number above 0");
  }

  private static Severity severity(ApiRequest request) {
    String level = request.query("level");
    return switch (level == null ? "debug" : level) {
      case "debug" -> Severity.DEBUG;
      case "info" -> Severity.INFO;
      case "warn", "warning" -> Severity.WARN;
      case "error" -> Severity.ERROR;
      default -> throw ApiException.badRequest("level is debug, info, warn or error");
    };
  }
}

package io.warrenmq.management.health;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.http.Response;

/** What health checks answer, in RabbitMQ's form. Stateless. */
final class Health {
  private Health() {}

  /** All is well. */
  static Response ok() {
    return Json.ok(okBody());
  }

  /** The same, to be said more of. */
  static JsonObject okBody() {
    return new JsonObject().put("status", "ok");
  }

  /** It is not, 503. */
  static ApiException failed(String reason, JsonObject more) {
    JsonObject body = new JsonObject().put("status", "failed").put("reason", reason);
    return new ApiException(HttpResponseStatus.SERVICE_UNAVAILABLE, body.mergeIn(more));
  }

  /** It is not, 503. */
  static ApiException failed(String reason) {
    return failed(reason, new JsonObject());
  }
}

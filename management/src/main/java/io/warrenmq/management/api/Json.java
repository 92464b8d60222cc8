package io.warrenmq.management.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.warrenmq.management.http.Response;

/** Answers in JSON. Stateless. */
public final class Json {
  private Json() {}

  /** What is asked for. */
  public static Response ok(Object json) {
    return response(HttpResponseStatus.OK, json);
  }

  /** It was made. */
  public static Response created() {
    return Response.empty(HttpResponseStatus.CREATED);
  }

  /** It was done. */
  public static Response done() {
    return Response.empty(HttpResponseStatus.NO_CONTENT);
  }

  /** It was made, or changed. */
  public static Response put(boolean isNew) {
    return isNew ? created() : done();
  }

  /** An answer with a body, a JsonObject, JsonArray, text, number or boolean. */
  static Response response(HttpResponseStatus status, Object json) {
    return new Response(status, bytes(json))
        .with(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .with(HttpHeaderNames.CACHE_CONTROL, "no-cache")
        .with("x-content-type-options", "nosniff");
  }

  static byte[] bytes(Object json) {
    Buffer buffer = io.vertx.core.json.Json.encodeToBuffer(json);
    return buffer.getBytes();
  }
}

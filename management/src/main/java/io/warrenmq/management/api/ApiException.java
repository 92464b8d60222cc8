package io.warrenmq.management.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.management.http.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request that is refused, in the words of RabbitMQ's API. Immutable. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient HttpResponseStatus status;
  private final transient JsonObject body;

  /**
   * Refuses.
   *
   * @param error the kind, for programs
   * @param reason for people
   */
  public ApiException(HttpResponseStatus status, String error, String reason) {
    this(status, new JsonObject().put("error", error).put("reason", reason));
  }

  /** Refuses with more than an error and a reason. */
  public ApiException(HttpResponseStatus status, JsonObject body) {
    super(body.encode(), null, false, false);
    this.status = status;
    this.body = body;
  }

  /** The request, or what it asks for, cannot be. */
  public static ApiException badRequest(String reason) {
    return new ApiException(HttpResponseStatus.BAD_REQUEST, "bad_request", reason);
  }

  /** A field has a value that cannot be, in RabbitMQ's form: the fault, then the value. */
  public static ApiException wrongType(String fault, Object value) {
    return new ApiException(
        HttpResponseStatus.BAD_REQUEST,
        new JsonObject()
            .put("error", "bad_request")
            .put("reason", new JsonArray().add(fault).add(value)));
  }

  /** It is not to be, as things are. */
  public static ApiException preconditionFailed(String reason) {
    return new ApiException(HttpResponseStatus.PRECONDITION_FAILED, "precondition_failed", reason);
  }

  /** What the path names does not exist. */
  public static ApiException notFound() {
    return new ApiException(HttpResponseStatus.NOT_FOUND, "Object Not Found", "Not Found");
  }

  /** The vhost of what is to be changed does not exist. */
  public static ApiException vhostNotFound() {
    return new ApiException(HttpResponseStatus.NOT_FOUND, "not_found", "vhost_not_found");
  }

  /** The user is known, and may not. */
  public static ApiException notAuthorised(String reason) {
    return new ApiException(HttpResponseStatus.UNAUTHORIZED, "not_authorised", reason);
  }

  /** What a failed command comes to. */
  static ApiException of(BrokerException refusal) {
    String reason = Objects.toString(refusal.getMessage(), "");
    return switch (refusal.kind()) {
      case NOT_FOUND -> new ApiException(HttpResponseStatus.NOT_FOUND, "not_found", reason);
      case ACCESS_REFUSED, NOT_ALLOWED -> notAuthorised(reason);
      case SHUTTING_DOWN ->
          new ApiException(HttpResponseStatus.SERVICE_UNAVAILABLE, "shutting_down", reason);
      case INTERNAL ->
          new ApiException(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal_error", reason);
      default -> badRequest(reason);
    };
  }

  /** The refusal that a failure is; {@code null} when it is none, but a bug. */
  static @Nullable ApiException of(Throwable failure) {
    if (failure instanceof ApiException refusal) {
      return refusal;
    }
    return failure instanceof BrokerException refusal ? of(refusal) : null;
  }

  /** How it went. */
  public HttpResponseStatus status() {
    return status;
  }

  /** The answer. */
  public Response response() {
    return Json.response(status, body);
  }
}

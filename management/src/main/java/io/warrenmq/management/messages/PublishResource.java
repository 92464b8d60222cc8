package io.warrenmq.management.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Body;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Publishes a message, and waits until it is safe. */
public final class PublishResource {
  /** The default exchange's name in paths. */
  private static final String DEFAULT_EXCHANGE = "amq.default";

  private static final long PUBLISH_ID = 1; // the only one of its session

  private static final List<String> TEXTS =
      List.of(
          "content_type",
          "content_encoding",
          "correlation_id",
          "reply_to",
          "expiration",
          "message_id",
          "type",
          "user_id",
          "app_id",
          "cluster_id");
  private static final List<String> NUMBERS = List.of("delivery_mode", "priority", "timestamp");

  private final Administration administration;
  private final Broker broker;

  /** Into a broker. */
  public PublishResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router.post("/api/exchanges/{vhost}/{name}/publish", Access.MANAGEMENT, this::publish);
  }

  private Future<Response> publish(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    String name = request.parameter("name");
    String exchange = name.equals(DEFAULT_EXCHANGE) ? "" : name;
    if (vhost.exchange(exchange) == null) {
      throw new ApiException(HttpResponseStatus.NOT_FOUND, "not_found", "exchange_not_found");
    }
    Body body = request.body();
    body.require("routing_key", "properties", "payload", "payload_encoding");
    String routingKey = body.required("routing_key");
    Map<String, Object> properties = properties(body);
    byte[] payload = payload(body);
    int most = broker.access().limits().messageBytesMax();
    if (payload.length > most) {
      throw ApiException.badRequest(
          "406 PRECONDITION_FAILED - message size %d is larger than configured max size %d"
              .formatted(payload.length, most));
    }
    String blocked = broker.publishersBlocked();
    if (blocked != null) {
      throw new ApiException(
          HttpResponseStatus.SERVICE_UNAVAILABLE, "blocked", "publishers are blocked: " + blocked);
    }
    BasicFormat format = MessageJson.format(broker);
    List<Loop> loops = broker.access().loops();
    // The routes that a loop remembers are of use for the next publish to the same exchange.
    Loop loop = loops.get(Math.floorMod(exchange.hashCode(), loops.size()));
    return UserSession.run(
            broker,
            loop,
            vhost.name(),
            request,
            session ->
                publish(
                    session,
                    format.publish(
                        request.user(),
                        loop.clock().wallMs(),
                        exchange,
                        routingKey,
                        properties,
                        payload)))
        .map(routed -> Json.ok(new JsonObject().put("routed", routed)));
  }

  private static Future<Boolean> publish(UserSession session, Message message) {
    Future<Boolean> confirmed = session.confirmation();
    if (session.access().publish(message, PUBLISH_ID) == VhostAccess.UNROUTABLE) {
      session.access().countUnroutable(true);
      return Future.succeededFuture(false);
    }
    return confirmed.map(
        accepted -> {
          if (!accepted) {
            throw ApiException.badRequest(
                "rejected Unable to publish message. Check queue limits.");
          }
          return true;
        });
  }

  private static Map<String, Object> properties(Body body) {
    Body given = new Body(body.object("properties"));
    Map<String, Object> properties = new HashMap<>();
    for (String name : TEXTS) {
      String text = given.text(name);
      if (text != null) {
        properties.put(name, text);
      }
    }
    for (String name : NUMBERS) {
      if (given.has(name)) {
        properties.put(name, given.integer(name, 0));
      }
    }
    if (given.has("headers")) {
      properties.put("headers", JsonArguments.read(given.object("headers")).asMap());
    }
    return properties;
  }

  private static byte[] payload(Body body) {
    if (!(body.value("payload") instanceof String payload)) {
      throw ApiException.badRequest("payload_not_string");
    }
    String encoding = body.required("payload_encoding");
    if (encoding.equals("string")) {
      return payload.getBytes(UTF_8);
    } else if (!encoding.equals("base64")) {
      throw badRequest("unsupported_encoding", encoding);
    }
    try {
      return Base64.getDecoder().decode(payload);
    } catch (IllegalArgumentException e) {
      throw badRequest("not_base64", payload.length() > 100 ? payload.substring(0, 100) : payload);
    }
  }

  private static ApiException badRequest(String fault, String value) {
    return new ApiException(
        HttpResponseStatus.BAD_REQUEST,
        new JsonObject()
            .put("error", "bad_request")
            .put("reason", new JsonArray().add(fault).add(value)));
  }
}

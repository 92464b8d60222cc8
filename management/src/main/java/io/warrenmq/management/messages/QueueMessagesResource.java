package io.warrenmq.management.messages;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.queue.MoveResult;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.Requester;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Access;
import io.warrenmq.management.api.Administration;
import io.warrenmq.management.api.ApiException;
import io.warrenmq.management.api.ApiRequest;
import io.warrenmq.management.api.Body;
import io.warrenmq.management.api.Json;
import io.warrenmq.management.api.Router;
import io.warrenmq.management.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The messages of a queue: taken as RabbitMQ's API takes them, browsed without a trace, moved to
 * another queue. An answer has a bounded number of messages and bytes, the last message aside;
 * where it could have had more it says so by a header.
 */
public final class QueueMessagesResource {
  private static final String TRUNCATED = "x-warren-truncated";
  private static final String QUEUE = "/api/queues/{vhost}/{name}";
  private static final long OFFSET_MAX = 1_000_000; // all before are looked at
  private static final int BROWSED = 50; // when it is not said

  private static final Set<String> ACK_MODES =
      Set.of(
          "ack_requeue_true", "ack_requeue_false", "reject_requeue_true", "reject_requeue_false");

  private final Administration administration;
  private final Broker broker;

  /** Of a broker's queues. */
  public QueueMessagesResource(Administration administration) {
    this.administration = administration;
    this.broker = administration.broker();
  }

  /** Adds its paths. */
  public void addTo(Router router) {
    router
        .post(QUEUE + "/get", Access.MANAGEMENT, this::get)
        .get(QUEUE + "/messages", Access.MANAGEMENT, this::browse)
        .post(QUEUE + "/move", Access.MANAGEMENT, this::move);
  }

  private static Queue queue(Vhost vhost, ApiRequest request) {
    Queue queue = vhost.queue(request.parameter("name"));
    if (queue == null) {
      throw new ApiException(HttpResponseStatus.NOT_FOUND, "not_found", "queue_not_found");
    }
    return queue;
  }

  // ---- taken ----

  private Future<Response> get(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    Queue queue = queue(vhost, request);
    Body body = request.body();
    body.require("ackmode", "count", "encoding");
    String ackMode = body.oneOf("ackmode", "", ACK_MODES);
    String encoding = body.required("encoding");
    if (!encoding.equals("auto") && !encoding.equals("base64")) {
      throw ApiException.badRequest("Unsupported encoding. Please use auto or base64.");
    }
    long count = body.integer("count", 0);
    long truncate = body.integer("truncate", -1);
    Taking taking =
        new Taking(
            queue.name(),
            ackMode,
            Math.min(count, MessageJson.COUNT_MAX),
            count > MessageJson.COUNT_MAX,
            new MessageJson(
                MessageJson.format(broker), encoding.equals("base64"), Math.max(-1, truncate)));
    return UserSession.run(broker, queue.home(), vhost.name(), request, taking::run);
  }

  /** Takes messages one after the other. Confined to the queue's home loop. */
  private static final class Taking {
    private final String queue;
    private final String ackMode;
    private final long count;
    private final boolean wantsMore;
    private final MessageJson json;
    private final JsonArray taken = new JsonArray();
    private final List<Delivery> unsettled = new ArrayList<>();

    Taking(String queue, String ackMode, long count, boolean wantsMore, MessageJson json) {
      this.queue = queue;
      this.ackMode = ackMode;
      this.count = count;
      this.wantsMore = wantsMore;
      this.json = json;
    }

    Future<Response> run(UserSession session) {
      Promise<Boolean> done = Promise.promise();
      takeNext(session, done);
      return done.future()
          .onComplete(finished -> settle(session))
          .map(
              cut -> {
                Response response = Json.ok(taken);
                return cut ? response.with(TRUNCATED, "true") : response;
              });
    }

    private void takeNext(UserSession session, Promise<Boolean> done) {
      boolean enough = taken.size() >= count;
      if (enough || json.isFull()) {
        done.complete(!enough || wantsMore);
        return;
      }
      boolean settled = ackMode.equals("ack_requeue_false");
      session
          .access()
          .get(queue, settled)
          .onComplete(
              got -> {
                if (got.failed()) {
                  done.fail(got.cause());
                } else if (got.result() == null) {
                  done.complete(false);
                } else {
                  Delivery delivery = got.result().delivery();
                  if (!settled) {
                    unsettled.add(delivery);
                  }
                  taken.add(json.show(delivery).put("message_count", got.result().readyCount()));
                  // Not from within the answer: there may be a thousand.
                  session.loop().execute(() -> takeNext(session, done));
                }
              });
    }

    /** All together, or the same message would come again and again. */
    private void settle(UserSession session) {
      SettleOutcome outcome =
          ackMode.equals("reject_requeue_false") ? SettleOutcome.DISCARD : SettleOutcome.REQUEUE;
      unsettled.forEach(delivery -> session.access().settle(delivery, outcome));
    }
  }

  // ---- browsed ----

  private Future<Response> browse(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    Queue queue = queue(vhost, request);
    long offset = number(request, "offset", 0, 0, OFFSET_MAX);
    int count = (int) number(request, "count", BROWSED, 0, MessageJson.COUNT_MAX);
    long truncate = number(request, "truncate", -1, 0, Integer.MAX_VALUE);
    MessageJson json = new MessageJson(MessageJson.format(broker), false, truncate);
    JsonArray items = new JsonArray();
    boolean[] more = new boolean[1];
    return on(
            queue.home(),
            () ->
                broker
                    .commands()
                    .browseQueue(
                        vhost,
                        new Requester(request.user(), null, "", queue.home()),
                        queue.name(),
                        offset,
                        (index, copy) -> {
                          if (items.size() == count || json.isFull()) {
                            more[0] = true;
                            return false;
                          }
                          items.add(json.show(copy).put("position", index));
                          return true;
                        }))
        .map(
            done -> {
              JsonObject answer =
                  new JsonObject()
                      .put("items", items)
                      .put("message_count", queue.depth().ready())
                      .put("more", more[0]);
              Response response = Json.ok(answer);
              return more[0] && items.size() < count ? response.with(TRUNCATED, "true") : response;
            });
  }

  private static <T> Future<T> on(Loop loop, Supplier<Future<T>> work) {
    Promise<T> answer = Promise.promise();
    loop.execute(() -> MetadataLoop.attempt(work).onComplete(answer));
    return answer.future();
  }

  private static long number(ApiRequest request, String name, long absent, long min, long max) {
    String text = request.query(name);
    if (text == null || text.isEmpty()) {
      return absent;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // It is told below.
    }
    throw ApiException.badRequest(
        "%s is '%s', and may be a number from %d to %d".formatted(name, text, min, max));
  }

  // ---- moved ----

  private Future<Response> move(ApiRequest request) {
    Vhost vhost = administration.enteredVhost(request);
    String name = queue(vhost, request).name();
    Body body = request.body();
    String destination = body.required("destination");
    long count = body.integer("count", Long.MAX_VALUE);
    if (count < 0) {
      throw ApiException.badRequest("count is " + count + ", and may be 0 or more");
    }
    return administration
        .command(
            () ->
                broker
                    .commands()
                    .moveMessages(
                        vhost, administration.requester(request.user()), name, destination, count))
        .map(result -> Json.ok(show(result)));
  }

  private static JsonObject show(MoveResult result) {
    JsonObject json = new JsonObject().put("moved", result.moved());
    return result.stopped().isEmpty() ? json : json.put("stopped", result.stopped());
  }
}

package io.warrenmq.management.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.management.ApiBench;
import io.warrenmq.management.ApiBench.Answer;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueMessagesResourceTest {
  private static final String TRUNCATED = "x-warren-truncated";
  private static final String QUEUE = "/api/queues/%2F/q";

  private final ApiBench bench = ApiBench.start();

  @BeforeEach
  void declare() {
    bench.put(QUEUE);
  }

  private static JsonObject message(String key, String payload) {
    return new JsonObject()
        .put("routing_key", key)
        .put("properties", new JsonObject())
        .put("payload", payload)
        .put("payload_encoding", "string");
  }

  private Answer publish(JsonObject message) {
    return bench.post("/api/exchanges/%2F/amq.default/publish", message);
  }

  private void publish(String... payloads) {
    for (String payload : payloads) {
      assertThat(publish(message("q", payload)).body()).isEqualTo("{\"routed\":true}");
    }
  }

  private Answer get(int count, String ackMode) {
    return bench.post(
        QUEUE + "/get",
        new JsonObject().put("count", count).put("ackmode", ackMode).put("encoding", "auto"));
  }

  // ---- publishing ----

  @Test
  void publishesWhatItIsGiven() {
    JsonObject properties =
        new JsonObject()
            .put("content_type", "a/b")
            .put("delivery_mode", "2")
            .put("priority", 3)
            .put("unknown", "x")
            .put("headers", new JsonObject().put("n", 1).put("l", new JsonArray().add("x")));
    publish(
        message("q", Base64.getEncoder().encodeToString(new byte[] {1, (byte) 0xFF}))
            .put("payload_encoding", "base64")
            .put("properties", properties));

    JsonObject got = get(1, "ack_requeue_false").objects().get(0);

    assertThat(got)
        .isEqualTo(
            new JsonObject()
                .put("payload_bytes", 2)
                .put("redelivered", false)
                .put("exchange", "")
                .put("routing_key", "q")
                .put(
                    "properties",
                    new JsonObject()
                        .put("content_type", "a/b")
                        .put("delivery_mode", 2)
                        .put("priority", 3)
                        .put("headers", properties.getJsonObject("headers")))
                .put("payload", "Af8=")
                .put("payload_encoding", "base64")
                .put("message_count", 0));
  }

  @Test
  void saysWhetherAQueueHasIt() {
    assertThat(publish(message("nope", "x")).body()).isEqualTo("{\"routed\":false}");

    bench.put(
        "/api/queues/%2F/full",
        new JsonObject()
            .put(
                "arguments",
                new JsonObject().put("x-max-length", 1).put("x-overflow", "reject-publish")));
    publish(message("full", "1"));
    Answer refused = publish(message("full", "2"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.reason())
        .isEqualTo("rejected Unable to publish message. Check queue limits.");
  }

  @Test
  void refusesWhatCannotBePublished() {
    bench.put("/api/exchanges/%2F/in", new JsonObject().put("internal", true));

    assertThat(bench.post("/api/exchanges/%2F/in/publish", message("q", "x")).reason())
        .isEqualTo("403 ACCESS_REFUSED - cannot publish to internal exchange 'in' in vhost '/'");
    assertThat(bench.post("/api/exchanges/%2F/nope/publish", message("q", "x")).reason())
        .isEqualTo("exchange_not_found");
    assertThat(
            publish(message("q", "x").put("properties", new JsonObject().put("user_id", "o")))
                .reason())
        .startsWith("406 PRECONDITION_FAILED - user_id");
    assertThat(publish(message("q", "!").put("payload_encoding", "base64")).body())
        .contains("not_base64");
    assertThat(publish(message("q", "!").put("payload_encoding", "x")).body())
        .contains("unsupported_encoding");
    assertThat(publish(message("q", "!").put("payload", 5)).reason())
        .isEqualTo("payload_not_string");
    assertThat(publish(new JsonObject()).status()).isEqualTo(400);
    assertThat(
            publish(message("q", "!").put("properties", new JsonObject().put("priority", "x")))
                .status())
        .isEqualTo(400);
  }

  // ---- taking ----

  @Test
  void takesAndKeeps() {
    publish("1", "2", "3");

    List<JsonObject> first = get(2, "ack_requeue_true").objects();
    assertThat(first).extracting(each -> each.getString("payload")).containsExactly("1", "2");
    assertThat(first).extracting(each -> each.getInteger("message_count")).containsExactly(2, 1);
    assertThat(first).noneMatch(each -> each.getBoolean("redelivered"));

    assertThat(get(5, "reject_requeue_true").texts("payload")).containsExactly("1", "2", "3");
    assertThat(get(1, "ack_requeue_false").objects().get(0).getBoolean("redelivered")).isTrue();
    assertThat(get(5, "reject_requeue_false").texts("payload")).containsExactly("2", "3");
    assertThat(get(5, "ack_requeue_true").array()).isEmpty();
  }

  @Test
  void rejectsIntoTheDeadLetters() {
    bench.put(
        "/api/queues/%2F/source",
        new JsonObject()
            .put(
                "arguments",
                new JsonObject()
                    .put("x-dead-letter-exchange", "")
                    .put("x-dead-letter-routing-key", "q")));
    publish(message("source", "dead"));

    bench.post(
        "/api/queues/%2F/source/get",
        new JsonObject()
            .put("count", 1)
            .put("ackmode", "reject_requeue_false")
            .put("encoding", "auto"));

    assertThat(get(1, "ack_requeue_false").texts("payload")).containsExactly("dead");
  }

  @Test
  void cutsPayloadsAndEncodesThem() {
    publish("hello", "é");

    Answer cut =
        bench.post(
            QUEUE + "/get",
            new JsonObject()
                .put("count", 2)
                .put("ackmode", "ack_requeue_true")
                .put("encoding", "auto")
                .put("truncate", 1));

    assertThat(cut.texts("payload")).containsExactly("h", "ww==");
    assertThat(cut.texts("payload_encoding")).containsExactly("string", "base64");
    assertThat(cut.objects())
        .extracting(each -> each.getInteger("payload_bytes"))
        .containsExactly(5, 2);
  }

  @Test
  void refusesWhatCannotBeTaken() {
    assertThat(bench.post(QUEUE + "/get", new JsonObject()).status()).isEqualTo(400);
    assertThat(get(1, "bad").status()).isEqualTo(400);
    assertThat(get(-1, "ack_requeue_true").array()).isEmpty();
    assertThat(
            bench
                .post(
                    "/api/queues/%2F/nope/get",
                    new JsonObject()
                        .put("count", 1)
                        .put("ackmode", "ack_requeue_true")
                        .put("encoding", "auto"))
                .reason())
        .isEqualTo("queue_not_found");
    VhostAccess session = bench.session("/");
    bench.await(
        () ->
            session.declareQueue(new QueueDeclaration("mine", false, true, false, Arguments.NONE)));
    assertThat(
            bench
                .post(
                    "/api/queues/%2F/mine/get",
                    new JsonObject()
                        .put("count", 1)
                        .put("ackmode", "ack_requeue_true")
                        .put("encoding", "auto"))
                .reason())
        .startsWith("405 RESOURCE_LOCKED - cannot obtain exclusive access");
  }

  @Test
  void stopsWhenAnAnswerIsFull() {
    String large = "x".repeat(700_000);
    for (int i = 0; i < 30; i++) {
      publish(large);
    }

    Answer got = get(30, "ack_requeue_true");
    Answer browsed = bench.get(QUEUE + "/messages?count=30");

    assertThat(got.array().size()).isBetween(20, 25);
    assertThat(got.headers().get(TRUNCATED)).isEqualTo("true");
    assertThat(browsed.headers().get(TRUNCATED)).isEqualTo("true");
    assertThat(browsed.object().getBoolean("more")).isTrue();
    assertThat(bench.get(QUEUE + "/messages?count=30&truncate=10").headers().get(TRUNCATED))
        .isNull();
    assertThat(get(30, "ack_requeue_true").array()).hasSameSizeAs(got.array());
  }

  // ---- browsing ----

  @Test
  void browsesWithoutATrace() {
    publish("a", "b", "c");

    JsonObject page = bench.get(QUEUE + "/messages?offset=1&count=1").object();

    assertThat(page.getMap()).containsEntry("message_count", 3).containsEntry("more", true);
    assertThat(page.getJsonArray("items"))
        .isEqualTo(
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("payload_bytes", 1)
                        .put("redelivered", false)
                        .put("exchange", "")
                        .put("routing_key", "q")
                        .put("properties", new JsonObject())
                        .put("payload", "b")
                        .put("payload_encoding", "string")
                        .put("position", 1)));
    JsonObject all = bench.get(QUEUE + "/messages").object();
    assertThat(all.getJsonArray("items")).hasSize(3);
    assertThat(all.getBoolean("more")).isFalse();
    assertThat(get(3, "ack_requeue_false").objects())
        .noneMatch(each -> each.getBoolean("redelivered"));
    assertThat(bench.get(QUEUE + "/messages").object().getJsonArray("items")).isEmpty();
  }

  @Test
  void browsesAPausedQueueWhichGivesNothing() {
    publish("a");
    bench.put(QUEUE + "/pause");

    assertThat(get(1, "ack_requeue_false").array()).isEmpty();
    assertThat(bench.get(QUEUE + "/messages").object().getJsonArray("items")).hasSize(1);
  }

  @Test
  void refusesWhatCannotBeBrowsed() {
    assertThat(bench.get(QUEUE + "/messages?count=1001").reason())
        .isEqualTo("count is '1001', and may be a number from 0 to 1000");
    assertThat(bench.get(QUEUE + "/messages?offset=-1").status()).isEqualTo(400);
    assertThat(bench.get(QUEUE + "/messages?truncate=x").status()).isEqualTo(400);
    assertThat(bench.get("/api/queues/%2F/nope/messages").status()).isEqualTo(404);
  }

  // ---- moving ----

  @Test
  void movesToAnotherQueue() {
    bench.put("/api/queues/%2F/r");
    publish("a", "b", "c");

    JsonObject one = new JsonObject().put("destination", "r").put("count", 1);
    assertThat(bench.post(QUEUE + "/move", one).body()).isEqualTo("{\"moved\":1}");
    assertThat(bench.post(QUEUE + "/move", new JsonObject().put("destination", "r")).body())
        .isEqualTo("{\"moved\":2}");

    assertThat(get(1, "ack_requeue_true").array()).isEmpty();
    JsonObject moved = bench.get("/api/queues/%2F/r/messages").object();
    assertThat(
            moved.getJsonArray("items").stream()
                .map(each -> ((JsonObject) each).getString("payload")))
        .containsExactly("a", "b", "c");
  }

  @Test
  void refusesWhatCannotBeMoved() {
    assertThat(bench.post(QUEUE + "/move", new JsonObject()).status()).isEqualTo(400);
    assertThat(bench.post(QUEUE + "/move", new JsonObject().put("destination", "q")).status())
        .isEqualTo(400);
    assertThat(bench.post(QUEUE + "/move", new JsonObject().put("destination", "nope")).reason())
        .isEqualTo("no queue 'nope' in vhost '/'");
    assertThat(
            bench
                .post(QUEUE + "/move", new JsonObject().put("destination", "r").put("count", -1))
                .status())
        .isEqualTo(400);
  }

  // ---- permissions ----

  @Test
  void letsAUserDoWhatItMay() {
    bench.await(
        () ->
            bench
                .broker()
                .importDefinitions(
                    new JsonObject()
                        .put(
                            "users",
                            new JsonArray()
                                .add(
                                    new JsonObject()
                                        .put("name", "u")
                                        .put("password", "u")
                                        .put("tags", "management")))
                        .put(
                            "permissions",
                            new JsonArray()
                                .add(
                                    new JsonObject()
                                        .put("user", "u")
                                        .put("vhost", "/")
                                        .put("configure", "^$")
                                        .put("write", "^amq\\.default$")
                                        .put("read", "^$")))));
    ApiBench user = bench.as("u", "u");

    assertThat(user.post("/api/exchanges/%2F/amq.default/publish", message("q", "x")).status())
        .isEqualTo(200);
    assertThat(user.post("/api/exchanges/%2F/amq.topic/publish", message("q", "x")).reason())
        .isEqualTo(
            "403 ACCESS_REFUSED - write access to exchange 'amq.topic' in vhost '/' refused for"
                + " user 'u'");
    assertThat(
            user.post(
                    QUEUE + "/get",
                    new JsonObject()
                        .put("count", 1)
                        .put("ackmode", "ack_requeue_true")
                        .put("encoding", "auto"))
                .reason())
        .startsWith("403 ACCESS_REFUSED - read access to queue 'q'");
    assertThat(user.get(QUEUE + "/messages").status()).isEqualTo(401);
    assertThat(user.put(QUEUE + "/pause").status()).isEqualTo(401);
    assertThat(user.post(QUEUE + "/move", new JsonObject().put("destination", "r")).status())
        .isEqualTo(401);
    assertThat(user.delete(QUEUE + "/contents").status()).isEqualTo(401);
    assertThat(user.delete(QUEUE).status()).isEqualTo(401);
    assertThat(user.get(QUEUE).status()).isEqualTo(200);
    assertThat(bench.broker().connections().count()).isZero();
  }
}

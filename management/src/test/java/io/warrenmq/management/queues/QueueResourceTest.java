package io.warrenmq.management.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.queue.ConsumerSpec;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.management.ApiBench;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueResourceTest {
  private final ApiBench bench = ApiBench.start();

  private static JsonObject arguments(Object... namesAndValues) {
    JsonObject arguments = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      arguments.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new JsonObject().put("durable", true).put("arguments", arguments);
  }

  private void publish(String queue, String payload) {
    bench.post(
        "/api/exchanges/%2F/amq.default/publish",
        new JsonObject()
            .put("routing_key", queue)
            .put("properties", new JsonObject())
            .put("payload", payload)
            .put("payload_encoding", "string"));
  }

  private VhostAccess consume(String queue, ConsumerSpec.Flow flow) {
    VhostAccess session = bench.session("/");
    bench.await(
        () ->
            session.consume(
                new ConsumerSpec(queue, "tag", false, false, 2, flow, 3, Arguments.NONE),
                new DeliverySink() {
                  @Override
                  public void onDelivery(Delivery delivery) {}

                  @Override
                  public void onCancelled() {}
                }));
    return session;
  }

  private JsonObject show(String queue) {
    return bench.get("/api/queues/%2F/" + queue).object();
  }

  @Test
  void declaresAndShows() {
    assertThat(bench.put("/api/queues/%2F/q", arguments("x-max-length", 10)).status())
        .isEqualTo(201);
    assertThat(bench.put("/api/queues/%2F/q", arguments("x-max-length", 10)).status())
        .isEqualTo(204);
    publish("q", "hello");

    JsonObject queue = show("q");
    assertThat(queue.getJsonObject("arguments"))
        .isEqualTo(new JsonObject().put("x-max-length", 10).put("x-queue-type", "classic"));
    assertThat(queue.getMap())
        .containsEntry("name", "q")
        .containsEntry("vhost", "/")
        .containsEntry("type", "classic")
        .containsEntry("state", "running")
        .containsEntry("durable", true)
        .containsEntry("exclusive", false)
        .containsEntry("auto_delete", false)
        .containsEntry("messages", 1)
        .containsEntry("messages_ready", 1)
        .containsEntry("messages_unacknowledged", 0)
        .containsEntry("message_bytes", 5)
        .containsEntry("message_bytes_ready", 5)
        .containsEntry("messages_ram", 1)
        .containsEntry("consumers", 0)
        .containsEntry("policy", null)
        .containsEntry("exclusive_consumer_tag", null)
        .containsKey("node");
    assertThat(queue.getLong("memory")).isPositive();
    assertThat(queue.getJsonArray("consumer_details")).isEmpty();
  }

  @Test
  void showsConsumersAndWhatTheyHave() {
    bench.put("/api/queues/%2F/q", arguments("x-single-active-consumer", true));
    consume("q", ConsumerSpec.Flow.PREFETCH);
    consume("q", ConsumerSpec.Flow.PREFETCH);
    IntStream.range(0, 5).forEach(i -> publish("q", "12345"));

    JsonObject queue = show("q");

    assertThat(queue.getMap())
        .containsEntry("consumers", 2)
        .containsEntry("messages_unacknowledged", 3)
        .containsEntry("message_bytes_unacknowledged", 15)
        .containsEntry("messages_ready", 2)
        .containsEntry("single_active_consumer_tag", "tag");
    List<JsonObject> details =
        queue.getJsonArray("consumer_details").stream().map(JsonObject.class::cast).toList();
    assertThat(details)
        .extracting(each -> each.getString("activity_status"))
        .containsExactly("single_active", "waiting");
    assertThat(details.get(0).getMap())
        .containsEntry("ack_required", true)
        .containsEntry("consumer_tag", "tag")
        .containsEntry("prefetch_count", 3)
        .containsEntry("priority", 2)
        .containsEntry("messages_unacknowledged", 3);
    assertThat(details.get(0).getJsonObject("queue"))
        .isEqualTo(new JsonObject().put("name", "q").put("vhost", "/"));
  }

  @Test
  void listsSortsAndCuts() {
    bench.put("/api/queues/%2F/b");
    bench.put("/api/queues/%2F/a");
    publish("b", "1");

    assertThat(bench.get("/api/queues").texts("name")).containsExactly("a", "b");
    assertThat(bench.get("/api/queues/detailed").texts("name")).containsExactly("a", "b");
    assertThat(bench.get("/api/queues/%2F?sort=messages&sort_reverse=true").texts("name"))
        .containsExactly("b", "a");
    assertThat(bench.get("/api/queues?page=1&page_size=1&columns=name").object().getMap())
        .containsEntry("total_count", 2)
        .containsEntry("items", List.of(java.util.Map.of("name", "a")));
    JsonObject bare =
        bench.get("/api/queues/%2F?disable_stats=true&enable_queue_totals=true").objects().get(1);
    assertThat(bare.getMap()).containsEntry("messages", 1).doesNotContainKey("memory");
    assertThat(bench.get("/api/queues/nope").status()).isEqualTo(404);
  }

  @Test
  void refusesAsRabbitMqDoes() {
    bench.put("/api/queues/%2F/q");

    assertThat(bench.put("/api/queues/%2F/q", new JsonObject().put("durable", "maybe")).body())
        .isEqualTo("{\"error\":\"bad_request\",\"reason\":[\"not_boolean\",\"maybe\"]}");
    assertThat(bench.put("/api/queues/%2F/q", arguments()).reason())
        .startsWith("inequivalent arg 'durable' for queue 'q' in vhost '/'");
    assertThat(bench.put("/api/queues/%2F/r", arguments("x-max-length", "a")).status())
        .isEqualTo(400);
    assertThat(bench.put("/api/queues/%2F/r", new JsonObject().put("arguments", 5)).status())
        .isEqualTo(400);
    assertThat(bench.put("/api/queues/%2F/amq.q").status()).isEqualTo(401);
    assertThat(bench.put("/api/queues/nope/q").reason()).isEqualTo("vhost_not_found");
    assertThat(bench.send("PUT", "/api/queues/%2F/r", "x").reason()).isEqualTo("not_json");
    assertThat(bench.get("/api/queues/%2F/nope").status()).isEqualTo(404);
    assertThat(bench.delete("/api/queues/%2F/nope").status()).isEqualTo(404);
    assertThat(bench.delete("/api/queues/%2F/nope/contents").status()).isEqualTo(404);
    assertThat(bench.get("/api/queues/%2F/q/contents").status()).isEqualTo(405);
    assertThat(
            bench
                .post("/api/queues/%2F/q/actions", new JsonObject().put("action", "sync"))
                .object()
                .getJsonArray("reason"))
        .isEqualTo(new JsonArray().add("unknown").add("sync"));
  }

  @Test
  void purgesAndDeletesAsFarAsItMay() {
    bench.put("/api/queues/%2F/q");
    publish("q", "1");
    assertThat(bench.delete("/api/queues/%2F/q?if-empty=true").reason())
        .isEqualTo("queue 'q' in vhost '/' not empty");

    assertThat(bench.delete("/api/queues/%2F/q/contents").status()).isEqualTo(204);
    assertThat(show("q").getInteger("messages")).isZero();
    VhostAccess session = consume("q", ConsumerSpec.Flow.PREFETCH);
    assertThat(bench.delete("/api/queues/%2F/q?if-unused=true").reason())
        .isEqualTo("queue 'q' in vhost '/' in use");
    bench.await(session::close);
    assertThat(bench.delete("/api/queues/%2F/q?if-unused=true&if-empty=true").status())
        .isEqualTo(204);
  }

  @Test
  void leavesExclusiveQueuesToTheirOwners() {
    VhostAccess session = bench.session("/");
    bench.await(
        () ->
            session.declareQueue(new QueueDeclaration("mine", false, true, false, Arguments.NONE)));

    assertThat(show("mine").getMap()).containsEntry("exclusive", true);
    assertThat(show("mine").getJsonObject("owner_pid_details").getString("name")).isNotEmpty();
    assertThat(bench.put("/api/queues/%2F/mine").reason())
        .startsWith("cannot obtain exclusive access to locked queue 'mine' in vhost '/'.");
    assertThat(bench.delete("/api/queues/%2F/mine").status()).isEqualTo(400);
    assertThat(bench.delete("/api/queues/%2F/mine/contents").status()).isEqualTo(400);
    assertThat(bench.put("/api/queues/%2F/mine/pause").status()).isEqualTo(400);
  }

  @Test
  void pausesAndResumes() {
    bench.put("/api/queues/%2F/q");

    assertThat(bench.put("/api/queues/%2F/q/pause").status()).isEqualTo(204);
    assertThat(show("q").getString("state")).isEqualTo("paused");
    assertThat(bench.put("/api/queues/%2F/q/resume").status()).isEqualTo(204);
    assertThat(show("q").getString("state")).isEqualTo("running");
    assertThat(bench.put("/api/queues/%2F/nope/pause").status()).isEqualTo(404);
  }

  @Test
  void showsWhatPoliciesSay() {
    bench.await(
        () ->
            bench
                .broker()
                .importDefinitions(
                    new JsonObject()
                        .put(
                            "policies",
                            new JsonArray()
                                .add(
                                    new JsonObject()
                                        .put("name", "p")
                                        .put("vhost", "/")
                                        .put("pattern", ".*")
                                        .put("apply-to", "all")
                                        .put("priority", 0)
                                        .put(
                                            "definition",
                                            new JsonObject().put("max-length", 5))))));
    bench.put("/api/queues/%2F/q", arguments("x-message-ttl", 60_000));

    assertThat(show("q").getMap())
        .containsEntry("policy", "p")
        .containsEntry("operator_policy", null);
    assertThat(show("q").getJsonObject("effective_policy_definition"))
        .isEqualTo(new JsonObject().put("max-length", 5));
    assertThat(bench.get("/api/queues/%2F/q/effective").objects())
        .contains(
            new JsonObject()
                .put("key", "max-length")
                .put("value", 5)
                .put("source", "policy")
                .put("policy", "p"),
            new JsonObject()
                .put("key", "message-ttl")
                .put("value", 60_000)
                .put("source", "argument")
                .putNull("policy"));
    assertThat(bench.get("/api/exchanges/%2F/amq.topic/effective").status()).isEqualTo(200);
  }

  @Test
  void saysWhoLeadsAQuorumQueue() {
    bench.put("/api/queues/%2F/q", arguments("x-queue-type", "quorum"));
    bench.put("/api/queues/%2F/c");

    assertThat(bench.get("/api/queues/quorum/%2F/q/status").texts("Raft State"))
        .containsExactly("leader");
    assertThat(show("q").getMap()).containsEntry("delivery_limit", 20).containsKey("leader");
    assertThat(bench.get("/api/queues/quorum/%2F/c/status").status()).isEqualTo(503);
  }
}

package io.warrenmq.management.exchanges;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;

class ExchangeResourceTest {
  private static final JsonObject DIRECT = new JsonObject().put("type", "direct");

  private final ApiBench bench = ApiBench.start();

  @Test
  void declaresShowsAndDeletes() {
    JsonObject asked =
        new JsonObject()
            .put("type", "topic")
            .put("durable", "true")
            .put("auto_delete", false)
            .put("arguments", new JsonObject().put("alternate-exchange", "amq.fanout"));
    assertThat(bench.put("/api/exchanges/%2F/a%2Fb", asked).status()).isEqualTo(201);
    assertThat(bench.put("/api/exchanges/%2F/a%2Fb", asked).status()).isEqualTo(204);

    assertThat(bench.get("/api/exchanges/%2F/a%2Fb").object())
        .isEqualTo(
            new JsonObject()
                .put("arguments", new JsonObject().put("alternate-exchange", "amq.fanout"))
                .put("auto_delete", false)
                .put("durable", true)
                .put("internal", false)
                .put("name", "a/b")
                .put("type", "topic")
                .put("vhost", "/")
                .put("incoming", new JsonArray())
                .put("outgoing", new JsonArray()));

    assertThat(bench.delete("/api/exchanges/%2F/a%2Fb").status()).isEqualTo(204);
    assertThat(bench.get("/api/exchanges/%2F/a%2Fb").status()).isEqualTo(404);
    assertThat(bench.delete("/api/exchanges/%2F/a%2Fb").status()).isEqualTo(404);
  }

  @Test
  void listsThem() {
    assertThat(bench.get("/api/exchanges/%2F").texts("name"))
        .containsExactly(
            "",
            "amq.direct",
            "amq.fanout",
            "amq.headers",
            "amq.match",
            "amq.rabbitmq.event",
            "amq.rabbitmq.trace",
            "amq.topic");
    assertThat(bench.get("/api/exchanges?columns=name&name=topic").objects())
        .containsExactly(new JsonObject().put("name", "amq.topic"));
    assertThat(bench.get("/api/exchanges/%2F/amq.default").object().getString("name")).isEmpty();
    assertThat(bench.get("/api/exchanges/nope").status()).isEqualTo(404);
  }

  @Test
  void isDirectUnlessItIsSaid() {
    bench.put("/api/exchanges/%2F/x");

    assertThat(bench.get("/api/exchanges/%2F/x").object().getString("type")).isEqualTo("direct");
  }

  @Test
  void refusesAsRabbitMqDoes() {
    bench.put("/api/exchanges/%2F/x", DIRECT);

    assertThat(bench.put("/api/exchanges/%2F/x", new JsonObject().put("type", "fanout")).reason())
        .isEqualTo(
            "inequivalent arg 'type' for exchange 'x' in vhost '/': received 'fanout' but current"
                + " is 'direct'");
    assertThat(bench.put("/api/exchanges/%2F/y", new JsonObject().put("type", "no")).status())
        .isEqualTo(400);
    assertThat(bench.put("/api/exchanges/%2F/y", new JsonObject().put("type", 5)).status())
        .isEqualTo(400);
    assertThat(bench.put("/api/exchanges/%2F/amq.foo", DIRECT).status()).isEqualTo(401);
    assertThat(bench.put("/api/exchanges/%2F/amq.default", DIRECT).status()).isEqualTo(401);
    assertThat(bench.put("/api/exchanges/nope/x", DIRECT).reason()).isEqualTo("vhost_not_found");
    assertThat(bench.delete("/api/exchanges/%2F/amq.direct").status()).isEqualTo(401);
    assertThat(bench.delete("/api/exchanges/%2F/amq.default").status()).isEqualTo(401);
  }

  @Test
  void isNotDeletedWhileItIsUsedWhenItMustNot() {
    bench.put("/api/exchanges/%2F/x", DIRECT);
    bench.put("/api/queues/%2F/q");
    bench.post("/api/bindings/%2F/e/x/q/q", new JsonObject());

    assertThat(bench.delete("/api/exchanges/%2F/x?if-unused=true").reason())
        .isEqualTo("exchange 'x' in vhost '/' in use");
    bench.delete("/api/bindings/%2F/e/x/q/q/~");
    assertThat(bench.delete("/api/exchanges/%2F/x?if-unused=true").status()).isEqualTo(204);
  }
}

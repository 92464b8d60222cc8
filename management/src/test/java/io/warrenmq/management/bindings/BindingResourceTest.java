package io.warrenmq.management.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import io.warrenmq.management.ApiBench.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BindingResourceTest {
  private static final String BETWEEN = "/api/bindings/%2F/e/x/q/q";

  private final ApiBench bench = ApiBench.start();

  @BeforeEach
  void declare() {
    bench.put("/api/exchanges/%2F/x", new JsonObject().put("type", "headers"));
    bench.put("/api/queues/%2F/q");
  }

  private static JsonObject binding(String key) {
    return new JsonObject().put("routing_key", key);
  }

  @Test
  void bindsAndSaysWhere() {
    Answer bound = bench.post(BETWEEN, binding("a/b~c d"));

    assertThat(bound.status()).isEqualTo(201);
    assertThat(bound.headers().get(HttpHeaderNames.LOCATION)).isEqualTo("q/a%252Fb%257Ec%2Bd");
    assertThat(bench.get(BETWEEN).objects())
        .containsExactly(
            new JsonObject()
                .put("source", "x")
                .put("vhost", "/")
                .put("destination", "q")
                .put("destination_type", "queue")
                .put("routing_key", "a/b~c d")
                .put("arguments", new JsonObject())
                .put("properties_key", "a%2Fb%7Ec+d"));
    assertThat(bench.post(BETWEEN, binding("a/b~c d")).status()).isEqualTo(201);
    assertThat(bench.get(BETWEEN).objects()).hasSize(1);
  }

  @Test
  void tellsBindingsByTheirArguments() {
    bench.post(BETWEEN, new JsonObject().put("arguments", new JsonObject().put("a", 1)));
    bench.post(BETWEEN, new JsonObject().put("arguments", new JsonObject().put("a", "t")));
    bench.post(BETWEEN, new JsonObject());

    assertThat(bench.get(BETWEEN).texts("properties_key"))
        .containsExactlyInAnyOrder("~", "~Ajat_Q", "~33VsnA");
    assertThat(bench.get(BETWEEN + "/~33VsnA").object().getJsonObject("arguments"))
        .isEqualTo(new JsonObject().put("a", "t"));
    assertThat(bench.delete(BETWEEN + "/~33VsnA").status()).isEqualTo(204);
    assertThat(bench.get(BETWEEN).texts("properties_key"))
        .containsExactlyInAnyOrder("~", "~Ajat_Q");
    assertThat(bench.delete(BETWEEN + "/~").status()).isEqualTo(204);
    assertThat(bench.delete(BETWEEN + "/~").status()).isEqualTo(404);
    assertThat(bench.get(BETWEEN + "/~33VsnA").status()).isEqualTo(404);
  }

  @Test
  void findsAKeyAsItIsInTheLocation() {
    bench.post(BETWEEN, binding("a/b~c d"));

    assertThat(bench.get("/api/bindings/%2F/e/x/q/q/a%252Fb%257Ec%2Bd").status()).isEqualTo(200);
    assertThat(bench.get("/api/bindings/%2F/e/x/q/q/a%252Fb%257Ec+d").status()).isEqualTo(200);
    assertThat(bench.delete("/api/bindings/%2F/e/x/q/q/a%252Fb%257Ec+d").status()).isEqualTo(204);
  }

  @Test
  void listsFromEachSide() {
    bench.post(BETWEEN, binding("k"));
    bench.post("/api/bindings/%2F/e/x/e/amq.topic", binding("t"));

    assertThat(bench.get("/api/queues/%2F/q/bindings").texts("properties_key"))
        .containsExactly("q", "k");
    assertThat(bench.get("/api/exchanges/%2F/x/bindings/source").texts("properties_key"))
        .containsExactly("t", "k");
    assertThat(
            bench
                .get("/api/exchanges/%2F/amq.topic/bindings/destination")
                .texts("destination_type"))
        .containsExactly("exchange");
    assertThat(bench.get("/api/bindings/%2F").texts("source")).containsExactly("", "x", "x");
    assertThat(bench.get("/api/bindings").objects()).hasSize(3);
    assertThat(bench.get("/api/bindings/%2F/e/amq.default/q/q").texts("routing_key"))
        .containsExactly("q");
    assertThat(bench.get("/api/bindings/%2F/e/x/q/nope").objects()).isEmpty();
    assertThat(bench.get("/api/bindings/nope").status()).isEqualTo(404);
  }

  @Test
  void refusesAsRabbitMqDoes() {
    assertThat(bench.post("/api/bindings/%2F/e/x/q/nope", binding("k")).reason())
        .isEqualTo("no queue 'nope' in vhost '/'");
    assertThat(bench.post("/api/bindings/%2F/e/nope/q/q", binding("k")).status()).isEqualTo(404);
    assertThat(bench.post("/api/bindings/%2F/e/amq.default/q/q", binding("k")).status())
        .isEqualTo(401);
    assertThat(bench.post("/api/bindings/%2F/e//q/q", binding("k")).status()).isEqualTo(401);
    assertThat(bench.delete("/api/bindings/%2F/e/amq.default/q/q/q").status()).isEqualTo(401);
    assertThat(bench.post("/api/bindings/nope/e/x/q/q", binding("k")).reason())
        .isEqualTo("vhost_not_found");
  }
}

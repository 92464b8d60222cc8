package io.warrenmq.management.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As RabbitMQ 4 answers on a single node. */
class QuorumResourceTest {
  private static final String HERE = "warren@localhost";

  private final ApiBench bench = ApiBench.start();

  @BeforeEach
  void declare() {
    JsonObject quorum = new JsonObject().put("x-queue-type", "quorum");
    bench.put("/api/queues/%2F/q", new JsonObject().put("durable", true).put("arguments", quorum));
    bench.put("/api/queues/%2F/c", new JsonObject().put("durable", true));
  }

  private static JsonObject node(String name) {
    return new JsonObject().put("node", name);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   q,      warren@localhost, 204,",
    "POST,   q,      rabbit@other,     503, node_not_running",
    "POST,   c,      warren@localhost, 503, classic_queue_not_supported",
    "POST,   nosuch, warren@localhost, 503, not_found",
    "DELETE, q,      rabbit@other,     202,",
    "DELETE, q,      warren@localhost, 503, last_node",
    "DELETE, c,      warren@localhost, 503, classic_queue_not_supported",
    "DELETE, nosuch, warren@localhost, 404, Not Found",
  })
  void addsAndTakesAwayWhatMayBe(
      String method, String queue, String node, int status, String reason) {
    String path =
        "/api/queues/quorum/%2F/"
            + queue
            + (method.equals("POST") ? "/replicas/add" : "/replicas/delete");

    ApiBench.Answer answer = bench.send(method, path, node(node).encode());

    assertThat(answer.status()).isEqualTo(status);
    if (reason != null) {
      assertThat(answer.reason()).isEqualTo(reason);
    }
    assertThat(bench.get("/api/queues/quorum/%2F/q/status").texts("Node Name"))
        .containsExactly(HERE);
  }

  @Test
  void wantsToKnowTheNode() {
    String queue = "/api/queues/quorum/%2F/q/replicas";

    assertThat(bench.post(queue + "/add", new JsonObject()).reason()).contains("key_missing,node");
    assertThat(bench.send("DELETE", queue + "/delete", "{}").status()).isEqualTo(400);
    assertThat(bench.post("/api/queues/quorum/nosuch/q/replicas/add", node(HERE)).status())
        .isEqualTo(503);
    assertThat(
            bench
                .send(
                    "DELETE", "/api/queues/quorum/nosuch/q/replicas/delete", node("other").encode())
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "warren@localhost, .*, .*, all,   204",
    "warren@localhost, .*, .*, even,  204",
    "warren@localhost, .*, .*, often, 400",
    "warren@localhost, [,  .*, all,   400",
    "warren@localhost, .*, (,  all,   400",
    "warren@localhost, .*, ,   all,   400",
    "rabbit@other,     .*, .*, all,   503",
  })
  void growsWhereThereIsANode(
      String node, String vhosts, String queues, String strategy, int status) {
    JsonObject body =
        new JsonObject()
            .put("vhost_pattern", vhosts)
            .put("queue_pattern", queues)
            .put("strategy", strategy);

    assertThat(bench.post("/api/queues/quorum/replicas/on/" + node + "/grow", body).status())
        .isEqualTo(status);
  }

  @Test
  void keepsTheOnlyReplicasWhenItShrinksAndMovesNone() {
    assertThat(bench.delete("/api/queues/quorum/replicas/on/" + HERE + "/shrink").status())
        .isEqualTo(202);
    assertThat(bench.send("POST", "/api/rebalance/queues", null).status()).isEqualTo(204);
    assertThat(bench.get("/api/queues/%2F/q").object().getJsonArray("members"))
        .containsExactly(HERE);
  }

  @Test
  void isForAdministrators() {
    ApiBench user = bench.asNew("monitor", "monitoring");

    assertThat(user.post("/api/queues/quorum/%2F/q/replicas/add", node(HERE)).status())
        .isEqualTo(401);
    assertThat(user.send("POST", "/api/rebalance/queues", null).status()).isEqualTo(401);
  }
}

package io.warrenmq.management.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each key of {@code management.*} changes in the answers. */
class ApiOptionsTest {
  private static final JsonObject POLICY =
      new JsonObject()
          .put("pattern", "^q")
          .put("definition", new JsonObject().put("max-length", 10))
          .put("apply-to", "queues");

  private static void publish(ApiBench bench) {
    bench.put("/api/queues/%2F/q", new JsonObject());
    bench.post(
        "/api/exchanges/%2F/amq.direct/publish",
        new JsonObject()
            .put("routing_key", "q")
            .put("properties", new JsonObject())
            .put("payload", "x")
            .put("payload_encoding", "string"));
    bench.post(
        "/api/exchanges/%2F/amq.default/publish",
        new JsonObject()
            .put("routing_key", "q")
            .put("properties", new JsonObject())
            .put("payload", "x")
            .put("payload_encoding", "string"));
  }

  @Test
  void refusesPasswordsAndAsksForATokenInstead() {
    ApiBench bench = ApiBench.configured("management.disable_basic_auth", true);

    ApiBench.Answer answer = bench.get("/api/whoami");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.reason()).contains("basic auth disabled");
    assertThat(answer.headers().get("www-authenticate")).startsWith("Bearer ");
    ApiBench.Answer login =
        bench
            .with("content-type", "application/json")
            .post("/api/login", new JsonObject().put("username", "guest").put("password", "guest"));
    assertThat(login.status()).isEqualTo(401);
  }

  @Test
  void leavesOperatorPoliciesAsTheyAre() {
    ApiBench bench =
        ApiBench.configured("management.restrictions.operator_policy_changes.disabled", true);

    ApiBench.Answer put = bench.put("/api/operator-policies/%2F/p", POLICY);
    ApiBench.Answer parameter =
        bench.put("/api/parameters/operator_policy/%2F/p", new JsonObject().put("value", POLICY));

    assertThat(put.status()).isEqualTo(405);
    assertThat(put.headers().get("allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(bench.delete("/api/operator-policies/%2F/p").status()).isEqualTo(405);
    assertThat(parameter.status()).isEqualTo(405);
    assertThat(bench.get("/api/operator-policies").array()).isEmpty();
    assertThat(bench.put("/api/policies/%2F/p", POLICY).status()).isEqualTo(201);
    assertThat(bench.get("/api/overview").object().getBoolean("is_op_policy_updating_enabled"))
        .isFalse();
  }

  @Test
  void tellsNoRatesWhenThereAreToBeNone() {
    ApiBench bench = ApiBench.configured("management.rates_mode", "none");

    publish(bench);

    JsonObject overview = bench.get("/api/overview").object();
    assertThat(overview.getString("rates_mode")).isEqualTo("none");
    assertThat(overview.getJsonObject("message_stats")).isEmpty();
    assertThat(overview.getJsonObject("queue_totals").getInteger("messages")).isEqualTo(1);
    JsonObject queue = bench.get("/api/queues/%2F/q").object();
    assertThat(queue.containsKey("message_stats")).isFalse();
    assertThat(queue.getInteger("messages")).isEqualTo(1);
    assertThat(bench.get("/api/exchanges/%2F/amq.direct").object().containsKey("message_stats"))
        .isFalse();
  }

  @Test
  void tellsNoStatistics() {
    ApiBench bench = ApiBench.configured("management.disable_stats", true);

    publish(bench);

    JsonObject overview = bench.get("/api/overview").object();
    assertThat(overview.getBoolean("disable_stats")).isTrue();
    assertThat(overview.fieldNames())
        .contains("object_totals", "listeners")
        .doesNotContain("message_stats", "queue_totals", "churn_rates");
    JsonObject queue = bench.get("/api/queues").objects().get(0);
    assertThat(queue.fieldNames())
        .contains("name", "type")
        .doesNotContain("messages", "message_stats");
    assertThat(bench.get("/api/queues?enable_queue_totals=true").objects().get(0).getMap())
        .containsEntry("messages", 1);
    assertThat(bench.get("/api/exchanges/%2F/amq.direct").object().fieldNames())
        .contains("type")
        .doesNotContain("message_stats", "incoming");
    assertThat(bench.get("/api/nodes").objects().get(0).fieldNames())
        .containsExactlyInAnyOrder("name", "type", "running", "being_drained");
  }

  /** As by the configuration. */
  @ParameterizedTest
  @ValueSource(
      strings = {"channels", "channels/x", "vhosts/%2F/channels", "consumers", "consumers/%2F"})
  void refusesWhatIsNothingButStatistics(String path) {
    ApiBench.Answer answer = ApiBench.start().get("/api/" + path + "?disable_stats=true");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.reason()).contains("Stats in management UI are disabled");
  }

  @Test
  void tellsTotalsOfQueuesWithoutStatistics() {
    ApiBench bench =
        ApiBench.configured(
            "management.disable_stats", true, "management.enable_queue_totals", true);

    publish(bench);

    assertThat(bench.get("/api/overview").object().getBoolean("enable_queue_totals")).isTrue();
    assertThat(bench.get("/api/queues/%2F/q").object().getMap())
        .containsEntry("messages", 1)
        .containsEntry("messages_ready", 1)
        .doesNotContainKey("message_stats");
  }

  @Test
  void keepsHistoriesForAsLongAsConfigured() {
    ApiBench bench =
        ApiBench.configured(
            "management.sample_retention_policies.global.minute", 5,
            "management.sample_retention_policies.global.hour", 60);

    JsonObject retention =
        bench.get("/api/overview").object().getJsonObject("sample_retention_policies");

    assertThat(retention.getJsonArray("global")).isEqualTo(new JsonArray(List.of(60, 3600)));
    assertThat(retention.getJsonArray("basic")).isEqualTo(new JsonArray(List.of(600)));
  }
}

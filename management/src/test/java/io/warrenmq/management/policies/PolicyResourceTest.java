package io.warrenmq.management.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyResourceTest {
  private static final String PATH = "/api/policies/%2F/p";

  private final ApiBench bench = ApiBench.start();

  private static JsonObject policy() {
    return new JsonObject()
        .put("pattern", "^q")
        .put("apply-to", "queues")
        .put("definition", new JsonObject().put("max-length", 5))
        .put("priority", 2);
  }

  @Test
  void setsAndClearsThemAsRabbitMqDoes() {
    assertThat(bench.put(PATH, policy()).status()).isEqualTo(201);
    assertThat(bench.put(PATH, policy()).status()).isEqualTo(204);

    JsonObject shown = policy().put("vhost", "/").put("name", "p");
    assertThat(bench.get(PATH).object()).isEqualTo(shown);
    assertThat(bench.get("/api/policies").array()).isEqualTo(new JsonArray().add(shown));
    assertThat(bench.get("/api/policies/%2F").array()).hasSize(1);
    assertThat(bench.get("/api/operator-policies").array()).isEmpty();

    assertThat(bench.delete(PATH).status()).isEqualTo(204);
    assertThat(bench.delete(PATH).status()).isEqualTo(404);
    assertThat(bench.get(PATH).status()).isEqualTo(404);
  }

  @Test
  void areInForceForQueues() {
    bench.put("/api/queues/%2F/q", new JsonObject());

    bench.put(PATH, policy());
    bench.put(
        "/api/operator-policies/%2F/o",
        policy().put("definition", new JsonObject().put("max-length", 3)));

    JsonObject queue = bench.get("/api/queues/%2F/q").object();
    assertThat(queue.getString("policy")).isEqualTo("p");
    assertThat(queue.getString("operator_policy")).isEqualTo("o");
    assertThat(queue.getJsonObject("effective_policy_definition"))
        .isEqualTo(new JsonObject().put("max-length", 3));
    assertThat(
            bench.get("/api/queues/%2F/q/effective").objects().stream()
                .filter(each -> each.getString("key").equals("max-length"))
                .findFirst())
        .contains(
            new JsonObject()
                .put("key", "max-length")
                .put("value", 3)
                .put("source", "operator policy")
                .put("policy", "o"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'definition':{}} | [{key_missing,pattern}]",
        "{'pattern':'q'} | [{key_missing,definition}]",
        "{'pattern':'q','definition':{'max-length':'5'}} | Validation failed",
        "{'pattern':'(','definition':{'max-length':5}} | Validation failed",
        "{'pattern':'q','definition':{'bogus':5}} | Validation failed",
        "{'pattern':'q','definition':{'max-length':5},'apply-to':'cats'} | Validation failed",
      })
  void areRefusedWhole(String body, String reason) {
    ApiBench.Answer answer = bench.put(PATH, new JsonObject(body.replace('\'', '"')));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.reason()).startsWith(reason);
    assertThat(bench.get(PATH).status()).isEqualTo(404);
  }

  @Test
  void areChangedByPolicymakersAndThoseOfOperatorsByAdministrators() {
    ApiBench maker = bench.asNew("maker", "policymaker");
    ApiBench manager = bench.asNew("manager", "management");

    assertThat(maker.put(PATH, policy()).status()).isEqualTo(201);
    assertThat(maker.put("/api/operator-policies/%2F/o", policy()).status()).isEqualTo(401);
    assertThat(manager.put(PATH, policy()).status()).isEqualTo(401);
    assertThat(manager.get(PATH).status()).isEqualTo(200);
    assertThat(maker.put("/api/policies/nowhere/p", policy()).status()).isEqualTo(404);
    bench.put("/api/vhosts/other");
    assertThat(maker.put("/api/policies/other/p", policy()).status()).isEqualTo(401);
  }

  @Test
  void parametersAreKeptAndShown() {
    JsonObject value = new JsonObject().put("uri", "amqp://elsewhere").put("n", 1);
    String path = "/api/parameters/federation-upstream/%2F/up";

    assertThat(bench.put(path, new JsonObject().put("value", value)).status()).isEqualTo(201);
    assertThat(bench.get(path).object())
        .isEqualTo(
            new JsonObject()
                .put("value", value)
                .put("vhost", "/")
                .put("component", "federation-upstream")
                .put("name", "up"));
    assertThat(bench.get("/api/parameters/federation-upstream").array()).hasSize(1);
    assertThat(bench.get("/api/parameters/federation-upstream/%2F").array()).hasSize(1);
    assertThat(bench.put(path, new JsonObject()).reason()).isEqualTo("[{key_missing,value}]");
    assertThat(bench.delete(path).status()).isEqualTo(204);
    assertThat(bench.delete(path).status()).isEqualTo(404);
  }

  @Test
  void globalParametersTakeAnyValue() {
    String path = "/api/global-parameters/g";
    JsonArray value = new JsonArray().add(1).add("a").addNull();

    assertThat(bench.put(path, new JsonObject().put("value", value)).status()).isEqualTo(201);
    assertThat(bench.get(path).object().getJsonArray("value")).isEqualTo(value);
    assertThat(bench.delete(path).status()).isEqualTo(204);
    assertThat(bench.get(path).status()).isEqualTo(404);
  }
}

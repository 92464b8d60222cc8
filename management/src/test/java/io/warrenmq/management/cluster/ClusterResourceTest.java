package io.warrenmq.management.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterResourceTest {
  private final ApiBench bench = ApiBench.start();

  @Test
  void givesTheClusterANameThatClientsSeeToo() {
    assertThat(bench.get("/api/cluster-name").body()).isEqualTo("{\"name\":\"warren@localhost\"}");

    assertThat(bench.put("/api/cluster-name", new JsonObject().put("name", "us")).status())
        .isEqualTo(204);

    assertThat(bench.get("/api/cluster-name").body()).isEqualTo("{\"name\":\"us\"}");
    assertThat(bench.get("/api/overview").object().getString("cluster_name")).isEqualTo("us");
    assertThat(bench.broker().access().info().clusterName()).isEqualTo("us");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{} | [{key_missing,name}]", "{'name':3} | [\"not_string\",3]"})
  void refusesNamesThatAreNone(String body, String reason) {
    ApiBench.Answer answer =
        bench.put("/api/cluster-name", new JsonObject(body.replace('\'', '"')));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/version | \"4.2.0\"",
        "/extensions | []",
        "/feature-flags | []",
        "/deprecated-features | []",
        "/deprecated-features/used | []",
      })
  void saysWhatItIsToWhoMayLogIn(String path, String body) {
    ApiBench plain = bench.asNew("plain", "management");

    assertThat(plain.get("/api" + path).body()).isEqualTo(body);
    assertThat(plain.put("/api/cluster-name", new JsonObject().put("name", "x")).status())
        .isEqualTo(401);
  }

  @Test
  void hasNoFeatureToSwitchOn() {
    assertThat(bench.put("/api/feature-flags/khepri_db/enable").reason()).isEqualTo("unsupported");
  }
}

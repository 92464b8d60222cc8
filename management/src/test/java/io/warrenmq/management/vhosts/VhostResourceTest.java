package io.warrenmq.management.vhosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VhostResourceTest {
  private static final String PROTECTION = "/api/vhosts/v/deletion/protection";

  private final ApiBench bench = ApiBench.start();

  private JsonObject shown(String vhost) {
    return bench.get("/api/vhosts/" + vhost).object();
  }

  @Test
  void makesVhostsInWhichWhoMadeThemMayEverything() {
    assertThat(bench.put("/api/vhosts/v").status()).isEqualTo(201);
    assertThat(bench.put("/api/vhosts/v").status()).isEqualTo(204);

    assertThat(bench.get("/api/vhosts").texts("name")).containsExactly("/", "v");
    assertThat(bench.get("/api/permissions/v/guest").object().getString("configure"))
        .isEqualTo(".*");
  }

  @Test
  void showsWhatRabbitMqShows() {
    JsonObject body =
        new JsonObject()
            .put("description", "d")
            .put("tags", "a, b")
            .put("default_queue_type", "quorum")
            .put("tracing", false);
    JsonObject standing = new JsonObject().put("rate", 0.0);

    bench.put("/api/vhosts/v", body);

    assertThat(shown("v"))
        .isEqualTo(
            new JsonObject()
                .put("name", "v")
                .put("description", "d")
                .put("tags", new JsonArray().add("a").add("b"))
                .put("default_queue_type", "quorum")
                .put(
                    "metadata",
                    new JsonObject()
                        .put("description", "d")
                        .put("tags", new JsonArray().add("a").add("b"))
                        .put("default_queue_type", "quorum"))
                .put("messages", 0)
                .put("messages_details", standing)
                .put("messages_ready", 0)
                .put("messages_ready_details", standing)
                .put("messages_unacknowledged", 0)
                .put("messages_unacknowledged_details", standing)
                .put("tracing", false)
                .put("cluster_state", new JsonObject().put("warren@localhost", "running")));
  }

  @Test
  void changesWhatIsNamedAndForgetsDescriptionAndTags() {
    bench.put(
        "/api/vhosts/v",
        new JsonObject()
            .put("description", "d")
            .put("tags", "a")
            .put("default_queue_type", "quorum"));
    bench.put("/api/vhost-limits/v/max-queues", new JsonObject().put("value", 5));

    bench.put("/api/vhosts/v", new JsonObject());

    assertThat(shown("v").getString("description")).isEmpty();
    assertThat(shown("v").getJsonArray("tags")).isEmpty();
    assertThat(shown("v").getString("default_queue_type")).isEqualTo("quorum");
    assertThat(bench.get("/api/vhost-limits/v").texts("value"))
        .containsExactly("{\"max-queues\":5}");
  }

  @Test
  void takesBackWhatItHasShown() {
    bench.put(
        "/api/vhosts/v",
        new JsonObject()
            .put("description", "d")
            .put("tags", "a")
            .put("protected_from_deletion", true));
    JsonObject before = shown("v");

    assertThat(bench.put("/api/vhosts/v", before).status()).isEqualTo(204);

    assertThat(shown("v")).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'description':3} | [\"not_string\",3]",
        "{'tags':3} | [\"not_a_list\",3]",
        "{'default_queue_type':'foo'}"
            + " | default_queue_type is 'foo', and may be classic, quorum",
        "{'tracing':'maybe'} | [\"not_boolean\",\"maybe\"]",
      })
  void refusesWhatCannotBe(String body, String reason) {
    ApiBench.Answer answer = bench.put("/api/vhosts/v", new JsonObject(body.replace('\'', '"')));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.reason()).isEqualTo(reason);
    assertThat(bench.broker().vhosts().find("v")).isNull();
  }

  @Test
  void deletesVhostsWithTheirPermissions() {
    bench.put("/api/vhosts/v");

    assertThat(bench.delete("/api/vhosts/v").status()).isEqualTo(204);

    assertThat(bench.delete("/api/vhosts/v").status()).isEqualTo(404);
    assertThat(bench.get("/api/permissions").texts("vhost")).containsExactly("/");
  }

  @Test
  void deletesNoVhostThatIsProtected() {
    bench.put("/api/vhosts/v");
    assertThat(bench.post(PROTECTION, new JsonObject()).status()).isEqualTo(204);

    ApiBench.Answer refusal = bench.delete("/api/vhosts/v");

    assertThat(refusal.status()).isEqualTo(412);
    assertThat(refusal.reason())
        .isEqualTo("Refusing to delete virtual host 'v' because it is protected from deletion");
    assertThat(shown("v").getJsonObject("metadata").getBoolean("protected_from_deletion")).isTrue();
    assertThat(bench.get("/api/permissions/v/guest").status()).isEqualTo(200);
    bench.put("/api/vhosts/v", new JsonObject().put("description", "other"));
    assertThat(bench.get(PROTECTION).object().getBoolean("protected_from_deletion")).isTrue();

    assertThat(bench.delete(PROTECTION).status()).isEqualTo(204);
    assertThat(bench.delete("/api/vhosts/v").status()).isEqualTo(204);
    assertThat(bench.delete(PROTECTION).status()).isEqualTo(404);
  }

  @Test
  void startsWhatRunsAnyway() {
    assertThat(bench.post("/api/vhosts/%2F/start/warren@localhost", new JsonObject()).status())
        .isEqualTo(204);
    assertThat(bench.post("/api/vhosts/%2F/start/other", new JsonObject()).reason())
        .isEqualTo("Request to node other failed with nodedown");
    assertThat(bench.post("/api/vhosts/nope/start/warren@localhost", new JsonObject()).status())
        .isEqualTo(404);
  }

  @Test
  void showsWhoMonitorsNothingTheVhostsItMayEnterAlone() {
    ApiBench plain = bench.asNew("plain", "management");
    ApiBench watching = bench.asNew("watching", "monitoring");
    bench.put("/api/vhosts/v");

    assertThat(plain.get("/api/vhosts").texts("name")).containsExactly("/");
    assertThat(watching.get("/api/vhosts").texts("name")).containsExactly("/", "v");
    assertThat(plain.get("/api/vhosts/%2F").status()).isEqualTo(401);
    assertThat(plain.put("/api/vhosts/w").status()).isEqualTo(401);
    assertThat(plain.delete("/api/vhosts/v").status()).isEqualTo(401);
  }

  // ---- limits ----

  @Test
  void keepsLimitsUntilTheyAreTakenBack() {
    JsonObject ten = new JsonObject().put("value", 10);

    assertThat(bench.put("/api/vhost-limits/%2F/max-connections", ten).status()).isEqualTo(204);
    assertThat(bench.put("/api/vhost-limits/%2F/max-queues", ten).status()).isEqualTo(204);

    assertThat(bench.get("/api/vhost-limits").body())
        .isEqualTo("[{\"vhost\":\"/\",\"value\":{\"max-connections\":10,\"max-queues\":10}}]");
    assertThat(bench.delete("/api/vhost-limits/%2F/max-queues").status()).isEqualTo(204);
    assertThat(bench.delete("/api/vhost-limits/%2F/max-queues").status()).isEqualTo(204);
    assertThat(bench.get("/api/vhost-limits/%2F").texts("value"))
        .containsExactly("{\"max-connections\":10}");
    assertThat(bench.delete("/api/vhost-limits/%2F/max-connections").status()).isEqualTo(204);
    assertThat(bench.get("/api/vhost-limits").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-queues | {'value':'5'} | max-queues should be a number, actually was <<\"5\">>",
        "max-queues | {'value':5.5} | max-queues should be a number, actually was 5.5",
        "max-queues | {} | [{key_missing,value}]",
        "foo | {'value':5} | Unrecognised terms [{<<\"foo\">>,5}] in limits",
      })
  void refusesLimitsThatAreNone(String name, String body, String reason) {
    ApiBench.Answer answer =
        bench.put("/api/vhost-limits/%2F/" + name, new JsonObject(body.replace('\'', '"')));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.reason()).contains(reason);
    assertThat(bench.get("/api/vhost-limits").body()).isEqualTo("[]");
  }

  @Test
  void knowsNoLimitsOfVhostsThatAreNotThere() {
    JsonObject one = new JsonObject().put("value", 1);

    assertThat(bench.put("/api/vhost-limits/nope/max-queues", one).reason())
        .isEqualTo("vhost_not_found");
    assertThat(bench.delete("/api/vhost-limits/nope/max-queues").status()).isEqualTo(404);
    assertThat(bench.get("/api/vhost-limits/nope").status()).isEqualTo(404);
    assertThat(List.of(bench.get("/api/vhost-limits").body())).containsExactly("[]");
  }
}

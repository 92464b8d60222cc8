package io.warrenmq.management.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionResourceTest {
  private static final JsonObject PLAIN =
      new JsonObject().put("configure", "a").put("write", "b").put("read", "c");
  private static final JsonObject TOPIC =
      new JsonObject().put("exchange", "amq.topic").put("write", "b").put("read", "c");

  private final ApiBench bench = ApiBench.start();

  @BeforeEach
  void user() {
    bench.put("/api/users/u", new JsonObject().put("password", "x").put("tags", ""));
  }

  @Test
  void grantsAndTakesBack() {
    assertThat(bench.get("/api/permissions/%2F/u").status()).isEqualTo(404);
    assertThat(bench.put("/api/permissions/%2F/u", PLAIN).status()).isEqualTo(201);
    assertThat(bench.put("/api/permissions/%2F/u", PLAIN).status()).isEqualTo(204);

    String shown =
        "{\"user\":\"u\",\"vhost\":\"/\",\"configure\":\"a\",\"write\":\"b\",\"read\":\"c\"}";
    assertThat(bench.get("/api/permissions/%2F/u").body()).isEqualTo(shown);
    assertThat(bench.get("/api/users/u/permissions").body()).isEqualTo("[" + shown + "]");
    assertThat(bench.get("/api/vhosts/%2F/permissions").texts("user"))
        .containsExactly("guest", "u");

    assertThat(bench.delete("/api/permissions/%2F/u").status()).isEqualTo(204);
    assertThat(bench.delete("/api/permissions/%2F/u").status()).isEqualTo(404);
    assertThat(bench.get("/api/users/u/permissions").body()).isEqualTo("[]");
  }

  @Test
  void refusesWhatCannotBeGranted() {
    assertThat(bench.put("/api/permissions/%2F/u", new JsonObject().put("write", "")).reason())
        .isEqualTo("[{key_missing,configure},{key_missing,read}]");
    assertThat(bench.put("/api/permissions/%2F/u", PLAIN.copy().put("read", "(")).status())
        .isEqualTo(400);
    for (String path : new String[] {"nope/u", "%2F/nobody"}) {
      ApiBench.Answer answer = bench.put("/api/permissions/" + path, PLAIN);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.reason()).isEqualTo("vhost_or_user_not_found");
    }
    assertThat(bench.get("/api/permissions").texts("user")).containsExactly("guest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/users/nobody/permissions",
        "/users/nobody/topic-permissions",
        "/vhosts/nope/permissions",
        "/vhosts/nope/topic-permissions",
        "/permissions/nope/u",
        "/topic-permissions/%2F/u",
        "/topic-permissions/%2F/u/amq.topic",
      })
  void knowsNothingOfWhatIsNotThere(String path) {
    assertThat(bench.get("/api" + path).status()).isEqualTo(404);
  }

  @Test
  void grantsTopicsByExchange() {
    assertThat(bench.put("/api/topic-permissions/%2F/u", TOPIC).status()).isEqualTo(201);
    assertThat(bench.put("/api/topic-permissions/%2F/u", TOPIC).status()).isEqualTo(204);
    JsonObject other = new JsonObject().put("write", "b").put("read", "c");
    assertThat(bench.put("/api/topic-permissions/%2F/u/other", other).status()).isEqualTo(201);

    assertThat(bench.get("/api/topic-permissions/%2F/u").texts("exchange"))
        .containsExactly("amq.topic", "other");
    assertThat(bench.get("/api/topic-permissions/%2F/u/other").texts("exchange"))
        .containsExactly("other");
    assertThat(bench.get("/api/users/u/topic-permissions").array()).hasSize(2);
    assertThat(bench.get("/api/vhosts/%2F/topic-permissions").array()).hasSize(2);

    assertThat(bench.delete("/api/topic-permissions/%2F/u/other").status()).isEqualTo(204);
    assertThat(bench.delete("/api/topic-permissions/%2F/u/other").status()).isEqualTo(404);
    assertThat(bench.delete("/api/topic-permissions/%2F/u").status()).isEqualTo(204);
    assertThat(bench.get("/api/topic-permissions").body()).isEqualTo("[]");
  }

  @Test
  void wantsAnExchangeForTopics() {
    assertThat(
            bench.put("/api/topic-permissions/%2F/u", new JsonObject().put("write", "b")).reason())
        .isEqualTo("[{key_missing,exchange},{key_missing,read}]");
  }
}

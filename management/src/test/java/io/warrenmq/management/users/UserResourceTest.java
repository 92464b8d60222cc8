package io.warrenmq.management.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.management.ApiBench;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserResourceTest {
  private static final JsonObject NEW = new JsonObject().put("password", "x").put("tags", "");

  private final ApiBench bench = ApiBench.start();

  private JsonObject shown(String user) {
    return bench.get("/api/users/" + user).object();
  }

  private int put(String user, String json) {
    return bench.put("/api/users/" + user, new JsonObject(json)).status();
  }

  @Test
  void makesUsersThatCanLogIn() {
    ApiBench.Answer first = bench.put("/api/users/u", NEW.copy().put("tags", "management,own"));
    ApiBench.Answer second = bench.put("/api/users/u", NEW.copy().put("tags", "management,own"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(204);
    assertThat(bench.as("u", "x").get("/api/whoami").object().getJsonArray("tags"))
        .containsExactlyInAnyOrder("management", "own");
    assertThat(bench.as("u", "y").get("/api/whoami").status()).isEqualTo(401);
  }

  @Test
  void showsWhatRabbitMqShows() {
    put("u", "{'password':'x','tags':['b','a']}".replace('\'', '"'));

    JsonObject user = shown("u");

    assertThat(user.fieldNames())
        .containsExactly("name", "password_hash", "hashing_algorithm", "tags", "limits");
    assertThat(user.getString("hashing_algorithm")).isEqualTo("rabbit_password_hashing_sha256");
    assertThat(user.getJsonArray("tags")).containsExactly("a", "b");
    assertThat(user.getJsonObject("limits")).isEmpty();
    assertThat(bench.get("/api/users?columns=name").body())
        .isEqualTo("[{\"name\":\"guest\"},{\"name\":\"u\"}]");
    assertThat(bench.get("/api/users/nobody").status()).isEqualTo(404);
  }

  @Test
  void takesHashesOfAllAlgorithms() {
    for (PasswordHashing hashing : PasswordHashing.values()) {
      JsonObject body =
          new JsonObject()
              .put("password_hash", hashing.hash("secret", new Random(1)))
              .put("hashing_algorithm", hashing.moduleName())
              .put("tags", "management");

      assertThat(bench.put("/api/users/" + hashing, body).status())
          .as("%s", hashing)
          .isEqualTo(201);
      assertThat(bench.as(hashing.name(), "secret").get("/api/whoami").status())
          .as("%s", hashing)
          .isEqualTo(200);
    }
  }

  @Test
  void takesHashesWithoutTheirAlgorithm() {
    for (PasswordHashing hashing : List.of(PasswordHashing.SHA256, PasswordHashing.ARGON2ID)) {
      JsonObject body =
          new JsonObject()
              .put("password_hash", hashing.hash("secret", new Random(1)))
              .put("tags", "management");

      bench.put("/api/users/u", body);

      assertThat(bench.as("u", "secret").get("/api/whoami").status()).isEqualTo(200);
    }
  }

  @Test
  void forgetsThePasswordOfWhoIsPutWithoutOne() {
    bench.put("/api/users/u", NEW.copy().put("tags", "management"));
    assertThat(bench.as("u", "x").get("/api/whoami").status()).isEqualTo(200);

    assertThat(put("u", "{\"tags\":\"management\"}")).isEqualTo(204);

    assertThat(shown("u").getString("password_hash")).isEmpty();
    assertThat(bench.as("u", "x").get("/api/whoami").status()).isEqualTo(401);
    assertThat(bench.as("u", "").get("/api/whoami").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'password':'x'} | tags_not_present",
        "{} | tags_not_present",
        "{'tags':'','password':'x','password_hash':''}"
            + " | both_password_and_password_hash_are_provided",
        "{'tags':'','password_hash':'not base64'} | [\"not_base64\",\"not base64\"]",
        "{'tags':'','password_hash':'AAAA','hashing_algorithm':'md4'}"
            + " | unknown hashing_algorithm 'md4'",
        "{'tags':'','password':3} | [\"not_string\",3]",
        "{'tags':3,'password':'x'} | [\"not_a_list\",3]",
        "{'tags':'','limits':{'max-channels':'a'}}"
            + " | max-channels should be a number, actually was <<\"a\">>",
        "{'tags':'','limits':{'foo':1}} | Unrecognised terms [{<<\"foo\">>,1}] in user-limits",
      })
  void refusesWhatCannotBe(String body, String reason) {
    ApiBench.Answer answer = bench.put("/api/users/u", new JsonObject(body.replace('\'', '"')));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.object().getString("error")).isEqualTo("bad_request");
    assertThat(answer.reason()).isEqualTo(reason);
    assertThat(bench.broker().userStore().find("u")).isNull();
  }

  @Test
  void deletesUsersWithTheirPermissions() {
    bench.asNew("u", "");

    assertThat(bench.delete("/api/users/u").status()).isEqualTo(204);

    assertThat(bench.delete("/api/users/u").status()).isEqualTo(404);
    assertThat(bench.get("/api/permissions").texts("user")).containsExactly("guest");
  }

  @Test
  void deletesManyAtOnce() {
    List.of("a", "b", "c").forEach(name -> bench.put("/api/users/" + name, NEW));
    JsonObject body = new JsonObject().put("users", new JsonArray(List.of("a", "c", "nobody")));

    assertThat(bench.post("/api/users/bulk-delete", body).status()).isEqualTo(204);

    assertThat(bench.get("/api/users").texts("name")).containsExactly("b", "guest");
    assertThat(bench.post("/api/users/bulk-delete", new JsonObject()).reason())
        .isEqualTo("[{key_missing,users}]");
    assertThat(
            bench
                .post(
                    "/api/users/bulk-delete", new JsonObject().put("users", new JsonArray().add(3)))
                .status())
        .isEqualTo(400);
  }

  @Test
  void neitherChangesNorDeletesWhoIsProtected() {
    bench.put("/api/users/u", NEW.copy().put("tags", "protected"));
    bench.put("/api/users/other", NEW);
    JsonObject both = new JsonObject().put("users", new JsonArray(List.of("other", "u")));

    assertThat(bench.put("/api/users/u", NEW).status()).isEqualTo(403);
    assertThat(bench.delete("/api/users/u").status()).isEqualTo(403);
    assertThat(bench.post("/api/users/bulk-delete", both).status()).isEqualTo(403);
    assertThat(
            bench.put("/api/user-limits/u/max-channels", new JsonObject().put("value", 1)).status())
        .isEqualTo(403);
    assertThat(bench.get("/api/users").texts("name")).containsExactly("guest", "other", "u");
  }

  @Test
  void findsUsersWithoutPermissions() {
    bench.put("/api/users/alone", NEW);
    bench.asNew("granted", "");

    assertThat(bench.get("/api/users/without-permissions").texts("name")).containsExactly("alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "policymaker", "monitoring"})
  void tellsAdministratorsAlone(String tag) {
    ApiBench user = bench.asNew("u", tag);

    for (String path : List.of("/users", "/users/u", "/users/u/permissions", "/permissions")) {
      ApiBench.Answer answer = user.get("/api" + path);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.reason()).as(path).isEqualTo("Not administrator user");
    }
    assertThat(user.put("/api/users/v", NEW).status()).isEqualTo(401);
  }

  // ---- limits ----

  @Test
  void keepsLimitsUntilTheyAreTakenBack() {
    bench.put("/api/users/u", NEW);
    JsonObject ten = new JsonObject().put("value", 10);

    assertThat(bench.put("/api/user-limits/u/max-connections", ten).status()).isEqualTo(204);
    assertThat(bench.put("/api/user-limits/u/max-channels", ten).status()).isEqualTo(204);
    bench.put("/api/users/u", NEW.copy().put("tags", "own"));

    assertThat(bench.get("/api/user-limits/u").body())
        .isEqualTo("[{\"user\":\"u\",\"value\":{\"max-connections\":10,\"max-channels\":10}}]");
    assertThat(bench.delete("/api/user-limits/u/max-channels").status()).isEqualTo(204);
    assertThat(shown("u").getJsonObject("limits").encode()).isEqualTo("{\"max-connections\":10}");
    bench.put("/api/user-limits/u/max-connections", new JsonObject().put("value", -1));
    assertThat(bench.get("/api/user-limits").body()).isEqualTo("[]");
  }

  @Test
  void refusesLimitsThatAreNone() {
    JsonObject one = new JsonObject().put("value", 1);

    assertThat(bench.put("/api/user-limits/guest/foo", one).reason())
        .isEqualTo("Unrecognised terms [{<<\"foo\">>,1}] in user-limits");
    assertThat(bench.put("/api/user-limits/guest/max-channels", new JsonObject()).reason())
        .isEqualTo("[{key_missing,value}]");
    assertThat(bench.put("/api/user-limits/nobody/max-channels", one).reason())
        .isEqualTo("[\"no_such_user\",\"nobody\"]");
    assertThat(bench.get("/api/user-limits/nobody").status()).isEqualTo(404);
    assertThat(bench.delete("/api/user-limits/nobody/max-channels").status()).isEqualTo(404);
  }

  @Test
  void showsWhoMonitorsNobodyItsOwnLimitsAlone() {
    ApiBench plain = bench.asNew("plain", "management");
    ApiBench watching = bench.asNew("watching", "monitoring");
    for (String user : List.of("plain", "guest")) {
      bench.put("/api/user-limits/" + user + "/max-channels", new JsonObject().put("value", 9));
    }

    assertThat(plain.get("/api/user-limits").texts("user")).containsExactly("plain");
    assertThat(plain.get("/api/user-limits/guest").body()).isEqualTo("[]");
    assertThat(watching.get("/api/user-limits").texts("user")).containsExactly("guest", "plain");
  }
}

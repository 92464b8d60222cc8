package io.warrenmq.management.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;

class DefinitionsResourceTest {
  private static final String PATH = "/api/definitions";

  private final ApiBench bench = ApiBench.start();

  private static JsonObject queue(String name, Object durable) {
    return new JsonObject()
        .put("name", name)
        .put("vhost", "/")
        .put("durable", durable)
        .put("auto_delete", false)
        .put("arguments", new JsonObject());
  }

  private static JsonObject file(JsonObject... queues) {
    JsonArray all = new JsonArray();
    for (JsonObject queue : queues) {
      all.add(queue);
    }
    return new JsonObject().put("queues", all);
  }

  @Test
  void takesWhatItHasWritten() {
    bench.put("/api/queues/%2F/q", new JsonObject().put("durable", true));
    bench.put("/api/vhosts/v");
    JsonObject written = bench.get(PATH).object();
    ApiBench other = ApiBench.start();

    assertThat(other.post(PATH, written).status()).isEqualTo(204);

    JsonObject again = other.get(PATH).object();
    for (String kind : new String[] {"vhosts", "users", "permissions", "queues", "bindings"}) {
      assertThat(again.getJsonArray(kind)).as(kind).isEqualTo(written.getJsonArray(kind));
    }
  }

  @Test
  void changesNothingWhenItIsOnlyATrial() {
    ApiBench.Answer answer = bench.post(PATH + "?dry_run=true", file(queue("a", true)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().getBoolean("applied")).isFalse();
    assertThat(answer.object().getJsonArray("refused")).isEmpty();
    assertThat(answer.object().getJsonObject("counts").getValue("queues")).isNotNull();
    assertThat(bench.get("/api/queues").array()).isEmpty();
  }

  @Test
  void takesAllOrNothing() {
    ApiBench.Answer answer =
        bench.post(PATH, file(queue("a", true), queue("b", true).put("vhost", "nowhere")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.object().getJsonArray("refused")).hasSize(1);
    assertThat(answer.reason()).contains("nowhere").contains("nothing was changed");
    assertThat(bench.get("/api/queues").array()).isEmpty();
  }

  @Test
  void writesAndTakesOneVhostsOwn() {
    bench.put("/api/queues/%2F/q", new JsonObject().put("durable", true));
    bench.put("/api/vhosts/v");
    JsonObject written = bench.get(PATH + "/%2F").object();
    assertThat(written.getString("rabbitmq_definition_format")).isEqualTo("single_virtual_host");

    assertThat(bench.post(PATH + "/v", written).status()).isEqualTo(204);

    assertThat(bench.get("/api/queues/v").texts("name")).containsExactly("q");
    assertThat(bench.get(PATH + "/nowhere").status()).isEqualTo(400);
  }

  @Test
  void isForAdministrators() {
    ApiBench monitor = bench.asNew("monitor", "monitoring");

    assertThat(monitor.get(PATH).status()).isEqualTo(401);
    assertThat(monitor.post(PATH, file()).status()).isEqualTo(401);
  }

  @Test
  void givesAFileItsName() {
    assertThat(bench.get(PATH + "?download=my%20file.json").headers().get("content-disposition"))
        .isEqualTo("attachment; filename=\"my file.json\"");
    assertThat(bench.get(PATH + "?download=a%22%0d%0ax").status()).isEqualTo(400);
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThat(bench.send("POST", PATH, "[1]").status()).isEqualTo(400);
    assertThat(bench.send("POST", PATH, "{\"queues\": 7}").status()).isEqualTo(400);
    assertThat(bench.send("POST", PATH, "{").reason()).isEqualTo("not_json");
  }

  /** As curl -F file=@FILE sends it. */
  @Test
  void takesAFileThatIsUploaded() {
    ApiBench uploading =
        bench.with("content-type", "multipart/form-data; boundary=----------------9b0c");
    String form =
        """
        ------------------9b0c
        Content-Disposition: form-data; name="file"; filename="definitions.json"
        Content-Type: application/octet-stream

        %s
        ------------------9b0c--
        """
            .replace("\n", "\r\n");
    bench.put("/api/vhosts/v");

    assertThat(
            uploading
                .send("POST", PATH + "?dry_run=1", form.formatted(file(queue("a", true))))
                .object()
                .getJsonObject("counts")
                .getInteger("queues"))
        .isEqualTo(1);
    assertThat(
            uploading.send("POST", PATH, form.formatted(file(queue("a", true)).encode())).status())
        .isEqualTo(204);
    assertThat(uploading.send("POST", PATH + "/v", form.formatted("{\"queues\": []}")).status())
        .isEqualTo(204);
    assertThat(bench.get("/api/queues").texts("name")).containsExactly("a");
    assertThat(uploading.send("POST", PATH, form.formatted("{")).reason()).isEqualTo("not_json");
    assertThat(uploading.send("POST", PATH, "{}").status()).isEqualTo(400);
  }
}

package io.warrenmq.management.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;

class ConfigResourceTest {
  private static final String PATH = "/api/config/effective";

  private final ApiBench bench = ApiBench.start();

  @Test
  void tellsEachKeyItsValueAndWhoHasSetIt() {
    JsonObject heartbeat = bench.get(PATH + "?name=heartbeat").objects().get(0);

    assertThat(heartbeat.getMap())
        .containsEntry("name", "heartbeat")
        .containsEntry("value", "30")
        .containsEntry("unit", "s")
        .containsEntry("default", false)
        .containsEntry("source", "/etc/rabbitmq.conf")
        .containsEntry("line", 7)
        .containsEntry("secret", false);
    assertThat(bench.get(PATH).texts("name"))
        .containsExactly("default_pass", "heartbeat", "log.dir");
    assertThat(bench.get(PATH).texts("value")).containsExactly("********", "30", "null");
  }

  @Test
  void tellsOnlyWhatWasSetWhenThatIsAsked() {
    assertThat(bench.get(PATH + "?set=true").texts("name")).containsExactly("heartbeat");
  }

  @Test
  void isForAdministrators() {
    assertThat(bench.asNew("monitor", "monitoring").get(PATH).status()).isEqualTo(401);
  }
}

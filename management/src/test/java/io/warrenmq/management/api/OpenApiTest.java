package io.warrenmq.management.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.warrenmq.management.ApiBench;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the API is of what there is. */
class OpenApiTest {
  private final ApiBench bench = ApiBench.start();
  private final JsonObject paths = bench.get("/api/openapi.json").object().getJsonObject("paths");

  /** As {@code GET /api/overview}. */
  private Set<String> operations() {
    Set<String> all = new TreeSet<>();
    for (String template : paths.fieldNames()) {
      for (String method : paths.getJsonObject(template).fieldNames()) {
        if (!method.equals("parameters")) {
          all.add(method.toUpperCase(Locale.ROOT) + " " + template);
        }
      }
    }
    return all;
  }

  @Test
  void saysOfEachOperationWhatItDoes() {
    assertThat(new OpenApi(new Router(), "").summaries().stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(operations());
  }

  @Test
  void isTrueOfEveryPathWithoutParameters() {
    int asked = 0;
    for (String operation : operations()) {
      if (operation.startsWith("GET ") && !operation.contains("{")) {
        asked++;
        ApiBench.Answer answer = bench.get(operation.substring(4));
        // Nothing listens here.
        boolean mayFail = operation.contains("/health/checks/");
        assertThat(answer.status()).as(operation).isIn(200, mayFail ? 503 : 200);
        assertThat(answer.headers().get("content-type"))
            .as(operation)
            .contains(operation.endsWith(".html") ? "html" : "json");
      }
    }
    assertThat(asked).isGreaterThan(10);
  }

  @Test
  void isTrueOfEveryPathThatNamesWhatIsNotThere() {
    for (String operation : operations()) {
      if (operation.startsWith("GET ") && operation.contains("{")) {
        String target = operation.substring(4).replaceAll("\\{\\w+}", "no-such-thing");
        ApiBench.Answer answer = bench.get(target);
        assertThat(answer.status()).as(operation).isIn(200, 400, 404, 503);
        assertThat(answer.body()).as(operation).startsWith(answer.status() == 200 ? "" : "{\"");
      }
    }
  }
}

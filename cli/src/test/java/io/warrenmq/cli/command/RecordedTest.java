package io.warrenmq.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.warrenmq.cli.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Commands that rabbitmqctl 4.0.5 and rabbitmq-diagnostics ran against RabbitMQ 4.0.5, with what
 * they printed and their exit codes; and what RabbitMQ's HTTP API answers to what warrenctl asks
 * for the same.
 */
class RecordedTest {

  @TestFactory
  Stream<DynamicTest> printsWhatRabbitmqctlDoes() throws IOException {
    List<Map<String, Object>> all;
    try (InputStream in = RecordedTest.class.getResourceAsStream("/recorded.json")) {
      assertThat(in).isNotNull();
      all = Json.objects(Json.parse(in));
    }
    assertThat(all).hasSizeGreaterThan(80);
    return all.stream()
        .map(one -> dynamicTest(Json.list(one.get("command")).toString(), () -> replay(one)));
  }

  private static Object document(String body) {
    try {
      return body.isEmpty() ? Json.NULL : Json.parse(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(body, e);
    }
  }

  private static void replay(Map<String, Object> recorded) throws IOException {
    List<String> expected = new ArrayList<>();
    List<Object> bodies = new ArrayList<>();
    try (FakeApi api = new FakeApi()) {
      for (Map<String, Object> exchange : Json.objects(recorded.get("exchanges"))) {
        String line = Json.text(exchange, "request");
        expected.add(line);
        bodies.add(document(Json.text(exchange, "body")));
        api.on(line, (int) Json.number(exchange, "status"), Json.text(exchange, "answer"));
      }

      Run run =
          Run.of(
              api,
              Json.list(recorded.get("command")).stream()
                  .map(Object::toString)
                  .toArray(String[]::new));

      assertThat(api.lines()).isEqualTo(expected);
      assertThat(api.requests()).extracting(request -> document(request.body())).isEqualTo(bodies);
      // RabbitMQ lists in the order of its tables, another one each time.
      assertThat(run.out().lines().sorted())
          .containsExactlyElementsOf(Json.text(recorded, "output").lines().sorted().toList());
      assertThat(run.exitCode()).as(run.err()).isEqualTo((int) Json.number(recorded, "exitCode"));
      assertThat(run.err().isEmpty()).isEqualTo(run.exitCode() == 0);
    }
  }
}

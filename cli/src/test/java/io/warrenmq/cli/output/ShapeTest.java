package io.warrenmq.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.warrenmq.cli.json.Json;
import org.junit.jupiter.api.Test;

class ShapeTest {

  private static String cell(Shape shape, String json) throws JsonProcessingException {
    return shape.cell(Json.parse(json));
  }

  private static String json(Shape shape, String json) throws JsonProcessingException {
    return Json.write(shape.json(Json.parse(json)));
  }

  @Test
  void showsArgumentsAsErlangTerms() throws Exception {
    String arguments =
        "{\"x-n\":1.5,\"x-t\":{\"a\":\"b\"},\"x-u\":\"é\\\"q\\n\",\"x-l\":[1,\"x\"],\"x-b\":true}";

    assertThat(cell(Shape.ARGUMENTS, arguments))
        .isEqualTo(
            "[{\"x-n\",1.5},{\"x-t\",[{\"a\",\"b\"}]},{\"x-u\",\"é\\\"q\\n\"},"
                + "{\"x-l\",[1,\"x\"]},{\"x-b\",true}]");
    assertThat(json(Shape.ARGUMENTS, arguments))
        .isEqualTo(
            "[[\"x-n\",\"double\",1.5],[\"x-t\",\"table\",[[\"a\",\"longstr\",\"b\"]]],"
                + "[\"x-u\",\"longstr\",\"é\\\"q\\n\"],[\"x-l\",\"array\",[1,\"x\"]],"
                + "[\"x-b\",\"bool\",true]]");
    assertThat(cell(Shape.ARGUMENTS, "[]")).isEqualTo("[]");
  }

  @Test
  void showsDefinitionsStatesListsAndDocuments() throws Exception {
    assertThat(cell(Shape.DEFINITION, "{\"max-length\":5,\"overflow\":\"drop-head\"}"))
        .isEqualTo("[{<<\"max-length\">>, 5}, {<<\"overflow\">>, drop-head}]");
    assertThat(json(Shape.DEFINITION, "{\"max-length\":5}")).isEqualTo("[[\"max-length\",5]]");
    assertThat(cell(Shape.STATES, "{\"n@h\":\"running\"}")).isEqualTo("[{'n@h', running}]");
    assertThat(cell(Shape.PLAIN, "[\"a\",\"b\"]")).isEqualTo("[a, b]");
    assertThat(cell(Shape.PLAIN, "null")).isEmpty();
    assertThat(json(Shape.PLAIN, "null")).isEqualTo("\"\"");
    assertThat(cell(Shape.DOCUMENT, "{\"a\":[1]}")).isEqualTo("{\"a\":[1]}");
    assertThat(json(Shape.DOCUMENT, "{\"a\":1}")).isEqualTo("\"{\\\"a\\\":1}\"");
  }

  @Test
  void showsProtocolsByTheirNumbers() throws Exception {
    assertThat(cell(Shape.PROTOCOL, "\"AMQP 0-9-1\"")).isEqualTo("{0,9,1}");
    assertThat(json(Shape.PROTOCOL, "\"AMQP 1-0\"")).isEqualTo("[1,0]");
    assertThat(cell(Shape.PROTOCOL, "\"MQTT 5-0\"")).isEqualTo("MQTT 5-0");
  }

  @Test
  void letsNoControlCharacterReachTheTerminal() throws Exception {
    assertThat(cell(Shape.PLAIN, "\"a\\tb\\nc\\u001b[31m\\u009bé\""))
        .isEqualTo("a\\011b\\012c\\033[31m\\233é");
    assertThat(cell(Shape.ARGUMENTS, "{\"a\\u001b\":\"\\u0007\"}"))
        .isEqualTo("[{\"a\\033\",\"\\007\"}]");
  }
}

package io.warrenmq.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void writesWhatItReads() throws JsonProcessingException {
    String text =
        "{\"z\":[1,-2.5,true,false,null,\"a\\\"\\n\\u0001é\"],\"a\":{},"
            + "\"big\":123456789012345678901234567890}";

    assertThat(Json.write(Json.parse(text))).isEqualTo(text);
    assertThat(Json.parse(Json.writePretty(Json.parse(text)))).isEqualTo(Json.parse(text));
  }

  @Test
  void refusesWhatIsNotOneDocument() {
    for (String text : new String[] {"", " ", "{", "[1,", "{} {}", "{'a':1}", "nul", "\"a"}) {
      assertThatThrownBy(() -> Json.parse(text))
          .as(text)
          .isInstanceOf(JsonProcessingException.class);
    }
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void readsMembersThatMayBeAbsent() throws JsonProcessingException {
    Map<String, Object> object =
        Json.object(Json.parse("{\"s\":\"t\",\"n\":5,\"b\":true,\"x\":null}"));

    assertThat(Json.text(object, "s")).isEqualTo("t");
    assertThat(Json.text(object, "x")).isEmpty();
    assertThat(Json.text(object, "none")).isEmpty();
    assertThat(Json.number(object, "n")).isEqualTo(5);
    assertThat(Json.number(object, "s")).isZero();
    assertThat(Json.isTrue(object, "b")).isTrue();
    assertThat(Json.isTrue(object, "none")).isFalse();
    assertThat(Json.object(Json.NULL)).isEmpty();
    assertThat(Json.objects(Json.parse("[{},1,null]"))).hasSize(1);
  }
}

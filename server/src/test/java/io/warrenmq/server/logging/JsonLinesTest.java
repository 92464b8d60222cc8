package io.warrenmq.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private static final String DEFAULT_MAP = "time level msg";

  private static JsonLines lines(String fieldMap, String verbosityMap) {
    return new JsonLines(TimeFormat.EPOCH_USECS, LevelFormat.LC, false, fieldMap, verbosityMap);
  }

  @Test
  void haveRabbitMqsFieldsInItsOrderAndFurtherOnes() {
    assertThat(lines(DEFAULT_MAP, "").line(LogEvents.of(Level.WARN, "it happened")))
        .isEqualTo(
            "{\"time\":1772600767089012,\"level\":\"warning\",\"msg\":\"it happened\","
                + "\"domain\":\"rabbitmq.connection\",\"logger\":\""
                + LogEvents.LOGGER
                + "\",\"thread\":\"loop-1\"}\n");
  }

  @Test
  void holdEveryCharacterThatANameMayHave() {
    String name = "\"quoted\" \\ a\nb\r\t\u0000\u001b\u2028 ä 😀";

    byte[] line = lines(DEFAULT_MAP, "").encode(LogEvents.of(Level.INFO, name));

    String text = new String(line, StandardCharsets.UTF_8);
    assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
    assertThat(new JsonObject(text).getString("msg")).isEqualTo(name);
  }

  @Test
  void putUpWithHalfACharacter() {
    byte[] line = lines(DEFAULT_MAP, "").encode(LogEvents.of(Level.INFO, "a\ud83db"));

    assertThat(new JsonObject(new String(line, StandardCharsets.UTF_8)).getString("msg"))
        .isEqualTo("a?b");
  }

  @Test
  void haveTheStackTraceAsAField() {
    JsonObject line =
        new JsonObject(
            lines(DEFAULT_MAP, "")
                .line(LogEvents.of(LogEvents.LOGGER, Level.ERROR, "failed", new Exception("why"))));

    assertThat(line.getString("error"))
        .startsWith("java.lang.Exception: why\n\tat io.warrenmq.server.logging.JsonLinesTest.");
  }

  @Test
  void nameOrderAndLeaveOutFieldsAsTheMapSays() {
    assertThat(lines("msg:text level time:- *:-", "").line(LogEvents.of(Level.WARN, "a")))
        .isEqualTo("{\"text\":\"a\",\"level\":\"warning\"}\n");
    assertThat(lines("level time:- logger:- thread:- gl:-", "").line(LogEvents.of(Level.WARN, "a")))
        .isEqualTo("{\"level\":\"warning\",\"msg\":\"a\",\"domain\":\"rabbitmq.connection\"}\n");
  }

  @Test
  void haveNoTwoFieldsOfOneName() {
    assertThat(lines("msg:level", "").line(LogEvents.of(Level.WARN, "a")))
        .startsWith("{\"level\":\"a\",\"time\":")
        .doesNotContain("warning");
  }

  @Test
  void tellTheVerbosityWhereItIsMapped() {
    JsonLines mapped = lines("verbosity *:-", "debug:2 info:1 *:0");

    assertThat(mapped.line(LogEvents.of(Level.INFO, "a"))).isEqualTo("{\"verbosity\":1}\n");
    assertThat(mapped.line(LogEvents.of(Level.ERROR, "a"))).isEqualTo("{\"verbosity\":0}\n");
    assertThat(lines("verbosity *:-", "debug:2").line(LogEvents.of(Level.INFO, "a")))
        .isEqualTo("{}\n");
  }

  @Test
  void joinWhatSpansLinesWhenToldSo() {
    JsonLines joining =
        new JsonLines(TimeFormat.EPOCH_SECS, LevelFormat.UC, true, "time level msg *:-", "");

    assertThat(joining.line(LogEvents.of(Level.INFO, "a\n  b\r\nc\n")))
        .isEqualTo("{\"time\":1772600767,\"level\":\"INFO\",\"msg\":\"a, b, c\"}\n");
  }

  @Test
  void haveNoDomainOfLibraries() {
    assertThat(
            lines("domain *:-", "")
                .line(LogEvents.of("io.netty.channel.Some", Level.WARN, "a", null)))
        .isEqualTo("{}\n");
  }
}

package io.warrenmq.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;

class TextLinesTest {
  private final TextLines lines = lines("[$level] $logger: $msg", false);

  private static TextLines lines(String format, boolean isSingleLine) {
    return new TextLines(format, TimeFormat.EPOCH_USECS, LevelFormat.LC, isSingleLine);
  }

  @Test
  void areMadeOfTheVariablesOfTheirFormat() {
    TextLines all = lines("$time|$level|$msg|$logger|$domain|$thread|$pid|", false);

    assertThat(all.line(LogEvents.of(Level.WARN, "it happened")))
        .isEqualTo(
            "1772600767089012|warning|it happened|StompConnection|rabbitmq.connection"
                + "|loop-1|loop-1|\n");
  }

  @Test
  void lookLikeRabbitMqsUnlessToldOtherwise() {
    assertThat(TextLines.standard().line(LogEvents.of(Level.INFO, "it happened")))
        .matches(
            "2026-03-0\\d \\d\\d:\\d\\d:07\\.089012[+-]\\d\\d:\\d\\d"
                + " \\[info] StompConnection: it happened\n");
  }

  @Test
  void writeOutWhatWouldBeginANewLineOrSteerATerminal() {
    String name = "a\n2026-03-04 [error] b\r\u001b[31m\u0085\u2028\u2029\u007f\tc ä";

    assertThat(lines.line(LogEvents.of(Level.INFO, name)))
        .isEqualTo(
            "[info] StompConnection: a\\n2026-03-04 [error] b\\r\\u001b[31m\\u0085\\u2028\\u2029"
                + "\\u007f\tc ä\n");
  }

  @Test
  void areFollowedByAStackTraceWhoseTextsForgeNoLine() {
    Exception thrown =
        new IllegalStateException("bad\n[error] forged", new RuntimeException("why\rnot"));
    thrown.addSuppressed(new RuntimeException("beside"));

    String text = lines.line(LogEvents.of(LogEvents.LOGGER, Level.ERROR, "failed", thrown));

    assertThat(text)
        .startsWith(
            "[error] StompConnection: failed\n"
                + "java.lang.IllegalStateException: bad\\n[error] forged\n"
                + "\tat io.warrenmq.server.logging.TextLinesTest.")
        .contains("\n\tSuppressed: java.lang.RuntimeException: beside\n")
        .contains("\nCaused by: java.lang.RuntimeException: why\\rnot\n")
        .endsWith(" more\n");
    assertThat(text.lines().skip(1))
        .allMatch(
            line ->
                line.startsWith("\t")
                    || line.startsWith("java.lang.IllegalStateException: bad\\n")
                    || line.startsWith("Caused by: "));
  }

  @Test
  void endsAStackTraceThatBitesItsTail() {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);

    assertThat(lines.line(LogEvents.of(LogEvents.LOGGER, Level.ERROR, "failed", a)))
        .endsWith("Caused by: java.lang.Exception: a [and so on]\n");
  }

  @Test
  void haveTheStackTraceOnTheirOwnLineWhenToldSo() {
    String text =
        lines("$msg", true)
            .line(LogEvents.of(LogEvents.LOGGER, Level.ERROR, "a,\r\n b", new Exception("why")));

    assertThat(text)
        .startsWith("a, b, java.lang.Exception: why, at io.warrenmq.server.logging.TextLinesTest.");
    assertThat(text.lines()).hasSize(1);
  }

  @Test
  void writeLevelsInAllOfRabbitMqsWays() {
    assertThat(LevelFormat.parse("uc").text(Level.WARN)).isEqualTo("WARNING");
    assertThat(LevelFormat.parse("lc3").text(Level.DEBUG)).isEqualTo("dbg");
    assertThat(LevelFormat.parse("uc3").text(Level.INFO)).isEqualTo("INF");
    assertThat(LevelFormat.parse("lc4").text(Level.ERROR)).isEqualTo("erro");
    assertThat(LevelFormat.parse("uc4").text(Level.TRACE)).isEqualTo("DBUG");
  }

  @Test
  void writeTimesInAllOfRabbitMqsWays() {
    assertThat(TimeFormat.parse("rfc3339_space").text(LogEvents.TIME))
        .matches("2026-03-0\\d \\d\\d:\\d\\d:07\\.089012[+-]\\d\\d:\\d\\d");
    assertThat(TimeFormat.parse("rfc3339_T").text(LogEvents.TIME))
        .matches("2026-03-0\\dT\\d\\d:\\d\\d:07\\.089012[+-]\\d\\d:\\d\\d");
    assertThat(TimeFormat.parse("lager_default").text(LogEvents.TIME))
        .matches("2026-03-0\\d \\d\\d:\\d\\d:07\\.089");
    assertThat(TimeFormat.parse("epoch_secs").text(LogEvents.TIME)).isEqualTo("1772600767.089012");
    assertThat(TimeFormat.parse("epoch_usecs").text(LogEvents.TIME)).isEqualTo("1772600767089012");
  }
}

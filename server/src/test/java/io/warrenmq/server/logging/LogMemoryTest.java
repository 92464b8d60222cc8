package io.warrenmq.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.warrenmq.core.broker.LogTail;
import io.warrenmq.core.broker.LogTail.Severity;
import org.junit.jupiter.api.Test;

class LogMemoryTest {
  private final LoggerContext context = new LoggerContext();
  private final LogMemory memory = new LogMemory();

  private void write(Level level, String text) {
    memory.append(
        new LoggingEvent("", context.getLogger("io.warrenmq.Some"), level, text, null, null));
  }

  @Test
  void knowsTheLastLinesOfALevelAndAbove() {
    write(Level.INFO, "a");
    write(Level.WARN, "b");
    write(Level.ERROR, "c");

    assertThat(memory.last(2, Severity.DEBUG))
        .extracting(LogTail.Line::text)
        .containsExactly("b", "c");
    assertThat(memory.last(9, Severity.WARN))
        .extracting(LogTail.Line::text)
        .containsExactly("b", "c");
    assertThat(memory.last(9, Severity.INFO).get(0).logger()).isEqualTo("Some");
  }

  @Test
  void isBounded() {
    for (int i = 0; i <= LogMemory.LINES_MAX; i++) {
      write(Level.INFO, "x".repeat(2 * LogMemory.TEXT_MAX));
    }

    assertThat(memory.last(Integer.MAX_VALUE, Severity.DEBUG))
        .hasSize(LogMemory.LINES_MAX)
        .allMatch(line -> line.text().length() == LogMemory.TEXT_MAX + 1);
  }
}

package io.warrenmq.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody has logged, for tests. */
final class LogEvents {
  static final Instant TIME = Instant.parse("2026-03-04T05:06:07.089012Z");
  static final String LOGGER = "io.warrenmq.stomp.connection.StompConnection";

  static final LoggerContext CONTEXT = new LoggerContext();

  static {
    CONTEXT.setMDCAdapter(new LogbackMDCAdapter()); // as SLF4J does
  }

  private LogEvents() {}

  static ILoggingEvent of(Level level, String text) {
    return of(LOGGER, level, text, null);
  }

  static ILoggingEvent of(String logger, Level level, String text, @Nullable Throwable thrown) {
    LoggingEvent event = new LoggingEvent("", CONTEXT.getLogger(logger), level, text, thrown, null);
    event.setInstant(TIME);
    event.setThreadName("loop-1");
    return event;
  }
}

package io.warrenmq.tracing;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what OpenTelemetry's SDK logs, by {@code java.util.logging}, to the broker's log, for who
 * debugs: that spans were lost is told by {@link SpanLosses}, in one line. Thread-safe.
 */
final class LibraryLogBridge extends Handler {
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(LibraryLogBridge.class);
  // Held, as a logger that nobody holds loses what was set.
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private LibraryLogBridge() {}

  /** Has all of the process's go there. May be called again. */
  static void install() {
    for (Handler handler : LIBRARY.getHandlers()) {
      if (handler instanceof LibraryLogBridge) {
        return;
      }
    }
    LIBRARY.addHandler(new LibraryLogBridge());
    LIBRARY.setUseParentHandlers(false);
  }

  @Override
  public void publish(LogRecord logged) {
    log.debug("{}", logged.getMessage(), logged.getThrown());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

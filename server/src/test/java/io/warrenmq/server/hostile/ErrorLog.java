package io.warrenmq.server.hostile;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Collects what is logged at level ERROR, by anybody in this process but the clients of tests that
 * ran before, and keeps warnings off the console meanwhile: there are thousands. Thread-safe.
 */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  // Client libraries, which may leave buffers, timers and threads behind; the broker has none of
  // them.
  private static final List<String> CLIENTS =
      List.of("org.apache.qpid.", "WebSocketTransport$NettyWebSocketTransportHandler", "reactor.");

  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger warren = (Logger) LoggerFactory.getLogger("io.warrenmq");
  private final @Nullable Level levelBefore = warren.getLevel();

  static ErrorLog watch() {
    ErrorLog log = new ErrorLog();
    log.setContext(log.root.getLoggerContext());
    log.start();
    log.root.addAppender(log);
    log.warren.setLevel(Level.ERROR);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      String error =
          event.getFormattedMessage()
              + (event.getThrowableProxy() == null
                  ? ""
                  : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
      if (CLIENTS.stream().noneMatch(error::contains)) {
        errors.add(error);
      }
    }
  }

  /** What was logged since the last call. */
  List<String> take() {
    List<String> taken = new ArrayList<>();
    for (String error; (error = errors.poll()) != null; ) {
      taken.add(error);
    }
    return taken;
  }

  @Override
  public void close() {
    root.detachAppender(this);
    warren.setLevel(levelBefore);
    stop();
  }
}

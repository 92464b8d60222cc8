package io.warrenmq.server.boot;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * The log: lines on standard error, the last of which stay in memory too. Found by logback as a
 * service, in place of an XML file, whose parser would cost a tenth of the start.
 */
public final class ConsoleLogging extends ContextAwareBase implements Configurator {
  private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} [%level] %logger{0}: %msg%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("console");
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(console);
    LogMemory memory = LogMemory.OF_PROCESS;
    memory.setContext(context);
    memory.setName("memory");
    memory.start();
    root.addAppender(memory);
    // Whom they warn of is told by our own log, in the operator's words.
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("io.vertx").setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Sets the level of everything that the broker logs.
   *
   * @param name RabbitMQ's name of the level: debug, info, notice, warning, error, critical, alert,
   *     emergency or none
   */
  static void setLevel(String name) {
    Level level =
        switch (name) {
          case "debug" -> Level.DEBUG;
          case "warning" -> Level.WARN;
          case "error", "critical", "alert", "emergency" -> Level.ERROR;
          case "none" -> Level.OFF;
          default -> Level.INFO;
        };
    ((Logger) LoggerFactory.getLogger("io.warrenmq")).setLevel(level);
  }
}

package io.warrenmq.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.warrenmq.server.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The log of this process. Until there is a configuration, and in programs that have a broker
 * inside them, it is lines of text on standard error; the last lines stay in memory too. Found by
 * logback as a service, in place of an XML file, whose parser would cost a tenth of the start.
 *
 * <p>Configured and closed by the threads that start and stop the broker, one at a time.
 */
public final class ProcessLog extends ContextAwareBase implements Configurator {
  private static final String OURS = "io.warrenmq";
  private static final String CONSOLE = "console";
  private static final String FILE = "file";
  private static final String MEMORY = "memory";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    begin(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Has the log be as a configuration says.
   *
   * @param dataDir the node's, for a log file without a folder of its own
   * @throws IOException when the log file cannot be written, with a text for the operator; the log
   *     stays as it was
   */
  public static void configure(Config config, Path dataDir) throws IOException {
    configure(context(), LogSettings.of(config, dataDir));
  }

  /**
   * Writes what has been logged, in at most a few seconds, and closes the outputs. What is logged
   * from now on goes to standard error, as before there was a configuration.
   */
  public static void close() {
    begin(context());
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static void begin(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    TextLines lines = TextLines.standard();
    lines.setContext(context);
    lines.start();
    console.setName(CONSOLE);
    console.setTarget("System.err");
    console.setEncoder(lines);
    replace(context, Level.INFO, List.of(console));
    for (LogCategory category : LogCategory.values()) {
      category.loggers().forEach(name -> context.getLogger(name).setLevel(null));
    }
  }

  private static void configure(LoggerContext context, LogSettings settings) throws IOException {
    List<Appender<ILoggingEvent>> outputs = new ArrayList<>();
    LogSettings.Output file = settings.file();
    if (file != null) {
      outputs.add(new LogOutput(FILE, file.least(), file.lines(), open(settings)));
    }
    LogSettings.Output console = settings.console();
    if (console != null) {
      ConsoleSink sink = new ConsoleSink(settings.consoleIsStdout() ? System.out : System.err);
      outputs.add(new LogOutput(CONSOLE, console.least(), console.lines(), sink));
    }
    replace(context, settings.least(), outputs);
    for (LogCategory category : LogCategory.values()) {
      Level level = settings.categories().get(category);
      category.loggers().forEach(name -> context.getLogger(name).setLevel(level));
    }
  }

  private static FileSink open(LogSettings settings) throws IOException {
    try {
      return FileSink.open(settings.path(), settings.rotation(), System::nanoTime);
    } catch (IOException e) {
      throw new IOException(
          "Cannot write the log file %s: %s. Make it writable, or name another with log.file or log.dir."
              .formatted(settings.path(), e),
          e);
    }
  }

  private static void replace(
      LoggerContext context, Level least, List<? extends Appender<ILoggingEvent>> outputs) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    context.getLogger(OURS).setLevel(least);
    // Whom they warn of is told by our own log, in the operator's words.
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("io.vertx").setLevel(Level.WARN);

    List<Appender<ILoggingEvent>> before = new ArrayList<>();
    for (String name : List.of(CONSOLE, FILE)) {
      if (root.getAppender(name) != null) {
        before.add(root.getAppender(name));
      }
    }
    // Others may be logging: better twice than not at all.
    for (Appender<ILoggingEvent> output : outputs) {
      output.setContext(context);
      output.start();
      root.addAppender(output);
    }
    for (Appender<ILoggingEvent> output : before) {
      root.detachAppender(output);
      output.stop(); // by which its last lines are written
    }
    LogMemory memory = LogMemory.OF_PROCESS;
    memory.keepFrom(least);
    if (root.getAppender(MEMORY) == null) {
      memory.setContext(context);
      memory.setName(MEMORY);
      memory.start();
      root.addAppender(memory);
    }
  }
}

package io.warrenmq.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of plain text. What is logged stands on one line, whatever is in it; only a stack trace has
 * lines of its own, which begin with a tab or with the name of what was thrown. Immutable.
 */
final class TextLines extends LineEncoder {
  /** What lines look like unless configured otherwise. */
  static final String FORMAT = "$time [$level] $logger: $msg";

  private static final Pattern VARIABLE = Pattern.compile("\\$([a-z]+)");

  private final List<Part> parts;
  private final boolean isSingleLine;

  private interface Part {
    String of(ILoggingEvent event);
  }

  /**
   * Creates it.
   *
   * @param format text with the variables {@code $time}, {@code $level}, {@code $msg}, {@code
   *     $logger} (the last part of its name), {@code $domain}, and {@code $pid} or {@code $thread},
   *     the thread's name
   * @param isSingleLine whether stack traces stand on the line too
   */
  TextLines(String format, TimeFormat time, LevelFormat level, boolean isSingleLine) {
    this.isSingleLine = isSingleLine;
    this.parts = parse(format, time, level, isSingleLine);
  }

  /** As lines are before there is a configuration. */
  static TextLines standard() {
    return new TextLines(FORMAT, TimeFormat.RFC3339_SPACE, LevelFormat.LC, false);
  }

  private static List<Part> parse(
      String format, TimeFormat time, LevelFormat level, boolean isSingleLine) {
    List<Part> parts = new ArrayList<>();
    Matcher variable = VARIABLE.matcher(format);
    int done = 0;
    while (variable.find()) {
      String between = format.substring(done, variable.start());
      parts.add(event -> between);
      parts.add(
          switch (variable.group(1)) {
            case "time" -> event -> time.text(event.getInstant());
            case "level" -> event -> level.text(event.getLevel());
            case "msg" -> event -> LogText.escaped(LogText.message(event, isSingleLine));
            case "logger" -> event -> shortName(event.getLoggerName());
            case "domain" -> event -> LogCategory.domainOf(event.getLoggerName());
            case "pid", "thread" -> event -> LogText.escaped(event.getThreadName());
            default -> throw new IllegalArgumentException(variable.group() + " stands for nothing");
          });
      done = variable.end();
    }
    String rest = format.substring(done);
    parts.add(event -> rest);
    return List.copyOf(parts);
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  @Override
  String line(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    for (Part part : parts) {
      line.append(part.of(event));
    }
    if (event.getThrowableProxy() != null) {
      String trace = LogText.stackTrace(event.getThrowableProxy());
      line.append(isSingleLine ? ", " + LogText.joined(trace) : "\n" + trace);
    }
    return line.append('\n').toString();
  }
}

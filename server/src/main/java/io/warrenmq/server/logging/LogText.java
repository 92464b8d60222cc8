package io.warrenmq.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.regex.Pattern;

/** Text of log lines. Stateless. */
final class LogText {
  private static final String HEX = "0123456789abcdef";
  private static final int CAUSES_MAX = 64;
  private static final Pattern LINE_ENDS = Pattern.compile(",?\\r?\\n\\s*");

  private LogText() {}

  /** What is logged, on one line if that is asked for. */
  static String message(ILoggingEvent event, boolean isSingleLine) {
    String text = String.valueOf(event.getFormattedMessage()); // null is what somebody logged
    return isSingleLine ? joined(text) : text;
  }

  /**
   * The text with its control characters written out, a line feed as {@code \n}. Names that clients
   * choose stand in log lines, and must neither forge lines nor steer a terminal.
   */
  static String escaped(String text) {
    int first = 0;
    while (first < text.length() && !isControl(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isControl(c)) {
        escaped.append(c);
        continue;
      }
      escaped.append('\\');
      switch (c) {
        case '\n' -> escaped.append('n');
        case '\r' -> escaped.append('r');
        default -> {
          escaped.append('u');
          for (int shift = 12; shift >= 0; shift -= 4) {
            escaped.append(HEX.charAt(c >> shift & 0xf));
          }
        }
      }
    }
    return escaped.toString();
  }

  private static boolean isControl(char c) {
    return (Character.isISOControl(c) && c != '\t') || c == '\u2028' || c == '\u2029';
  }

  /** As RabbitMQ's {@code single_line}: lines are joined by commas. */
  static String joined(String text) {
    return LINE_ENDS.matcher(text.strip()).replaceAll(", ");
  }

  /**
   * A stack trace as Java prints it, with its causes and what was suppressed, without a line feed
   * at its end; the messages in it are escaped.
   */
  static String stackTrace(IThrowableProxy thrown) {
    StringBuilder trace = new StringBuilder(1024);
    append(thrown, "", "", trace, CAUSES_MAX);
    return trace.toString();
  }

  private static void append(
      IThrowableProxy thrown, String indent, String caption, StringBuilder trace, int depth) {
    if (!trace.isEmpty()) {
      trace.append('\n');
    }
    trace.append(indent).append(caption).append(thrown.getClassName());
    if (thrown.getMessage() != null) {
      trace.append(": ").append(escaped(thrown.getMessage()));
    }
    if (thrown.isCyclic() || depth == 0) {
      trace.append(" [and so on]");
      return;
    }
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    int own = frames.length - thrown.getCommonFrames();
    for (int i = 0; i < own; i++) {
      trace.append('\n').append(indent).append('\t').append(frames[i].getSTEAsString());
    }
    if (own < frames.length) {
      trace.append("\n%s\t... %d more".formatted(indent, frames.length - own));
    }
    for (IThrowableProxy suppressed : thrown.getSuppressed()) {
      append(suppressed, indent + "\t", "Suppressed: ", trace, depth - 1);
    }
    if (thrown.getCause() != null) {
      append(thrown.getCause(), indent, "Caused by: ", trace, depth - 1);
    }
  }
}

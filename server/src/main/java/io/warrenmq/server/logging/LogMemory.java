package io.warrenmq.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.warrenmq.core.broker.LogTail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the last lines of the process's log in memory, a bounded number of bounded length.
 * Thread-safe.
 */
public final class LogMemory extends AppenderBase<ILoggingEvent> implements LogTail {
  /** That of the process, as there is one log. */
  public static final LogMemory OF_PROCESS = new LogMemory();

  static final int LINES_MAX = 2_000;
  static final int TEXT_MAX = 4_000;

  private volatile Level least = Level.TRACE; // who configures the log sets it

  // Any thread adds and looks; the count is right but for those that are adding just now.
  private final ConcurrentLinkedDeque<Line> lines = new ConcurrentLinkedDeque<>();
  private final AtomicInteger count = new AtomicInteger();

  LogMemory() {}

  /** Sets the least level of lines that are kept. */
  void keepFrom(Level level) {
    least = level;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(least)) {
      return;
    }
    String name = event.getLoggerName();
    String text = event.getFormattedMessage();
    Line line =
        new Line(
            event.getTimeStamp(),
            severity(event.getLevel()),
            name.substring(name.lastIndexOf('.') + 1),
            text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text);
    lines.add(line);
    if (count.incrementAndGet() > LINES_MAX && lines.poll() != null) {
      count.decrementAndGet();
    }
  }

  private static Severity severity(Level level) {
    if (level.isGreaterOrEqual(Level.ERROR)) {
      return Severity.ERROR;
    } else if (level.isGreaterOrEqual(Level.WARN)) {
      return Severity.WARN;
    }
    return level.isGreaterOrEqual(Level.INFO) ? Severity.INFO : Severity.DEBUG;
  }

  @Override
  public List<Line> last(int most, Severity atLeast) {
    List<Line> found = new ArrayList<>();
    Iterator<Line> newestFirst = lines.descendingIterator();
    while (newestFirst.hasNext() && found.size() < most) {
      Line line = newestFirst.next();
      if (line.severity().compareTo(atLeast) >= 0) {
        found.add(line);
      }
    }
    Collections.reverse(found);
    return found;
  }
}

package io.warrenmq.core.broker;

import java.util.List;

/** The last lines of the log, for those who administer the broker from afar. Thread-safe. */
public interface LogTail {
  /** How much a line matters, from the least on. */
  enum Severity {
    /** For those who look for a fault. */
    DEBUG,
    /** What goes as it should. */
    INFO,
    /** What an operator should know. */
    WARN,
    /** What does not work. */
    ERROR
  }

  /**
   * A line.
   *
   * @param wallMs when it was written, in wall time
   * @param logger who has written it, a short name
   */
  record Line(long wallMs, Severity severity, String logger, String text) {}

  /**
   * The last lines that matter as much, the newest last.
   *
   * @param most how many at most
   */
  List<Line> last(int most, Severity atLeast);
}

package io.warrenmq.server.config;

/**
 * Where a value came from. Immutable.
 *
 * @param source a file's path, or words such as {@code default} or {@code environment X}
 * @param line the line in that file, from 1; 0 when the source has no lines
 */
public record Origin(String source, int line) {

  /** The origin of every value nobody set. */
  public static final Origin DEFAULT = new Origin("default", 0);

  static final Origin COMMAND_LINE = new Origin("--set", 0);

  static Origin environment(String variable) {
    return new Origin("environment " + variable, 0);
  }

  /** Whether the value is the built-in one. */
  public boolean isDefault() {
    return equals(DEFAULT);
  }

  /** For people: {@code file:line}, or the source alone. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line;
  }
}

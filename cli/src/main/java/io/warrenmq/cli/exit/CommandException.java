package io.warrenmq.cli.exit;

/**
 * A command that has not done what it was asked for, with a line for the operator and an {@link
 * ExitCode}. Carries no stack trace: the line says it all. Immutable.
 */
public class CommandException extends Exception {
  private final int exitCode;

  public CommandException(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  /** What the operator reads. */
  public String line() {
    return String.valueOf(getMessage());
  }
}

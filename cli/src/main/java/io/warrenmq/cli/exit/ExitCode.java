package io.warrenmq.cli.exit;

/** Exit codes, those of BSD's sysexits as far as rabbitmqctl uses them. */
public final class ExitCode {
  public static final int OK = 0;

  /** The command line is wrong. */
  public static final int USAGE = 64;

  /** What was given is not valid, or names something that does not exist. */
  public static final int DATA = 65;

  /** A file to read is not there. */
  public static final int NO_INPUT = 66;

  /** A user is not there. */
  public static final int NO_USER = 67;

  /** The broker is not reached, cannot do it, or a check has failed. */
  public static final int UNAVAILABLE = 69;

  /** Something is there already, or went wrong inside. */
  public static final int SOFTWARE = 70;

  /** A file cannot be written. */
  public static final int CANNOT_CREATE = 73;

  /** No answer within the time-out: may work later. */
  public static final int TEMPORARY = 75;

  /** The user may not do it, or the password is wrong. */
  public static final int NO_PERMISSION = 77;

  /** The configuration file is wrong. */
  public static final int CONFIG = 78;

  private ExitCode() {}
}

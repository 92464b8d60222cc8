package io.warrenmq.server.boot;

/**
 * The broker cannot start. The message is for the operator: what was wanted, what is in the way,
 * what to do.
 */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  /** Creates it. */
  public StartException(String message) {
    super(message);
  }
}

package io.warrenmq.server.config;

/** A value that its key's type refuses; the message says why, not what would be allowed. */
final class BadValueException extends Exception {

  private static final long serialVersionUID = 1L;

  BadValueException(String why) {
    super(why, null, false, false);
  }
}

package io.warrenmq.amqp10.codec;

/**
 * Bytes that are no values of AMQP 1.0, or more of them than are read. Whoever reads decides what
 * that ends. Has no stack trace: the peer decides how often it is made. Immutable.
 */
public final class DecodeFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates a fault that says what is wrong. */
  public DecodeFault(String detail) {
    super(detail, null, false, false);
  }

  /** What is wrong. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}

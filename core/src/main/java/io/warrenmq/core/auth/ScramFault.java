package io.warrenmq.core.auth;

import io.warrenmq.api.auth.SaslMechanism.SaslStep;
import java.nio.charset.StandardCharsets;

/** A client's SCRAM message is not to be answered but by this step. Without a stack trace. */
final class ScramFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SaslStep step;

  private ScramFault(String reason, SaslStep step) {
    super(reason, null, false, false);
    this.step = step;
  }

  /** It is not of SCRAM's form. */
  static ScramFault malformed(String reason) {
    return new ScramFault(reason, new SaslStep.Malformed("SCRAM: " + reason));
  }

  /**
   * It is refused.
   *
   * @param error for the client, one of RFC 5802 §7's server-error-value
   * @param reason for the log
   */
  static ScramFault refused(String error, String reason) {
    byte[] data = ("e=" + error).getBytes(StandardCharsets.UTF_8);
    return new ScramFault(reason, new SaslStep.Refused(reason, data));
  }

  SaslStep step() {
    return step;
  }
}

package io.warrenmq.api.auth;

/** What an authenticator says. */
public sealed interface AuthDecision {
  /**
   * Welcome.
   *
   * @param principal who it is
   */
  record Allowed(Principal principal) implements AuthDecision {}

  /**
   * Not welcome; the next authenticator of the chain is asked.
   *
   * @param reason for the log, never for the client
   */
  record Denied(String reason) implements AuthDecision {}
}

package io.warrenmq.core.auth;

import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.transport.TransportInfo;

/**
 * SASL ANONYMOUS, RFC 4505: who shows nothing is a configured user. What the client sends is its
 * trace and is ignored. Thread-safe.
 */
public final class AnonymousMechanism implements SaslMechanism {
  private final String user;
  private final String password;

  /**
   * Creates the mechanism.
   *
   * @param user {@code anonymous_login_user}
   * @param password {@code anonymous_login_pass}
   */
  public AnonymousMechanism(String user, String password) {
    this.user = user;
    this.password = password;
  }

  @Override
  public String name() {
    return "ANONYMOUS";
  }

  @Override
  public SaslExchange begin(TransportInfo transport) {
    return response -> new SaslStep.Show(new Credentials.Password(user, password));
  }
}

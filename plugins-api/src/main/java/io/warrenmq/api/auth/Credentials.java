package io.warrenmq.api.auth;

import org.jspecify.annotations.Nullable;

/** What a client shows to say who it is. Never logged. */
public sealed interface Credentials {
  /** The name it claims; for messages and the log. Empty when only what it shows can tell. */
  String username();

  /**
   * Name and password (or a token in the password's place).
   *
   * @param username the name
   * @param password the secret
   */
  record Password(String username, String password) implements Credentials {
    @Override
    public String toString() {
      return "Password[" + username + "]";
    }
  }

  /**
   * A token that says itself whose it is (RFC 6750), for an authenticator that understands it.
   *
   * @param token the secret
   */
  record Token(String token) implements Credentials {
    @Override
    public String username() {
      return "";
    }

    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /**
   * A name that the transport has proved already: a TLS client certificate.
   *
   * @param username the name
   */
  record Proven(String username) implements Credentials {}

  /**
   * A name that a challenge-response mechanism has proved already.
   *
   * @param username the name
   * @param mechanism the mechanism's name
   */
  record Exchanged(String username, @Nullable String mechanism) implements Credentials {}
}

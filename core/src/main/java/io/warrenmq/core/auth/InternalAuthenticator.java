package io.warrenmq.core.auth;

import io.vertx.core.Future;
import io.warrenmq.api.auth.AuthDecision;
import io.warrenmq.api.auth.Authenticator;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;

/** Knows the broker's own users. Thread-safe. */
public final class InternalAuthenticator implements Authenticator {
  private final UserStore users;
  private final PasswordVerifier passwords;
  private final boolean hidesUsers;

  /**
   * Creates the authenticator.
   *
   * @param hidesUsers whether it takes its time to refuse who does not exist, so that nobody learns
   *     who does; not for where others are asked next, whose users would all wait for it
   */
  public InternalAuthenticator(UserStore users, PasswordVerifier passwords, boolean hidesUsers) {
    this.users = users;
    this.passwords = passwords;
    this.hidesUsers = hidesUsers;
  }

  @Override
  public String name() {
    return "internal";
  }

  @Override
  public Future<AuthDecision> authenticate(Credentials credentials) {
    if (credentials instanceof Credentials.Token) {
      return Future.succeededFuture(
          new AuthDecision.Denied("a token, which the internal authN backend does not understand"));
    }
    String name = credentials.username();
    UserPut user = users.find(name);
    if (credentials instanceof Credentials.Password password) {
      if (password.password().isEmpty()) {
        return Future.succeededFuture(
            new AuthDecision.Denied(
                "user '"
                    + name
                    + "' attempted to log in with a blank password, which is prohibited by the"
                    + " internal authN backend"));
      }
      if (user != null || hidesUsers) {
        return passwords
            .verify(name, user, password.password())
            .map(right -> right && user != null ? allowed(user) : denied(name));
      }
    } else if (user != null) {
      return Future.succeededFuture(allowed(user)); // Proved already.
    }
    return Future.succeededFuture(denied(name));
  }

  private static AuthDecision allowed(UserPut user) {
    return new AuthDecision.Allowed(new Principal(user.name(), user.tags()));
  }

  private static AuthDecision denied(String name) {
    return new AuthDecision.Denied("user '" + name + "' - invalid credentials");
  }
}

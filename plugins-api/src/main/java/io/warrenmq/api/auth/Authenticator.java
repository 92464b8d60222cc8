package io.warrenmq.api.auth;

import io.vertx.core.Future;
import io.warrenmq.api.plugin.Plugin;

/** Checks who somebody is. Asked in the configured order until one allows. Thread-safe. */
public interface Authenticator extends Plugin {
  /**
   * Checks credentials. Slow work (hashing, LDAP, HTTP) happens off the loop.
   *
   * @return the decision; a failed future means that it could not be made, and counts as denied
   */
  Future<AuthDecision> authenticate(Credentials credentials);
}

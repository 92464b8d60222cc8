package io.warrenmq.core.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.auth.AuthDecision;
import io.warrenmq.api.auth.Authenticator;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.transport.TransportInfo;
import java.util.List;
import java.util.Set;

/**
 * Asks the authenticators in their order until one allows, and keeps loopback users on this
 * machine. Thread-safe.
 */
public final class AuthChain {
  private final List<Authenticator> authenticators;
  private final Set<String> loopbackUsers;

  /**
   * Creates a chain.
   *
   * @param authenticators in the order in which they are asked
   * @param loopbackUsers {@code loopback_users}: who may connect from this machine only
   */
  public AuthChain(List<Authenticator> authenticators, Set<String> loopbackUsers) {
    this.authenticators = List.copyOf(authenticators);
    this.loopbackUsers = Set.copyOf(loopbackUsers);
  }

  /**
   * Checks who somebody is.
   *
   * @param loop where the future completes
   * @return the principal; fails with ACCESS_REFUSED and what is for the log
   */
  public Future<Principal> authenticate(
      Loop loop, Credentials credentials, TransportInfo transport) {
    Promise<Principal> answer = Promise.promise();
    ask(0, credentials, "no authenticator is configured")
        .onComplete(
            decision ->
                run(
                    loop,
                    () -> {
                      if (decision.failed()) {
                        answer.fail(decision.cause());
                      } else {
                        admit(decision.result(), transport, answer);
                      }
                    }));
    return answer.future();
  }

  private static void run(Loop loop, Runnable task) {
    if (loop.inThread()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private void admit(Principal principal, TransportInfo transport, Promise<Principal> answer) {
    if (loopbackUsers.contains(principal.name()) && !transport.isLoopback()) {
      answer.fail(
          refused(
              "user '"
                  + principal.name()
                  + "' can only connect via localhost, unless loopback_users."
                  + principal.name()
                  + " is set to false"));
    } else {
      answer.complete(principal);
    }
  }

  private Future<Principal> ask(int index, Credentials credentials, String lastReason) {
    if (index == authenticators.size()) {
      return Future.failedFuture(refused(lastReason));
    }
    Authenticator authenticator = authenticators.get(index);
    return authenticator
        .authenticate(credentials)
        .otherwise(
            failure ->
                new AuthDecision.Denied(
                    "authenticator '" + authenticator.name() + "' failed: " + failure))
        .compose(
            decision -> {
              if (decision instanceof AuthDecision.Allowed allowed) {
                return Future.succeededFuture(allowed.principal());
              }
              String reason = ((AuthDecision.Denied) decision).reason();
              return ask(index + 1, credentials, reason);
            });
  }

  private static BrokerException refused(String reason) {
    return new BrokerException(ErrorKind.ACCESS_REFUSED, reason);
  }
}

package io.warrenmq.core.vhost;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.event.EventDispatcher;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gives a command. Immutable.
 *
 * @param principal whose permissions count
 * @param connection the owner of exclusive queues; {@code null} for an operator, who owns none
 * @param clientId the client's identifier where the protocol has one, else the empty text
 * @param loop the loop the command is given on, where its future completes
 */
public record Requester(
    Principal principal, @Nullable BrokerConnection connection, String clientId, Loop loop) {
  // Known by identity: an authenticator's principal of the same name is another.
  private static final Principal BROKER = new Principal("the broker itself", Set.of());

  /** The broker itself, for what definitions ask for: no permission is asked. */
  public static Requester broker(Loop loop) {
    return new Requester(BROKER, null, "", loop);
  }

  /** The user's name, for who is told what it does. */
  String user() {
    return isBroker(principal) ? EventDispatcher.BROKER : principal.name();
  }

  @SuppressWarnings("ReferenceEquality") // What is equal to it may come from outside.
  static boolean isBroker(Principal principal) {
    return principal == BROKER;
  }
}

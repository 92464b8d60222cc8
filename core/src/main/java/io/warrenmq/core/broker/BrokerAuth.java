package io.warrenmq.core.broker;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.SaslMechanism;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.TransportInfo;
import java.util.List;

/** Who may come in, and what they may do: what a broker asks of authentication and authorisation. Thread-safe. */
public interface BrokerAuth {
  /** The mechanisms offered to this peer, in the configured order. */
  List<SaslMechanism> mechanisms(TransportInfo transport);

  /** See {@link io.warrenmq.api.broker.BrokerAccess#authenticate}. */
  Future<Principal> authenticate(Loop loop, Credentials credentials, TransportInfo transport);

  /** Says what a principal may do. */
  Authorizer authorizer();
}

package io.warrenmq.core.broker;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.session.NobodyThere;
import io.warrenmq.core.vhost.Requester;
import java.net.InetSocketAddress;

/** What a connection of the broker's own asks for. Stateless. */
final class InternalConnection {
  private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("broker", 0);
  private static final TransportInfo TRANSPORT = new TransportInfo(NOWHERE, NOWHERE, null, null);

  private InternalConnection() {}

  static ConnectionRequest request(Loop loop, String vhost) {
    return request(loop, vhost, Requester.broker(loop).principal());
  }

  /** The same on behalf of a user, whose permissions count. */
  static ConnectionRequest request(Loop loop, String vhost, Principal user) {
    return new ConnectionRequest(
        user, vhost, "internal", TRANSPORT, loop, Arguments.NONE, "", NobodyThere.INSTANCE);
  }
}

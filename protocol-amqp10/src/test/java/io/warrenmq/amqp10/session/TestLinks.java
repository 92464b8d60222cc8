package io.warrenmq.amqp10.session;

import io.warrenmq.amqp10.link.IncomingLink;
import io.warrenmq.amqp10.link.LinkContext;
import io.warrenmq.amqp10.link.LinkSession;
import io.warrenmq.amqp10.link.MessageTarget;
import io.warrenmq.amqp10.link.OwnLink;
import io.warrenmq.amqp10.message.PublishedMessage;
import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.performative.RcvSettleMode;
import io.warrenmq.amqp10.performative.SndSettleMode;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.api.broker.UnfinishedBytes;
import java.lang.reflect.Proxy;

/** Links of no session: for what keeps them and does not talk to them. */
final class TestLinks {
  private static final BrokerLimits LIMITS =
      new BrokerLimits(131_072, 8192, 0, 1 << 20, 0, 10_000, 0, 0, 0);
  private static final LinkContext CONTEXT =
      new LinkContext(
          null,
          null,
          LIMITS,
          10,
          new UnfinishedBytes(1 << 20, bytes -> {}),
          new PublishedMessage());
  private static final LinkSession SESSION =
      (LinkSession)
          Proxy.newProxyInstance(
              TestLinks.class.getClassLoader(),
              new Class<?>[] {LinkSession.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("context")) {
                  return CONTEXT;
                }
                throw new UnsupportedOperationException(method.getName());
              });
  private static final MessageTarget NOWHERE = (link, bytes, id, settled, state) -> {};

  private TestLinks() {}

  /** One on which the client sends. */
  static IncomingLink incoming(String name, int handle) {
    return new IncomingLink(SESSION, Peer.sender(name, handle, null), NOWHERE, 10);
  }

  /** One on which the broker settles after the client. */
  static IncomingLink settlingSecond(String name, int handle) {
    return new IncomingLink(
        SESSION,
        Peer.sender(name, handle, null, SndSettleMode.UNSETTLED, RcvSettleMode.SECOND),
        NOWHERE,
        10);
  }

  /** One on which the client receives. */
  static OwnLink outgoing(String name, int handle) {
    return new OwnLink(SESSION, Peer.receiver(name, handle, null), () -> {});
  }
}

package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.api.message.Message;

/**
 * A link on which the client receives what no queue holds. Its messages are settled when they are
 * sent. Confined to the connection's loop.
 */
abstract class UnqueuedLink extends OutgoingLink {
  private long handed; // to the session, which may keep them for its window

  UnqueuedLink(LinkSession session, Attach attach) {
    super(session, attach);
  }

  /** Whether the client takes one more. */
  final boolean hasCredit() {
    return handed < limit();
  }

  /** Gives a message to the session, for which there is credit. */
  final void hand(Message message) {
    handed++;
    session().transmit(this, message, null, false, -1);
  }

  /** With drain, gives back the credit for which there is no message, once all are sent. */
  final void drainRest() {
    if (isDraining() && handed == count()) {
      skip(limit() - count());
      handed = limit();
      endDrain();
    }
  }
}

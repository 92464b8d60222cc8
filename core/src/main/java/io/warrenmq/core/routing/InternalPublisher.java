package io.warrenmq.core.routing;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.loop.Mailboxes;
import io.warrenmq.core.queue.Entry;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.Vhost;

/**
 * Publishes what the broker itself has to say: events, traces. Asks for no permission, and nobody
 * waits for an answer. Confined to its loop.
 *
 * @param loop the loop
 * @param mailboxes the ways to other loops
 * @param router the loop's
 */
public record InternalPublisher(Loop loop, Mailboxes mailboxes, Router router) {
  /** Sends a message to where the exchange has it go. */
  public void publish(Vhost vhost, Exchange exchange, Message message) {
    for (Queue queue : router.route(vhost, exchange, message)) {
      mailboxes.post(loop, queue.home(), new Entry(queue, message, null, 0));
    }
  }
}

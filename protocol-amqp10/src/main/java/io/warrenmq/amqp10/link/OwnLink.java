package io.warrenmq.amqp10.link;

import io.vertx.core.Future;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.api.message.Message;
import java.util.ArrayDeque;

/**
 * A link on which the client receives the broker's own answers to its requests. They wait for
 * credit; who makes them bounds their number. Confined to the connection's loop.
 */
public final class OwnLink extends UnqueuedLink {
  private final ArrayDeque<Message> waiting = new ArrayDeque<>(1);
  private final Runnable onEnd;

  /**
   * Creates the link that a client asks for.
   *
   * @param onEnd called when it has ended
   */
  public OwnLink(LinkSession session, Attach attach, Runnable onEnd) {
    super(session, attach);
    this.onEnd = onEnd;
  }

  @Override
  public boolean isOwnMessages() {
    return true;
  }

  /** Sends a message as it is, as soon as there is credit. */
  public void send(Message message) {
    waiting.add(message);
    onCredit();
  }

  /** How many wait for credit. */
  public int waitingCount() {
    return waiting.size();
  }

  @Override
  void onCredit() {
    while (!waiting.isEmpty() && hasCredit()) {
      hand(waiting.remove());
    }
    drainRest();
  }

  @Override
  Future<Void> onClose() {
    onAbandoned();
    return Future.succeededFuture();
  }

  @Override
  void onAbandoned() {
    waiting.clear();
    onEnd.run();
  }
}

package io.warrenmq.stomp.session;

import io.vertx.core.Future;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.destination.Destination;
import io.warrenmq.stomp.destination.Destination.Kind;
import io.warrenmq.stomp.message.PublishedSend;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends, and the receipts for it, which come when the queues have it. STOMP 1.2
 * "SEND". Confined to the connection's loop.
 */
final class Publishing {
  private final SessionContext context;
  private final DeclaredQueues queues;
  private final Replies replies;
  private final Transactions transactions;
  private final Confirms confirms;
  private final PublishedSend published;
  // Where the last message was sent: mostly the next one is too.
  private byte @Nullable [] lastText;
  private Destination last = new Destination(Kind.QUEUE, "-", "");
  private String exchange = "";
  private String routingKey = "";

  Publishing(
      SessionContext context,
      DeclaredQueues queues,
      Replies replies,
      Transactions transactions,
      Confirms confirms) {
    this.context = context;
    this.queues = queues;
    this.replies = replies;
    this.transactions = transactions;
    this.confirms = confirms;
    this.published = new PublishedSend(context.format());
  }

  void onSend(StompFrame frame) {
    HeldTransaction transaction = transactions.of(frame);
    Destination destination = destination(frame);
    byte[] receipt = FrameHeaders.receipt(frame);
    checkSize(frame.bodyBytes());
    if (frame.has(Header.USER_ID)) {
      PublishedSend.checkUserId(frame, context.connection().principal());
    }
    String replyTo = frame.has(Header.REPLY_TO) ? replies.queue(frame) : null;
    Message message =
        published.toMessage(frame, context.loop().clock().wallMs(), exchange, routingKey, replyTo);
    context.owner().onPublishing();
    boolean isShared = destination.kind() == Kind.QUEUE;
    boolean isReady =
        (!isShared || queues.has(destination.name()))
            && (replyTo == null || replies.isOpen(replyTo));
    if (isReady && publish(message, receipt, transaction)) {
      return;
    } else if (isReady && !isShared) {
      context.receipt(receipt);
      return;
    }
    // Something is not there yet, or the shared queue has gone since. What the frame says of it is
    // read before anything is opened, as it may be refused.
    QueueDeclaration wanted = isShared ? QueueHeaders.shared(frame, destination.name()) : null;
    Future<Void> ready = replyTo == null ? Future.succeededFuture() : replies.open(replyTo);
    context.await(
        wanted == null ? ready : ready.compose(opened -> queues.declare(wanted).mapEmpty()),
        receipt,
        done -> {
          if (!publish(message, receipt, transaction)) {
            context.receipt(receipt);
          }
        });
  }

  private Destination destination(StompFrame frame) {
    byte[] text = lastText;
    if (text != null && frame.hasRaw(Header.DESTINATION, text)) {
      return last;
    }
    Destination parsed = FrameHeaders.destination(frame);
    if (parsed.kind() == Kind.TEMP_QUEUE) {
      throw new StompFault(
          "Invalid destination", "'" + parsed.text() + "' is not a valid destination for 'SEND'\n");
    }
    last = parsed;
    exchange = context.format().destinations().exchange(parsed);
    routingKey = context.format().destinations().routingKey(parsed);
    lastText = frame.raw(Header.DESTINATION);
    return parsed;
  }

  private void checkSize(int bytes) {
    int max = context.broker().limits().messageBytesMax();
    if (bytes > max) {
      throw Refusals.preconditionFailed(
          "message size " + bytes + " is larger than configured max size " + max);
    }
  }

  /**
   * Publishes it, or holds it back for its transaction.
   *
   * @return false when there is no queue for it; its receipt is then still due
   */
  private boolean publish(
      Message message, byte @Nullable [] receipt, @Nullable HeldTransaction transaction) {
    if (transaction != null) {
      transaction.publish(message, receipt);
      return true;
    } else if (receipt == null) {
      return isRouted(context.access().publish(message, VhostAccess.NO_CONFIRM));
    }
    return publish(message, receipt);
  }

  private boolean isRouted(int result) {
    boolean routed = result == VhostAccess.ROUTED;
    if (!routed) {
      context.access().countUnroutable(false);
    }
    return routed;
  }

  private boolean publish(Message message, byte[] receipt) {
    long id = confirms.add(receipt); // before the call: the confirm may come within it
    boolean routed = false;
    try {
      routed = isRouted(context.access().publish(message, id));
    } finally {
      if (!routed) {
        confirms.take(id);
      }
    }
    return routed;
  }
}

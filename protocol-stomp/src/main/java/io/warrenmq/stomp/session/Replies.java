package io.warrenmq.stomp.session;

import io.vertx.core.Future;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.destination.Destination;
import io.warrenmq.stomp.destination.Destination.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The temporary queues to which a client wants answers: what it sends with {@code
 * reply-to:/temp-queue/NAME} carries the name of a queue of the broker's, from which the client
 * gets the answers without having subscribed. As in RabbitMQ. Confined to the connection's loop.
 */
final class Replies {
  private static final int MAX = 1_000;

  private final Subscriptions subscriptions;
  private final Map<String, String> queues = new HashMap<>(); // by the client's name
  private final Map<String, String> names = new HashMap<>(); // by the queue

  Replies(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /**
   * The queue behind a frame's {@code reply-to}; {@code null} when that is no temporary one. It is
   * there once it {@link #isOpen}.
   */
  @Nullable String queue(StompFrame frame) {
    String replyTo = FrameHeaders.name(frame, Header.REPLY_TO);
    if (replyTo == null || !replyTo.startsWith(Kind.TEMP_QUEUE.prefix())) {
      return null;
    }
    String name = Destination.parse(replyTo).name();
    String queue = queues.get(name);
    if (queue == null) {
      if (queues.size() == MAX) {
        throw new StompFault("Too many temporary queues", "The limit is " + MAX);
      }
      queue = QueueNames.unique(QueueNames.REPLIES);
      queues.put(name, queue);
      names.put(queue, name);
    }
    return queue;
  }

  boolean isOpen(String queue) {
    return subscriptions.isKnown(subscription(queue).consumerTag());
  }

  private SubscriptionName subscription(String queue) {
    return new SubscriptionName(SubscriptionName.REPLIES + names.get(queue), null);
  }

  /** Makes a queue, should it not be there, and subscribes the client to it. */
  Future<Void> open(String queue) {
    if (isOpen(queue)) {
      return Future.succeededFuture();
    }
    return subscriptions.openReplies(queue, subscription(queue));
  }
}

package io.warrenmq.amqp10.link;

import io.vertx.core.Future;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.amqp10.performative.Source;
import org.jspecify.annotations.Nullable;

/** One link of a session. Confined to the connection's loop. */
public abstract class Link {
  private final LinkSession session;
  private final String name;
  private final int handle;
  private @Nullable LinkNode node;
  private @Nullable String subscription;
  private @Nullable Source found;
  private boolean closed;

  Link(LinkSession session, String name, int handle) {
    this.session = session;
    this.name = name;
    this.handle = handle;
  }

  /** Its session. */
  final LinkSession session() {
    return session;
  }

  /** The name that the client has given it. */
  public final String name() {
    return name;
  }

  /** Its handle, the same in both directions. */
  public final int handle() {
    return handle;
  }

  /**
   * It was made together with a node, which goes with it.
   *
   * @return this link
   */
  public final Link ofNode(LinkNode made) {
    node = made;
    return this;
  }

  /**
   * It is a link of a durable subscription, which ends when the client closes the link.
   *
   * @param queue the subscription's
   * @return this link
   */
  public final Link ofSubscription(String queue) {
    subscription = queue;
    return this;
  }

  /**
   * Its client has named no source, and this is it.
   *
   * @return this link
   */
  public final Link ofFound(Source source) {
    found = source;
    return this;
  }

  /** The source that was found for a client that has named none; {@code null} for others. */
  public final @Nullable Source found() {
    return found;
  }

  /** What was made for it; {@code null} when there is nothing. */
  public final @Nullable LinkNode node() {
    return node;
  }

  /** Whether it has ended. */
  public final boolean isClosed() {
    return closed;
  }

  /** The end at which the broker is. */
  public abstract Role role();

  /** The largest message that it takes, in bytes. */
  public final int messageBytesMax() {
    return session.context().limits().messageBytesMax();
  }

  /** The client was told of the link. */
  public void onAttached() {}

  /** The client tells of credit. */
  public abstract void onFlow(LinkFlow flow);

  /** How many messages wait for credit, as far as is known, for a flow. */
  public long available() {
    return 0;
  }

  /** The delivery count, a serial number, for a flow. */
  public abstract int deliveryCount();

  /** The credit, for a flow. */
  public abstract long credit();

  /**
   * Ends it. May be called twice.
   *
   * @return completes once nothing more comes of it; never fails
   */
  public final Future<Void> close() {
    if (closed) {
      return Future.succeededFuture();
    }
    closed = true;
    return onClose().compose(done -> deleteNode());
  }

  /**
   * Ends its node, if it has one: before its session ends.
   *
   * @return completes once the node is gone; never fails
   */
  public final Future<Void> deleteNode() {
    LinkNode made = node;
    node = null;
    return made == null ? Future.succeededFuture() : made.delete(session.access());
  }

  /**
   * Ends its subscription, if it has one, once it is closed; not while other links have it.
   *
   * @return completes once the subscription is gone; fails with PRECONDITION_FAILED while it is in
   *     use
   */
  public final Future<Void> unsubscribe() {
    String queue = subscription;
    return queue == null
        ? Future.succeededFuture()
        : session.access().deleteQueue(queue, true, false).mapEmpty();
  }

  /** Its session has ended, and all of the broker's that was opened for it. */
  public final void abandon() {
    if (!closed) {
      closed = true;
      onAbandoned();
    }
  }

  /** Gives up what it holds, its own and the broker's. */
  abstract Future<Void> onClose();

  /** Gives up what it holds of its own. */
  void onAbandoned() {}
}

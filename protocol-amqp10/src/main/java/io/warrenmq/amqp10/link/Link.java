package io.warrenmq.amqp10.link;

import io.vertx.core.Future;
import io.warrenmq.amqp10.performative.Role;
import org.jspecify.annotations.Nullable;

/** One link of a session. Confined to the connection's loop. */
public abstract class Link {
  private final LinkSession session;
  private final String name;
  private final int handle;
  private @Nullable String node;
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
   * It was made together with a queue, which goes with it.
   *
   * @return this link
   */
  public final Link ofNode(String queue) {
    node = queue;
    return this;
  }

  /** The queue that was made for it; {@code null} when there is none. */
  public final @Nullable String node() {
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
    String made = node;
    Future<Void> ended = onClose();
    return made == null
        ? ended
        : ended
            .compose(done -> session.access().deleteQueue(made, false, false))
            .<Void>mapEmpty()
            .otherwiseEmpty();
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

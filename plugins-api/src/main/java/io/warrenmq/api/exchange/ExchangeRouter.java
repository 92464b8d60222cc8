package io.warrenmq.api.exchange;

import io.warrenmq.api.message.Message;

/**
 * The routing table of one exchange. One writer, the metadata thread, calls {@link #bind} and
 * {@link #unbind}; any number of loops call {@link #route} at the same time, without locks: the
 * implementation publishes its changes safely (an immutable snapshot behind a volatile field, or
 * concurrent nodes). A change should cost the depth of the table, not its size.
 */
public interface ExchangeRouter {
  /** Adds a binding that is not there yet. Metadata thread. */
  void bind(Binding binding);

  /** Removes a binding that is there. Metadata thread. */
  void unbind(Binding binding);

  /**
   * Finds the destinations of a message. Any loop; must not block, lock or allocate more than it
   * must.
   *
   * @param message the message; its headers are parsed only when asked for
   * @param routingKey one of the message's routing keys
   * @param sink takes what matches
   */
  void route(Message message, String routingKey, RouteSink sink);

  /**
   * Whether {@link #route} looks at nothing of the message but the routing key, so that its result
   * may be remembered until the next change.
   */
  default boolean routesByKeyOnly() {
    return false;
  }

  /**
   * Called after a binding became visible, for types that hand kept messages to new bindings.
   * Metadata thread.
   */
  default void onBound(Binding binding, Replay replay) {}

  /** Sends kept messages to the destination of a new binding. */
  interface Replay {
    /** Sends a message to the new binding's destination only. */
    void send(Message message);
  }
}

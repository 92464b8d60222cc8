package io.warrenmq.api.broker;

/**
 * The protocol's side of an open connection, through which the broker speaks to it. Called on the
 * connection's loop.
 */
public interface ConnectionHandle {
  /**
   * An operator or the broker ends the connection.
   *
   * @param reason the text for the peer, for example {@code Closed via management plugin}
   */
  void forceClose(String reason);

  /**
   * Resources are short: publishers must stop. {@code reason} is for example {@code low on memory}.
   */
  void onBlocked(String reason);

  /** Publishers may go on. */
  void onUnblocked();

  /**
   * This connection publishes faster than its queues take: stop reading publishes until {@link
   * #onPublishResume}.
   */
  void onPublishPause();

  /** Go on. */
  void onPublishResume();
}

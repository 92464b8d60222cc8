package io.warrenmq.stomp.session;

import io.warrenmq.stomp.codec.StompFault;
import org.jspecify.annotations.Nullable;

/** The connection, as its session sees it. Called on the connection's loop. */
public interface SessionOwner {
  /** Whether the connection has come to its end: nothing is to be sent any more. */
  boolean isClosed();

  /** The client publishes. */
  void onPublishing();

  /**
   * Something that the client has asked for has failed, not in the handling of its frame.
   *
   * @param receipt of the frame, as it stands there; {@code null} when it has none
   */
  void onFault(StompFault fault, byte @Nullable [] receipt);

  /**
   * The broker has ended a subscription.
   *
   * @param subscription its id; {@code null} for one that the client has given none
   */
  void onCancelled(StompFault fault, @Nullable String subscription);

  /** The broker has a bug. */
  void onBug(Throwable bug);

  /** The client is done, but for receipts that it waits for. */
  void onDisconnecting();

  /** The client is done: the connection closes when all is sent. */
  void onDisconnect();
}

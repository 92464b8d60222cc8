package io.warrenmq.stomp.session;

import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import org.jspecify.annotations.Nullable;

/**
 * How a client names a subscription: by an id, or without one by its destination, as in RabbitMQ,
 * though from 1.1 on the standard requires an id. Immutable.
 *
 * @param id {@code null} without one
 * @param destination as the client has written it; {@code null} when an id is enough
 */
record SubscriptionName(@Nullable String id, @Nullable String destination) {
  /** What the ids of subscriptions begin with that the broker has made for answers. */
  static final String REPLIES = "/temp-queue/";

  /**
   * Reads it.
   *
   * @throws StompFault when there is none, or one of the broker's own
   */
  static SubscriptionName of(StompFrame frame) {
    String id = FrameHeaders.name(frame, Header.ID);
    String destination = FrameHeaders.name(frame, Header.DESTINATION);
    String command = frame.command().name();
    if (id != null && id.startsWith(REPLIES)) {
      throw new StompFault("Invalid id", command + " 'id' may not start with " + REPLIES + "\n");
    } else if (id == null && destination == null) {
      throw new StompFault(
          "Missing destination or id", command + " must include a 'destination' or 'id' header");
    }
    return new SubscriptionName(id, destination);
  }

  /** Under which its consumer is listed, and is told apart from the session's others. */
  String consumerTag() {
    return id == null ? "Q_" + destination : "T_" + id;
  }

  /** As it stands in errors. */
  String text() {
    return id == null ? "destination='" + destination + "'" : "id='" + id + "'";
  }
}

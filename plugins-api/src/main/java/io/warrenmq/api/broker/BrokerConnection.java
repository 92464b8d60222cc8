package io.warrenmq.api.broker;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Principal;

/**
 * A connection open in a vhost: owner of exclusive queues, holder of sessions. Confined to its
 * loop.
 */
public interface BrokerConnection {
  /** The name in listings: {@code 127.0.0.1:51234 -> 127.0.0.1:5672}. */
  String name();

  /** Who it is. */
  Principal principal();

  /** Its vhost. */
  String vhost();

  /**
   * Opens a session: an AMQP channel, an AMQP 1.0 session, an MQTT client, a STOMP connection.
   *
   * @throws io.warrenmq.api.error.BrokerException NOT_ALLOWED when the user has as many as it may
   */
  VhostAccess openSession(SessionListener listener);

  /** Renewed credentials were accepted: permissions are looked up anew under this principal. */
  void renew(Principal principal);

  /**
   * Tells whether the socket takes more; while it does not, no consumer of this connection is
   * served.
   */
  void setWritable(boolean writable);

  /**
   * Accounts for memory that the protocol holds for messages which are not handed over yet: parts
   * of bodies, open transactions. The memory alarm counts it; closing the connection gives it back.
   *
   * @param more bytes more, or with a negative number less
   */
  void holdBytes(long more);

  /**
   * Whether the queues take more of it now: not between {@link ConnectionHandle#onPublishPause} and
   * the resume. For who publishes many messages without reading in between. Also once it is closed.
   */
  boolean mayPublish();

  /** Calls once {@link #mayPublish}; at once when that is so. Also once it is closed. */
  void whenMayPublish(Runnable task);

  /**
   * Closes its sessions and deletes its exclusive queues. May be called twice.
   *
   * @return completes on its loop once the queues are gone that end with it; never fails
   */
  Future<Void> close();
}

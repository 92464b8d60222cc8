package io.warrenmq.api.interceptor;

import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.loop.Loop;

/**
 * Whose message an interceptor sees. Confined to the session's loop, but for what says otherwise.
 */
public interface InterceptedSession {
  /** The loop it lives on. Any loop. */
  Loop loop();

  /** The connection it belongs to: its name, vhost and user. */
  BrokerConnection connection();

  /**
   * The protocol, as its plugin names it to the broker: {@code amqp091}, {@code amqp10}, {@code
   * mqtt}, {@code stomp}.
   */
  String protocol();

  /** Its number in the connection, where its protocol numbers them; else 0. */
  int sessionNumber();
}

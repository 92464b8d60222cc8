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
   * The protocol as listings of connections show it: {@code AMQP 0-9-1}, {@code AMQP 1-0}, {@code
   * MQTT 5-0}, {@code STOMP 1.2}.
   */
  String protocol();

  /** Its number in the connection, where its protocol numbers them; else 0. */
  int sessionNumber();
}

package io.warrenmq.mqtt.retained;

import io.warrenmq.api.message.Message;

/**
 * Is told of every change of the retained messages, of those of a vhost in their order. Any thread.
 */
public interface RetainedLog {
  /** A topic has this message now. */
  void put(String vhost, String topic, Message message);

  /** A topic has none any more. */
  void remove(String vhost, String topic);
}

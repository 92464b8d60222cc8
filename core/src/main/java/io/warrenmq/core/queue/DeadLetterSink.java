package io.warrenmq.core.queue;

import io.warrenmq.api.message.DeathReason;
import io.warrenmq.api.message.Message;

/**
 * Takes dead letters and publishes them to where their queue sends them. Called on the queue's home
 * loop.
 */
public interface DeadLetterSink {
  /**
   * Publishes a dead letter, or drops it when its exchange is gone or it goes in a circle.
   *
   * @param from the queue it died in, which has a dead-letter exchange
   * @param message the message as it was
   * @param reason why it died
   */
  void deadLetter(Queue from, Message message, DeathReason reason);
}

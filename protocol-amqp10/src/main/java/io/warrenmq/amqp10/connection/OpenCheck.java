package io.warrenmq.amqp10.connection;

import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.performative.Open;

/** What a client's open must not say. §2.4.1, §2.7.1. Stateless. */
final class OpenCheck {
  private static final long IDLE_TIMEOUT_MS_MIN = 1_000;

  private OpenCheck() {}

  /**
   * Checks an open.
   *
   * @param channel on which it came
   * @throws AmqpFault for the connection, when it cannot be taken
   */
  static void check(int channel, Open wanted) {
    if (channel != 0) {
      throw AmqpFault.connection(
          AmqpCondition.NOT_ALLOWED, "an open on channel " + channel + ", where 0 alone may be");
    }
    if (wanted.maxFrameSize() < Frames.FRAME_BYTES_MIN) {
      throw AmqpFault.connection(
          AmqpCondition.FRAME_SIZE_TOO_SMALL,
          "max_frame_size ("
              + wanted.maxFrameSize()
              + ") < minimum frame size ("
              + Frames.FRAME_BYTES_MIN
              + ")");
    }
    if (wanted.idleTimeoutMs() > 0 && wanted.idleTimeoutMs() < IDLE_TIMEOUT_MS_MIN) {
      throw AmqpFault.connection(
          AmqpCondition.NOT_ALLOWED,
          "idle-time-out (" + wanted.idleTimeoutMs() + " ms) < minimum idle-time-out (1000 ms)");
    }
  }
}

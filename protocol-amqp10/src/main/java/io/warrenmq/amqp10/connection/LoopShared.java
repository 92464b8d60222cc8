package io.warrenmq.amqp10.connection;

import io.netty.util.concurrent.FastThreadLocal;
import io.warrenmq.amqp10.codec.FrameCursor;
import io.warrenmq.amqp10.message.DeliveredMessage;
import io.warrenmq.amqp10.message.PublishedMessage;

/**
 * What the connections of a loop share, since each is done with it before another's turn comes.
 * Confined to its loop.
 */
final class LoopShared {
  private static final FastThreadLocal<LoopShared> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected LoopShared initialValue() {
          return new LoopShared();
        }
      };

  final FrameCursor cursor = new FrameCursor();
  final PublishedMessage published = new PublishedMessage();
  final DeliveredMessage delivered = new DeliveredMessage();

  private LoopShared() {}

  /** The calling loop's. */
  static LoopShared ofThisLoop() {
    return OF_THREAD.get();
  }
}

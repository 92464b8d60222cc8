package io.warrenmq.amqp091.channel;

import io.netty.util.concurrent.FastThreadLocal;
import io.warrenmq.amqp091.message.PublishedHeader;
import io.warrenmq.amqp091.method.PublishArguments;
import io.warrenmq.amqp091.wire.DeliveryWriter;

/**
 * What all connections of a loop share, so that an idle connection does not pay for it: names that
 * were seen, the readers of publishes, which keep nothing from one to the next, and the array in
 * which deliveries are put together. Confined to the loop.
 */
public final class LoopShared {
  private static final FastThreadLocal<LoopShared> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected LoopShared initialValue() {
          return new LoopShared();
        }
      };

  final NameCache names = new NameCache();
  final PublishArguments publishArguments = new PublishArguments();
  final PublishedHeader publishedHeader = new PublishedHeader();
  final DeliveryWriter deliveries = new DeliveryWriter();

  private LoopShared() {}

  /** The calling loop's. */
  public static LoopShared ofThisLoop() {
    return OF_THREAD.get();
  }
}

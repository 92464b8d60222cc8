package io.warrenmq.amqp091.channel;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.method.Method;

/** What a channel needs of its connection. Confined to the connection's loop. */
public interface ChannelOwner {
  /** Sends a method frame. */
  void send(int channel, Method method);

  /**
   * Takes no further frames until {@link #resume}: something is under way after which the next
   * frame must come. Calls do not nest.
   */
  void suspend();

  /** Goes on. */
  void resume();

  /** A fault that came to light outside the handling of a frame. */
  void fail(Channel channel, AmqpFault fault);

  /** A bug came to light outside the handling of a frame. */
  void fail(Channel channel, Throwable bug);

  /** The channel is closed on both sides: its number is free. */
  void forget(Channel channel);

  /**
   * A delivery must be settled within a time of its queue's own.
   *
   * @param timeoutMs above 0
   */
  void onSettleTimeout(long timeoutMs);

  /**
   * A publish has begun. Connections that publish are those that are blocked when resources are
   * short.
   */
  void onPublishing();
}

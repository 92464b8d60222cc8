package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;

/** Takes what {@link FrameDecoder} finds, in its order. */
interface FrameSink {
  /** The broker speaks {@link Codes#AMQP_PROTOCOL} or {@link Codes#SASL_PROTOCOL}. */
  void onProtocolHeader(int protocol);

  void onSaslMechanisms();

  /** {@code code} 0 when the login was accepted. */
  void onSaslOutcome(int code);

  /**
   * @param frameBytesMax what the broker takes
   * @param idleTimeoutMs without a frame from us, after which it may close; 0 for never
   */
  void onOpen(int frameBytesMax, int idleTimeoutMs);

  /**
   * A session that we have begun.
   *
   * @param channel ours
   */
  void onBegin(int channel, int nextOutgoingId, int incomingWindow);

  /**
   * A link that we have attached.
   *
   * @param isReceiver whether the broker receives on it
   * @param hasTerminus whether the broker has taken what it was to be attached to; if not, the
   *     error follows
   */
  void onAttach(boolean isReceiver, boolean hasTerminus, int initialDeliveryCount);

  void onFlow(Flow flow);

  /**
   * A message for us, whole. It is in {@code in} from {@code index} to {@code end}, until this
   * method returns.
   */
  void onTransfer(int deliveryId, boolean settled, ByteBuf in, int index, int end);

  /** The state of messages that we have sent. */
  void onDisposition(int first, int last, boolean settled, boolean accepted);

  /** A frame without a body. */
  void onHeartbeat();

  /** The broker has ended a link, a session or the connection; {@code why} says which and why. */
  void onEnd(String why);
}

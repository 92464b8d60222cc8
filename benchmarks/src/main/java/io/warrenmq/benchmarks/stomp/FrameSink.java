package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;

/** Takes the frames that {@link FrameDecoder} finds, in their order. */
interface FrameSink {
  /** The broker has accepted the connection. */
  void onLoggedIn();

  /**
   * A message for us. Its parts are in {@code in} until this method returns.
   *
   * @param ackIndex of the id to acknowledge it by, with its escapes
   * @param ackBytes 0 when it is not to be acknowledged
   */
  void onMessage(ByteBuf in, int ackIndex, int ackBytes, int bodyIndex, int bodyBytes);

  /** The broker has done what we wanted to be told of as {@code receipt}, a number we chose. */
  void onReceipt(int receipt);

  /** The broker refuses something. */
  void onError(String message);
}

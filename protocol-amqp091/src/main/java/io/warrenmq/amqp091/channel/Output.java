package io.warrenmq.amqp091.channel;

import io.netty.buffer.ByteBuf;

/** Where frames are written. Confined to the connection's loop. */
public interface Output {
  /**
   * The buffer to write to, to be asked for anew for each frame.
   *
   * @param bytes how many bytes the caller is about to write; the buffer has room for them
   */
  ByteBuf out(int bytes);
}

package io.warrenmq.amqp10.codec;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.protocol.Transport;

/**
 * The way out of a connection. Remembers that something was sent, and looks after every so many
 * bytes whether the socket still takes them: within one turn a few requests may ask for any amount
 * of answers. Confined to the connection's loop.
 */
public final class FrameOutput {
  private static final int LOOK_EVERY_BYTES = 64 * 1024;

  private final Transport transport;
  private final Runnable onFull;
  private int frameBytesMax = Frames.FRAME_BYTES_MIN;
  private int bytesSinceLook;
  private boolean sent;

  /**
   * Creates it.
   *
   * @param onFull called when the socket takes no more; what is written then is buffered
   */
  public FrameOutput(Transport transport, Runnable onFull) {
    this.transport = transport;
    this.onFull = onFull;
  }

  /** Sets how many bytes of a frame the peer takes, 512 or more. */
  public void useFrameMax(int bytes) {
    frameBytesMax = bytes;
  }

  /** How many bytes of a frame the peer takes. */
  public int frameMax() {
    return frameBytesMax;
  }

  /**
   * The buffer to write to; see {@link Transport#out}.
   *
   * @param bytes how many bytes the caller is about to write
   */
  public ByteBuf out(int bytes) {
    sent = true;
    bytesSinceLook += bytes;
    if (bytesSinceLook >= LOOK_EVERY_BYTES) {
      bytesSinceLook = 0;
      if (!transport.isWritable()) {
        onFull.run();
      }
    }
    return transport.out(bytes);
  }

  /** Whether something was sent since it was last asked. */
  public boolean takeSent() {
    boolean was = sent;
    sent = false;
    return was;
  }

  /** Sends a frame without a body: a sign of life. §2.4.5. */
  public void sendEmpty() {
    ByteBuf out = out(Frames.HEADER_BYTES);
    Frames.end(out, Frames.begin(out, Frames.TYPE_AMQP, 0));
  }
}

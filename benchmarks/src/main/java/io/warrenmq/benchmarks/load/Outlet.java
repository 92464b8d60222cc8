package io.warrenmq.benchmarks.load;

import io.netty.buffer.ByteBuf;

/** Where packets go: a socket, with a buffer that can be full. */
public interface Outlet {
  /** A buffer for packets, to be handed to {@link #send}. */
  ByteBuf buffer(int bytes);

  /** Writes and flushes packets; a failure is told to {@link ConnectionEvents}. */
  void send(ByteBuf packets);

  /** Whether the socket takes more. */
  boolean isWritable();

  /** Does it when the loop has come round. */
  void later(Runnable action);
}

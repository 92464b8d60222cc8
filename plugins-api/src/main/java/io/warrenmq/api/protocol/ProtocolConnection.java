package io.warrenmq.api.protocol;

import io.netty.buffer.ByteBuf;

/** One connection of a protocol. Called on its transport's loop only. */
public interface ProtocolConnection {
  /**
   * Bytes have arrived. Reads what makes whole units and leaves the rest: it comes again, with more
   * behind it. Stops early and leaves the rest when it has paused reading.
   *
   * @param in the unread bytes; not to be kept or released
   */
  void onBytes(ByteBuf in);

  /** The socket takes more again, or no longer does. */
  void onWritable(boolean writable);

  /** The transport is gone, by whichever side. Called once; nothing follows. */
  void onClosed();

  /**
   * The broker is stopping: say good-bye in the protocol's form and close.
   *
   * @param reason for the peer
   */
  void onShutdown(String reason);
}

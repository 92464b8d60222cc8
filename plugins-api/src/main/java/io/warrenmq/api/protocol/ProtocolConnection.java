package io.warrenmq.api.protocol;

import io.netty.buffer.ByteBuf;

/** One connection of a protocol. Called on its transport's loop only. */
public interface ProtocolConnection {
  /**
   * Bytes have arrived. Reads what makes whole units and leaves the rest: it comes again, with more
   * behind it. Stops early and leaves the rest when it has paused reading. Who leaves more than 32
   * MiB unread, or the configured {@code frame_max} if that is more, is closed: refuse a unit that
   * is too large before it is there.
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

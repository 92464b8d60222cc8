package io.warrenmq.api.protocol;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.transport.TransportInfo;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in and out, over TCP, TLS or WebSocket alike. Confined to its loop.
 *
 * <p>What is written is gathered: {@link #out} gives the buffer of this turn, and at the end of the
 * turn it is flushed once. A protocol writes straight into it and allocates no buffers of its own.
 */
public interface Transport {
  /** The loop on which everything of this connection happens. */
  Loop loop();

  /** The two ends. */
  TransportInfo info();

  /**
   * What the client showed before the protocol began, for example in the request for a WebSocket.
   * Nobody has checked it: a protocol whose own login names nobody has it checked in that one's
   * place, and thus before a certificate.
   *
   * @return {@code null} when it showed nothing, which is so without a carrier
   */
  default @Nullable Credentials shownBefore() {
    return null;
  }

  /**
   * What is to be checked of a client that logs in by SASL: what the mechanism has found, but for
   * ANONYMOUS, which names nobody.
   *
   * @param mechanism its name
   * @param found what its exchange has shown
   */
  default Credentials credentials(String mechanism, Credentials found) {
    Credentials before = shownBefore();
    return before != null && mechanism.equals("ANONYMOUS") ? before : found;
  }

  /**
   * The buffer to write to, flushed at the end of this turn (earlier when it grows large). To be
   * asked for anew for each frame; not to be kept, released or read. After {@link #close} what is
   * written to it goes nowhere.
   *
   * @param bytes about how many bytes the caller is going to write; the buffer has room for them,
   *     and grows if there are more
   */
  ByteBuf out(int bytes);

  /**
   * Whether the socket takes more. When it turns false, {@link ProtocolConnection#onWritable} tells
   * when it is true again, also when that is before the turn's end; what is written meanwhile is
   * buffered.
   */
  boolean isWritable();

  /**
   * Stops reading after the current batch. Nested calls do not count: one {@link #resumeReading}
   * undoes them.
   */
  void pauseReading();

  /**
   * Goes on reading in the loop's next turn, beginning with bytes that were left unread: who pauses
   * and resumes lets the loop's other connections be served in between.
   */
  void resumeReading();

  /** Flushes what is written, then closes. {@link ProtocolConnection#onClosed} follows. */
  void close();
}

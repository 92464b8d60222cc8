package io.warrenmq.server.listener;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import org.jspecify.annotations.Nullable;

/**
 * Notices a peer that has stopped reading: bytes wait for its socket, which has not taken one of
 * them for the whole time-out. Looks a few times in a time-out, and only while something waits; a
 * peer that takes little by little is left alone. Confined to the connection's loop.
 */
final class SendTimeout {
  private static final int LOOKS = 4; // in a time-out: it is noticed at most a quarter late

  /** What is told. */
  interface Owner {
    /** All that waited has gone; {@link #onFlushed} is to be called again if more waits by now. */
    void onDrained();

    /** The peer has taken nothing for the whole time-out. Called once. */
    void onStalled();
  }

  private final Loop loop;
  private final Channel channel;
  private final int timeoutMs;
  private final Owner owner;

  private boolean watching;
  private @Nullable TimerHandle timer; // to the next look
  private int quietLooks; // in a row that found no movement
  // Where the socket was at the last look: the buffer it takes from, and the bytes taken of it.
  private @Nullable Object head;
  private long headBytes;

  /**
   * Creates it; it watches nothing yet.
   *
   * @param timeoutMs milliseconds; 0 for never
   */
  SendTimeout(Loop loop, Channel channel, int timeoutMs, Owner owner) {
    this.loop = loop;
    this.channel = channel;
    this.timeoutMs = timeoutMs;
    this.owner = owner;
  }

  /** The channel was flushed: watches what it has not taken. */
  void onFlushed() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    if (watching || timeoutMs == 0 || waiting == null || waiting.current() == null) {
      return;
    }
    watching = true;
    // A mark behind all that waits. Buffers are pooled: one that has gone may wait again as another
    // one, but behind the mark, so that until the mark has gone a buffer is known by its identity.
    // Straight to the channel, as TLS would make a record of it.
    ChannelPromise mark = channel.newPromise();
    mark.addListener(gone -> onMarkGone(gone.isSuccess()));
    channel.unsafe().write(Unpooled.EMPTY_BUFFER, mark);
    channel.unsafe().flush();
    if (!mark.isDone()) {
      quietLooks = 0;
      remember(waiting);
      lookLater();
    }
  }

  /** Watches nothing any more. */
  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    head = null;
  }

  private void onMarkGone(boolean success) {
    stop();
    watching = false;
    if (success) {
      owner.onDrained();
    }
  }

  private void lookLater() {
    timer = loop.schedule(Math.max(1, timeoutMs / LOOKS), this::look);
  }

  private void look() {
    timer = null;
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    if (waiting == null) {
      return; // It is closing.
    }
    if (waiting.current() != head || waiting.currentProgress() != headBytes) {
      quietLooks = 0;
      remember(waiting);
    } else if (++quietLooks >= LOOKS && !kernelSends()) {
      stop();
      owner.onStalled();
      return;
    }
    lookLater();
  }

  /**
   * Whether the kernel has sent and the peer has answered within the time-out: it holds megabytes,
   * and takes no more from us until a good part of them is gone, which a slow peer needs long for.
   */
  private boolean kernelSends() {
    if (!(channel instanceof EpollSocketChannel socket)) {
      return false;
    }
    EpollTcpInfo info = socket.tcpInfo();
    return info.lastDataSent() < timeoutMs && info.lastAckRecv() < timeoutMs;
  }

  private void remember(ChannelOutboundBuffer waiting) {
    head = waiting.current();
    headBytes = waiting.currentProgress();
  }
}

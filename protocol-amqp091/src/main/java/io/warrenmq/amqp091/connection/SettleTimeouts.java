package io.warrenmq.amqp091.connection;

import io.warrenmq.amqp091.channel.Channel;
import io.warrenmq.amqp091.channel.ChannelOwner;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TimerHandle;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether the client of a connection leaves deliveries unsettled for too
 * long. Confined to the loop.
 */
final class SettleTimeouts implements Runnable {
  private static final long SCAN_MS = 60_000; // as RabbitMQ
  private static final long SCAN_MS_MIN = 100;

  private final Loop loop;
  private final ChannelTable channels;
  private final ChannelOwner owner;
  private long scanMs;
  private @Nullable TimerHandle timer;

  /**
   * Creates them.
   *
   * @param timeoutMs the broker's timeout; 0 for none, though queues may have one of their own
   */
  SettleTimeouts(Loop loop, long timeoutMs, ChannelTable channels, ChannelOwner owner) {
    this.loop = loop;
    this.channels = channels;
    this.owner = owner;
    this.scanMs = timeoutMs == 0 ? SCAN_MS : Math.max(SCAN_MS_MIN, Math.min(SCAN_MS, timeoutMs));
  }

  void start() {
    timer = loop.schedule(scanMs, this);
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** A queue has a timeout of its own: looks often enough to keep it. */
  void keep(long timeoutMs) {
    long shorterMs = Math.max(SCAN_MS_MIN, timeoutMs / 4);
    if (timer != null && shorterMs < scanMs) {
      scanMs = shorterMs;
      timer.cancel();
      timer = loop.schedule(scanMs, this);
    }
  }

  @Override
  public void run() {
    if (timer == null) {
      return;
    }
    timer = loop.schedule(scanMs, this);
    long nowMs = loop.clock().wallMs();
    for (Channel channel : channels.all()) {
      try {
        channel.checkSettleTimeout(nowMs);
      } catch (AmqpFault fault) {
        owner.fail(channel, fault);
      }
    }
  }
}

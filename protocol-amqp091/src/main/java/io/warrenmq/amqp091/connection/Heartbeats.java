package io.warrenmq.amqp091.connection;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.RoundTimes;
import io.warrenmq.api.loop.TimerHandle;
import org.jspecify.annotations.Nullable;

/**
 * Signs of life (AMQP 0-9-1 §4.2.7): sends one every half interval in which nothing else was sent,
 * and finds the peer dead when nothing came for more than two intervals. Does so at {@link
 * RoundTimes}. Confined to the connection's loop.
 */
final class Heartbeats implements Runnable {
  /** The connection, as seen from here. */
  interface Peer {
    /** Sends a heartbeat frame. */
    void sendHeartbeat();

    /** More than two intervals have passed without a sign of life. */
    void onSilence();

    /** Whether the broker listens at present. While it does not, silence proves nothing. */
    boolean isListening();
  }

  // Half intervals: as RabbitMQ, between two and three intervals after the last sign of life.
  private static final int TICKS_OF_SILENCE = 5;

  private final Loop loop;
  private final Peer peer;
  private final long tickMs;
  private boolean sent;
  private boolean received;
  private int silentTicks;
  private @Nullable TimerHandle timer;
  private boolean stopped;

  /**
   * Creates them.
   *
   * @param intervalS the interval agreed on, 1 to 65535 s
   */
  Heartbeats(Loop loop, Peer peer, int intervalS) {
    this.loop = loop;
    this.peer = peer;
    this.tickMs = intervalS * 1000L / 2;
  }

  void start() {
    tickLater();
  }

  private void tickLater() {
    long grainMs = RoundTimes.grainMs(tickMs);
    timer = loop.schedule(RoundTimes.near(loop, tickMs, grainMs), this);
  }

  /** Something was sent. */
  void onSent() {
    sent = true;
  }

  /** Something was received. */
  void onReceived() {
    received = true;
  }

  void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel();
    }
  }

  @Override
  public void run() {
    if (stopped) {
      return;
    }
    if (received || !peer.isListening()) {
      silentTicks = 0;
    } else if (++silentTicks == TICKS_OF_SILENCE) {
      peer.onSilence();
      return;
    }
    if (!sent) {
      peer.sendHeartbeat();
    }
    received = false;
    sent = false;
    tickLater();
  }
}

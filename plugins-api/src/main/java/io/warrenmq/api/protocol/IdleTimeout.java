package io.warrenmq.api.protocol;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.RoundTimes;
import io.warrenmq.api.loop.TimerHandle;
import org.jspecify.annotations.Nullable;

/**
 * Signs of life in both directions, AMQP 1.0 §2.4.5 and STOMP 1.2 "Heart-beating": sends one where
 * nothing else was sent for half the time after which the client gives up, and gives the client up
 * after a time of silence. Does both at {@link RoundTimes}. Confined to the connection's loop.
 */
public final class IdleTimeout {
  /** The connection, as seen from here. */
  public interface Peer {
    /** Whether something was sent since it was last asked. */
    boolean takeSent();

    /** Sends a sign of life. */
    void sendEmpty();

    /** The client has been silent for too long. */
    void onSilence();

    /** Whether the broker listens at present. While it does not, silence proves nothing. */
    boolean isListening();
  }

  private static final int LOOKS = 4; // within the time of silence

  private final Loop loop;
  private final Peer peer;
  private long sendMs;
  private long lookMs;
  private boolean received;
  private int silentLooks;
  private @Nullable TimerHandle sending;
  private @Nullable TimerHandle looking;

  /** Does nothing yet. */
  public IdleTimeout(Loop loop, Peer peer) {
    this.loop = loop;
    this.peer = peer;
  }

  /**
   * Begins.
   *
   * @param clientMs after how many ms of silence the client gives up; 0 for never
   * @param silenceMs after how many the broker does; 0 for never
   */
  public void start(long clientMs, long silenceMs) {
    if (clientMs > 0) {
      sendMs = Math.max(1, clientMs / 2);
      sendLater();
    }
    if (silenceMs > 0) {
      lookMs = Math.max(1, silenceMs / LOOKS);
      lookLater();
    }
  }

  private void sendLater() {
    sending = later(sendMs, this::send);
  }

  private void lookLater() {
    looking = later(lookMs, this::look);
  }

  private TimerHandle later(long delayMs, Runnable task) {
    return loop.schedule(RoundTimes.near(loop, delayMs, RoundTimes.grainMs(delayMs)), task);
  }

  /** Something came. */
  public void onReceived() {
    received = true;
  }

  /** Ends. */
  public void stop() {
    if (sending != null) {
      sending.cancel();
    }
    if (looking != null) {
      looking.cancel();
    }
  }

  private void send() {
    if (!peer.takeSent()) {
      peer.sendEmpty();
      peer.takeSent();
    }
    sendLater();
  }

  private void look() {
    if (received || !peer.isListening()) {
      silentLooks = 0;
    } else if (++silentLooks == LOOKS) {
      peer.onSilence();
      return;
    }
    received = false;
    lookLater();
  }
}

package io.warrenmq.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.warrenmq.api.auth.Credentials;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import org.jspecify.annotations.Nullable;

/** The transport as the carried protocol sees it. Confined to its loop. */
final class CarriedTransport implements Transport, TurnEnd {
  private final Transport carrier;
  private final WebSocketConnection connection;
  private final Outgoing outgoing;
  private @Nullable Credentials credentials;
  private boolean flushAsked;
  private boolean paused;

  /**
   * Creates it.
   *
   * @param credentials what the request showed; {@code null} for nothing
   */
  CarriedTransport(
      Transport carrier,
      WebSocketConnection connection,
      Outgoing outgoing,
      @Nullable Credentials credentials) {
    this.carrier = carrier;
    this.connection = connection;
    this.outgoing = outgoing;
    this.credentials = credentials;
  }

  @Override
  public Loop loop() {
    return carrier.loop();
  }

  @Override
  public TransportInfo info() {
    return carrier.info();
  }

  /** The protocol is known, and may be told what the request showed, or not. */
  void showCredentials(boolean shown) {
    credentials = shown ? credentials : null;
  }

  @Override
  public @Nullable Credentials shownBefore() {
    return credentials;
  }

  @Override
  public ByteBuf out(int bytes) {
    if (!connection.isOpen()) {
      outgoing.discard(); // It goes nowhere.
    }
    askFlush();
    return outgoing.data(bytes);
  }

  /** Has {@link #onTurnEnd} called, before the carrier's own flush. */
  void askFlush() {
    if (!flushAsked) {
      flushAsked = true;
      loop().atFlush(this);
    }
  }

  @Override
  public void onTurnEnd() {
    flushAsked = false;
    if (connection.isOpen()) {
      outgoing.flush();
    } else {
      outgoing.discard();
    }
    connection.onFlushed();
  }

  @Override
  public boolean isWritable() {
    return connection.isOpen() && carrier.isWritable();
  }

  boolean isPaused() {
    return paused;
  }

  @Override
  public void pauseReading() {
    if (connection.isOpen() && !paused) {
      paused = true;
      carrier.pauseReading();
    }
  }

  @Override
  public void resumeReading() {
    if (paused) {
      paused = false;
      if (connection.isOpen()) {
        // The carrier knows nothing of what was taken out of its frames.
        loop().atNextTurn(connection::onResumed);
      }
      carrier.resumeReading();
    }
  }

  @Override
  public void close() {
    connection.closeForProtocol();
  }
}

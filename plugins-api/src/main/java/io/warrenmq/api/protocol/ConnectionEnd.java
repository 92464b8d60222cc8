package io.warrenmq.api.protocol;

import io.warrenmq.api.loop.TimerHandle;
import org.slf4j.Logger;

/**
 * How a client's connection ends when the client does not see to it: it has a time to log in, a
 * time to answer a close, and one that is refused waits before it may guess again. And one line in
 * the log for the first thing that went wrong, as the client decides how many more there are.
 * Confined to the connection's loop.
 */
public final class ConnectionEnd {
  private static final long DISTRUST_MS = 3_000; // as RabbitMQ; slows down those who guess
  private static final long CLOSE_TIMEOUT_MS = 30_000; // as RabbitMQ

  private final Transport transport;
  private final Logger log;
  private final Runnable shut;
  private TimerHandle deadline;
  private boolean faultLogged;

  /**
   * Begins with the time to log in, which {@link #onOpen} ends.
   *
   * @param log takes the line
   * @param handshakeTimeoutMs the time to log in
   * @param shut closes the socket; may be called more than once
   */
  public ConnectionEnd(Transport transport, Logger log, long handshakeTimeoutMs, Runnable shut) {
    this.transport = transport;
    this.log = log;
    this.shut = shut;
    this.deadline =
        transport.loop().schedule(handshakeTimeoutMs, () -> giveUp("handshake timed out"));
  }

  /** The client is logged in: there is no deadline any more. */
  public void onOpen() {
    deadline.cancel();
  }

  /** The client is refused: closes the socket when it has waited. */
  public void closeAfterDistrust() {
    closeAfter(DISTRUST_MS);
  }

  /** A close was sent: closes the socket, should it not be answered. */
  public void awaitClose() {
    closeAfter(CLOSE_TIMEOUT_MS);
  }

  private void closeAfter(long delayMs) {
    deadline.cancel();
    deadline = transport.loop().schedule(delayMs, shut);
  }

  /** Says why, and closes the socket. */
  public void giveUp(String reason) {
    logFault(reason);
    shut.run();
  }

  /** The socket is closed. */
  public void onClosed() {
    deadline.cancel();
  }

  /** Logs what went wrong, unless something did before. */
  public void logFault(String what) {
    if (!faultLogged) {
      faultLogged = true;
      log.warn("{}: {}", transport.info().remote(), what);
    }
  }
}

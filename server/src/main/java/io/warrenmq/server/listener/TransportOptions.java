package io.warrenmq.server.listener;

/**
 * The bounds of a connection's transport. Immutable.
 *
 * @param handshakeTimeoutMs how long a peer may take until its first bytes tell its protocol, 1 or
 *     more milliseconds
 * @param tlsHandshakeTimeoutMs how long a TLS handshake may take, which comes before that, 1 or
 *     more milliseconds
 * @param tlsHandshakesMax TLS handshakes in progress on an event loop, 1 or more; further ones wait
 * @param connectionsMax connections of all listeners together; 0 for no bound
 * @param unreadBytesMax bytes that a protocol may leave unread before the connection is closed:
 *     more than any protocol's largest unit
 * @param writeLowBytes below this many bytes waiting for the socket it is writable again
 * @param writeHighBytes above this many bytes waiting for the socket it is not writable
 * @param closeTimeoutMs how long a peer may take to receive the last bytes and to close its side, 1
 *     or more milliseconds
 */
public record TransportOptions(
    int handshakeTimeoutMs,
    int tlsHandshakeTimeoutMs,
    int tlsHandshakesMax,
    int connectionsMax,
    int unreadBytesMax,
    int writeLowBytes,
    int writeHighBytes,
    int closeTimeoutMs) {
  private static final long FRAME_OVERHEAD_BYTES = 64; // more than any protocol has

  /**
   * What RabbitMQ does where it has such a bound, else what keeps a slow peer at a quarter of a
   * megabyte.
   */
  public static final TransportOptions DEFAULTS =
      new TransportOptions(10_000, 5_000, 256, 0, 32 << 20, 64 << 10, 256 << 10, 3000);

  /** The same with another time-out of the handshake. */
  public TransportOptions withHandshakeTimeoutMs(int ms) {
    return new TransportOptions(
        ms,
        tlsHandshakeTimeoutMs,
        tlsHandshakesMax,
        connectionsMax,
        unreadBytesMax,
        writeLowBytes,
        writeHighBytes,
        closeTimeoutMs);
  }

  /** The same with another time-out of TLS's handshake. */
  public TransportOptions withTlsHandshakeTimeoutMs(int ms) {
    return new TransportOptions(
        handshakeTimeoutMs,
        ms,
        tlsHandshakesMax,
        connectionsMax,
        unreadBytesMax,
        writeLowBytes,
        writeHighBytes,
        closeTimeoutMs);
  }

  /** The same with another bound of TLS's handshakes. */
  public TransportOptions withTlsHandshakesMax(int max) {
    return new TransportOptions(
        handshakeTimeoutMs,
        tlsHandshakeTimeoutMs,
        max,
        connectionsMax,
        unreadBytesMax,
        writeLowBytes,
        writeHighBytes,
        closeTimeoutMs);
  }

  /** The same with another bound of connections. */
  public TransportOptions withConnectionsMax(int max) {
    return new TransportOptions(
        handshakeTimeoutMs,
        tlsHandshakeTimeoutMs,
        tlsHandshakesMax,
        max,
        unreadBytesMax,
        writeLowBytes,
        writeHighBytes,
        closeTimeoutMs);
  }

  /** The same, with patience for frames whose payload is so long; 0 for any size. */
  public TransportOptions withFrameMax(int payloadBytes) {
    long unit = payloadBytes == 0 ? Integer.MAX_VALUE : payloadBytes + FRAME_OVERHEAD_BYTES;
    return new TransportOptions(
        handshakeTimeoutMs,
        tlsHandshakeTimeoutMs,
        tlsHandshakesMax,
        connectionsMax,
        (int) Math.max(unreadBytesMax, Math.min(unit, Integer.MAX_VALUE)),
        writeLowBytes,
        writeHighBytes,
        closeTimeoutMs);
  }
}

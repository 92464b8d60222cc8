package io.warrenmq.mqtt.connection;

import io.warrenmq.api.protocol.Transport;

/**
 * Whether the connection takes packets at present. It does not while any reason is set. Confined to
 * the connection's loop.
 */
final class ReadGate {
  /** An answer is under way after which the next packet must come. */
  static final int ANSWER = 1;

  /** The socket takes no more: a client that does not read its answers gets to ask for no more. */
  static final int OUTPUT = 2;

  /** The queues it publishes to, or the way to them, are full. */
  static final int FLOW = 4;

  /** Resources are short, and it publishes. */
  static final int ALARM = 8;

  private final Transport transport;
  private int reasons;

  ReadGate(Transport transport) {
    this.transport = transport;
  }

  boolean isClosed() {
    return reasons != 0;
  }

  void close(int reason) {
    if (reasons == 0) {
      transport.pauseReading();
    }
    reasons |= reason;
  }

  void open(int reason) {
    if ((reasons & reason) != 0) {
      reasons &= ~reason;
      if (reasons == 0) {
        transport.resumeReading();
      }
    }
  }
}

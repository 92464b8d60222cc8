package io.warrenmq.management.http;

/** The body of an answer that goes on for as long as the client reads. Used on one loop. */
public interface LiveBody {
  /** Where it goes. */
  interface Sink {
    /** Whether the socket takes more: who writes regardless fills memory. */
    boolean isWritable();

    /** Sends. */
    void write(byte[] bytes);

    /** Ends the answer, and with it the connection. */
    void end();
  }

  /** The head is sent; begins. */
  void onOpen(Sink sink);

  /** The connection has gone. */
  void onClosed();
}

package io.warrenmq.cli.perf;

/** Producers and consumers of one protocol, on connections of their own. */
interface Load extends AutoCloseable {
  /** Makes the queues that are not there. */
  void prepare() throws Exception;

  /** Connects a producer. */
  Producer producer(int index) throws Exception;

  /** Connects a consumer, which tells {@code meter} of all that comes. */
  void consumer(int index, Meter meter) throws Exception;

  /** Ends all connections, and removes what {@link #prepare} has made. */
  @Override
  void close() throws Exception;

  /** Sends messages. Confined to its producer's thread. */
  interface Producer {
    /**
     * Sends a message.
     *
     * @param outcome is told what the broker says of it, on any thread, if confirms were asked for
     */
    void send(byte[] body, Outcome outcome) throws Exception;
  }

  /** What becomes of a message that was sent. */
  interface Outcome {
    /** The broker has the message, or refuses it. */
    void onSettled(boolean isAccepted);
  }
}

package io.warrenmq.api.broker;

import java.util.function.LongConsumer;

/**
 * Memory that a connection holds for what it has begun and may never finish: messages of which a
 * part has come, transactions that are not committed. No queue has it yet, so it is bounded here,
 * for all that the connection has open together, and told to the broker, whose memory alarm counts
 * it. Confined to the connection's loop.
 */
public final class UnfinishedBytes {
  private static final long MAX = 128L << 20;

  private final long max;
  private final LongConsumer account;
  private long held;

  /**
   * Creates an empty one.
   *
   * @param messageBytesMax the largest body that is taken: one may be under way in any case
   * @param account told how many bytes more are held, or with a negative number less; {@link
   *     BrokerConnection#holdBytes}
   */
  public UnfinishedBytes(int messageBytesMax, LongConsumer account) {
    this.max =
        Math.max(MAX, 2L * messageBytesMax); // an array that grows is there twice for a while
    this.account = account;
  }

  /**
   * Asks for more.
   *
   * @return whether it was given; when not, the connection is to end with {@link #refusal}
   */
  public boolean take(long bytes) {
    if (held + bytes > max) {
      return false;
    }
    held += bytes;
    account.accept(bytes);
    return true;
  }

  /** Gives back what was taken. */
  public void giveBack(long bytes) {
    if (bytes != 0) {
      held -= bytes;
      account.accept(-bytes);
    }
  }

  /** What to tell a client that wants too much. */
  public String refusal() {
    return "unfinished messages and transactions of this connection take more than "
        + max
        + " bytes";
  }
}

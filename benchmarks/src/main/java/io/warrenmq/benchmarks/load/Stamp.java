package io.warrenmq.benchmarks.load;

import io.netty.buffer.ByteBuf;

/**
 * How a payload begins: when, by whom and as which of its messages it was sent.
 *
 * <pre>
 * 0  4 bytes  time it was due, of System.nanoTime, in microseconds; wraps in 71 minutes
 * 4  4 bytes  index of the publisher
 * 8  4 bytes  number of the message among its publisher's; wraps
 * </pre>
 */
public final class Stamp {
  public static final int BYTES = 12;

  private Stamp() {}

  public static void set(ByteBuf out, int index, long dueNs, int publisher, int sequence) {
    out.setInt(index, (int) (dueNs / 1000));
    out.setInt(index + 4, publisher);
    out.setInt(index + 8, sequence);
  }

  /** Microseconds between the time it was due and {@code nowNs}. */
  static int ageUs(ByteBuf in, int index, long nowNs) {
    return (int) (nowNs / 1000) - in.getInt(index); // serial arithmetic: times wrap
  }

  static int publisher(ByteBuf in, int index) {
    return in.getInt(index + 4);
  }

  static int sequence(ByteBuf in, int index) {
    return in.getInt(index + 8);
  }
}

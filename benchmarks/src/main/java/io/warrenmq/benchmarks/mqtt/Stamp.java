package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * How a payload begins: by whom, when and as which of its messages it was sent.
 *
 * <pre>
 * 0  8 bytes  time it was due, of System.nanoTime
 * 8  4 bytes  index of the publisher
 * 12 4 bytes  number of the message among its publisher's; wraps
 * </pre>
 */
final class Stamp {
  static final int BYTES = 16;

  private Stamp() {}

  static void set(ByteBuf out, int index, long sentNs, int publisher, int sequence) {
    out.setLong(index, sentNs);
    out.setInt(index + 8, publisher);
    out.setInt(index + 12, sequence);
  }

  static long sentNs(ByteBuf in, int index) {
    return in.getLong(index);
  }

  static int publisher(ByteBuf in, int index) {
    return in.getInt(index + 8);
  }

  static int sequence(ByteBuf in, int index) {
    return in.getInt(index + 12);
  }
}

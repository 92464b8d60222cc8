package io.warrenmq.cli.perf;

import java.nio.ByteBuffer;

/** Payloads that tell when they were sent: eight bytes of {@link System#nanoTime}, then zeros. */
final class Body {
  static final int BYTES_MIN = Long.BYTES;
  static final int BYTES_MAX = 128 << 20;

  private Body() {}

  /** A payload of {@code size} bytes, at least {@link #BYTES_MIN}. */
  static byte[] of(int size, long sentNs) {
    byte[] body = new byte[size];
    ByteBuffer.wrap(body).putLong(sentNs);
    return body;
  }

  /** When it was sent; of one that is too short to tell, {@code nowNs}. */
  static long sentNs(byte[] body, long nowNs) {
    return body.length < BYTES_MIN ? nowNs : ByteBuffer.wrap(body).getLong();
  }
}

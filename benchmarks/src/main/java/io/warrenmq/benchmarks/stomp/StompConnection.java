package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;
import io.warrenmq.benchmarks.load.Connection;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;

/** One client: connects. What it does then is for those that extend it. */
abstract class StompConnection extends Connection implements FrameSink {
  private static final int BUFFER_BYTES = 512;

  private final Login login;
  private final FrameDecoder decoder = new FrameDecoder(this);

  StompConnection(String name, Login login, Counters counters, ConnectionEvents events) {
    super(name, counters, events);
    this.login = login;
  }

  /** A buffer for a few frames without a body. */
  final ByteBuf buffer() {
    return buffer(BUFFER_BYTES);
  }

  /** A heart-beat, which is not answered. */
  @Override
  public final void ping() {
    ByteBuf out = buffer(1);
    out.writeByte('\n');
    send(out);
    counters.pings++;
  }

  @Override
  protected final void onConnected() {
    ByteBuf out = buffer();
    Frames.connect(out, login);
    send(out);
  }

  @Override
  protected final void decode(ByteBuf in) {
    decoder.decode(in);
  }

  @Override
  public final void onError(String message) {
    fail("refused: " + message);
  }
}

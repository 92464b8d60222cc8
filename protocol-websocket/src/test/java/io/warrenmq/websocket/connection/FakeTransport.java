package io.warrenmq.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** The transport below a WebSocket: what TCP is elsewhere, and a test holds its other end. */
final class FakeTransport implements Transport {
  final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final Loop loop = loops.loop(0);
  private final ByteBuf in = Unpooled.buffer();
  private final ByteBuf out = Unpooled.buffer();
  private ProtocolConnection connection;
  private boolean paused;
  private boolean writable = true;
  private boolean closed;

  /** Connects whom it serves, in a turn of its own. */
  void connect(Function<Transport, ProtocolConnection> opening) {
    run(() -> connection = opening.apply(this));
  }

  void run(Runnable task) {
    loops.run(loop, task);
  }

  /** Bytes arrive, in a turn of their own. */
  void arrive(ByteBuf bytes) {
    in.writeBytes(bytes);
    run(this::read);
  }

  private void read() {
    if (!paused && !closed && in.isReadable()) {
      connection.onBytes(in);
      in.discardReadBytes();
    }
  }

  void setWritable(boolean takesMore) {
    writable = takesMore;
    run(() -> connection.onWritable(takesMore));
  }

  /** The peer is gone. */
  void cut() {
    if (connection != null) {
      run(connection::onClosed);
    }
  }

  void shutDown() {
    run(() -> connection.onShutdown("shutdown"));
  }

  /** What was written and not yet taken by the test. */
  byte[] takeWritten() {
    byte[] written = new byte[out.readableBytes()];
    out.readBytes(written);
    out.clear();
    return written;
  }

  boolean isPaused() {
    return paused;
  }

  boolean isClosed() {
    return closed;
  }

  int unreadBytes() {
    return in.readableBytes();
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public TransportInfo info() {
    InetSocketAddress here = new InetSocketAddress("127.0.0.1", 15675);
    return new TransportInfo(here, new InetSocketAddress("127.0.0.1", 40_000), null, null);
  }

  @Override
  public ByteBuf out(int bytes) {
    return closed ? Unpooled.buffer(bytes) : out.ensureWritable(bytes);
  }

  @Override
  public boolean isWritable() {
    return writable && !closed;
  }

  @Override
  public void pauseReading() {
    paused = true;
  }

  @Override
  public void resumeReading() {
    paused = false;
    loop.atNextTurn(this::read);
  }

  @Override
  public void close() {
    closed = true;
  }
}

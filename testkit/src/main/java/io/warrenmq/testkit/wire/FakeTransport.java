package io.warrenmq.testkit.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.testkit.loop.SimulatedLoops;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What TCP is elsewhere, and a test holds its other end: for connections that speak, or carry, a
 * protocol. Lives on a simulated loop. For the test's thread.
 */
public final class FakeTransport implements Transport {
  private static final int PORT = 15675;

  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final Loop loop = loops.loop(0);
  private final ByteBuf in = Unpooled.buffer();
  private final ByteBuf out = Unpooled.buffer();
  private @Nullable ProtocolConnection connection; // once there is one
  private boolean paused;
  private boolean writable = true;
  private boolean closed;

  /** Connects whom it serves, in a turn of its own. */
  public void connect(Function<Transport, ProtocolConnection> opening) {
    run(() -> connection = opening.apply(this));
  }

  /** Time passes. */
  public void advanceMs(long ms) {
    loops.advanceMs(ms);
  }

  /** Runs a task in a turn of the loop. */
  public void run(Runnable task) {
    loops.run(loop, task);
  }

  /** Bytes arrive, in a turn of their own. */
  public void arrive(ByteBuf bytes) {
    in.writeBytes(bytes);
    run(this::read);
  }

  private void read() {
    if (connection != null && !paused && !closed && in.isReadable()) {
      connection.onBytes(in);
      in.discardReadBytes();
    }
  }

  /** The socket takes more again, or no longer does, and the connection is told. */
  public void setWritable(boolean takesMore) {
    writable = takesMore;
    run(() -> connected().onWritable(takesMore));
  }

  private ProtocolConnection connected() {
    return Objects.requireNonNull(connection, "nobody was connected");
  }

  /** The peer is gone. */
  public void cut() {
    if (connection != null) {
      run(connection::onClosed);
    }
  }

  /** The broker stops. */
  public void shutDown() {
    run(() -> connected().onShutdown("shutdown"));
  }

  /** What was written and not yet taken by the test. */
  public byte[] takeWritten() {
    byte[] written = new byte[out.readableBytes()];
    out.readBytes(written);
    out.clear();
    return written;
  }

  /** Whether what arrives is not read. */
  public boolean isPaused() {
    return paused;
  }

  /** Whether the connection has closed it. */
  public boolean isClosed() {
    return closed;
  }

  /** Bytes that arrived and were left. */
  public int unreadBytes() {
    return in.readableBytes();
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public TransportInfo info() {
    InetSocketAddress here = new InetSocketAddress("127.0.0.1", PORT);
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

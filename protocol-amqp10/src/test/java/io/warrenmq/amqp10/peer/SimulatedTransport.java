package io.warrenmq.amqp10.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bytes between a connection and a test. Keeps the promises of {@link Transport}. */
final class SimulatedTransport implements Transport {
  private final Loop loop;
  private final TransportInfo info;
  private final ByteBuf in = Unpooled.buffer();
  private final ByteBuf out = Unpooled.buffer();
  private @Nullable ProtocolConnection connection;
  private boolean paused;
  private boolean writable = true;
  private boolean closed;
  private boolean told; // of the close

  SimulatedTransport(Loop loop, int port) {
    this.loop = loop;
    this.info =
        new TransportInfo(
            new InetSocketAddress("127.0.0.1", 5672),
            new InetSocketAddress("127.0.0.1", port),
            null,
            null);
  }

  void connect(ProtocolConnection to) {
    connection = to;
  }

  ProtocolConnection connection() {
    return Objects.requireNonNull(connection);
  }

  /** Bytes arrive. On the loop. */
  void arrive(byte[] bytes) {
    if (!closed) {
      in.writeBytes(bytes);
      read();
    }
  }

  private void read() {
    if (!paused && !closed && in.isReadable()) {
      connection().onBytes(in);
      in.discardReadBytes();
    }
  }

  /** The socket is full, or takes more again. On the loop. */
  void setWritable(boolean takesMore) {
    writable = takesMore;
    connection().onWritable(takesMore);
  }

  /** The client is gone. On the loop. */
  void cut() {
    close();
  }

  ByteBuf written() {
    return out;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isPaused() {
    return paused;
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
    return info;
  }

  @Override
  public ByteBuf out(int bytes) {
    return closed ? Unpooled.buffer(bytes) : out.ensureWritable(bytes);
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void pauseReading() {
    paused = true;
  }

  @Override
  public void resumeReading() {
    paused = false;
    loop.execute(this::read);
  }

  @Override
  public void close() {
    closed = true;
    if (!told) {
      told = true;
      loop.execute(connection()::onClosed);
    }
  }
}

package io.warrenmq.amqp091.fake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import java.net.InetSocketAddress;

/** A transport between a connection and a test. */
public final class FakeTransport implements Transport {
  private final FakeLoop loop;
  private final ByteBuf in = Unpooled.buffer();
  private final ByteBuf out = Unpooled.buffer();
  private ProtocolConnection connection;
  private boolean paused;
  private boolean writable = true;
  private boolean closed;

  public FakeTransport(FakeLoop loop) {
    this.loop = loop;
  }

  public void connect(ProtocolConnection to) {
    connection = to;
  }

  /** Bytes arrive, in a turn of their own. */
  public void arrive(ByteBuf bytes) {
    in.writeBytes(bytes);
    read();
    loop.turn();
  }

  private void read() {
    if (!paused && !closed && in.isReadable()) {
      connection.onBytes(in);
      in.discardReadBytes();
    }
  }

  public void setWritable(boolean takesMore) {
    writable = takesMore;
    connection.onWritable(takesMore);
    loop.turn();
  }

  /** What was written and not yet taken by the test. */
  public ByteBuf written() {
    return out;
  }

  public boolean isPaused() {
    return paused;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Bytes that have arrived and that the connection has not read. */
  public int unreadBytes() {
    return in.readableBytes();
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public TransportInfo info() {
    return new TransportInfo(
        new InetSocketAddress("127.0.0.1", 5672),
        new InetSocketAddress("127.0.0.1", 40_000),
        null,
        null);
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
  }
}

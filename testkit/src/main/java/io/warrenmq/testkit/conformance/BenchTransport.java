package io.warrenmq.testkit.conformance;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.transport.TransportInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes between a connection and a test: a socket as {@link Transport} promises it, which sees that
 * the protocol keeps its part. Each call of {@link ProtocolConnection#onBytes} gets a buffer of its
 * own, whose bytes are gone afterwards; each turn writes to one that is gone at the turn's end.
 * What it finds it throws, and so fails the loops' run. Confined to its loop.
 */
final class BenchTransport implements Transport, TurnEnd {
  private static final int BEFORE = 7; // bytes of others before the unread ones
  private static final int OUT_MAX = 64 << 20;

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  private final Loop loop;
  private final TransportInfo info;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private @Nullable ProtocolConnection connection;
  private State state = State.OPEN;
  private byte[] unread = {};
  private @Nullable ByteBuf out; // of this turn
  private boolean flushAsked;
  private boolean reading;
  private boolean paused;
  private boolean resumeAsked;
  private boolean writable = true;
  private boolean toldClosed;

  BenchTransport(Loop loop, int port) {
    this.loop = loop;
    this.info =
        new TransportInfo(
            new InetSocketAddress("127.0.0.1", 5672),
            new InetSocketAddress("127.0.0.1", port),
            null,
            null);
  }

  // ---- what the test does

  void connect(ProtocolConnection to) {
    connection = to;
  }

  void arrive(byte[] bytes) {
    if (state == State.OPEN) {
      int had = unread.length;
      unread = Arrays.copyOf(unread, had + bytes.length);
      System.arraycopy(bytes, 0, unread, had, bytes.length);
      read();
    }
  }

  void setWritable(boolean takesMore) {
    writable = takesMore;
    if (state == State.OPEN) {
      connection().onWritable(takesMore);
    }
  }

  void cut() {
    if (state == State.OPEN) {
      state = State.CLOSED;
      tellClosed();
    }
  }

  void shutDown(String reason) {
    if (state == State.OPEN) {
      connection().onShutdown(reason);
    }
  }

  byte[] received() {
    return received.toByteArray();
  }

  int receivedBytes() {
    return received.size();
  }

  boolean isClosed() {
    return state != State.OPEN;
  }

  boolean isPaused() {
    return paused;
  }

  // ---- reading

  private void read() {
    if (reading || paused || state != State.OPEN || unread.length == 0) {
      return;
    }
    ByteBuf in = Unpooled.directBuffer(BEFORE + unread.length);
    in.writeZero(BEFORE).writeBytes(unread).skipBytes(BEFORE);
    reading = true;
    try {
      connection().onBytes(in);
      checkCount(in, "onBytes has kept or released its buffer");
      int taken = in.readerIndex() - BEFORE;
      if (taken < 0 || in.writerIndex() != BEFORE + unread.length) {
        throw new AssertionError("onBytes has moved an index of its buffer as it must not");
      }
      unread = Arrays.copyOfRange(unread, taken, unread.length);
      in.setZero(0, in.capacity()); // who has kept a part of it all the same reads nonsense
    } finally {
      reading = false;
      if (in.refCnt() > 0) {
        in.release(in.refCnt());
      }
    }
  }

  /** Fails when somebody has changed how many hold it. */
  private static void checkCount(ByteBuf buffer, String otherwise) {
    int count = buffer.refCnt();
    if (count != 1) {
      throw new AssertionError(otherwise + ": it is held " + count + " times");
    }
  }

  @Override
  public void pauseReading() {
    requireLoop("pauseReading");
    if (state == State.OPEN) {
      paused = true;
    }
  }

  @Override
  public void resumeReading() {
    requireLoop("resumeReading");
    if (paused) {
      paused = false;
      if (!resumeAsked) {
        resumeAsked = true;
        loop.atNextTurn(this::resume);
      }
    }
  }

  private void resume() {
    resumeAsked = false;
    read();
  }

  // ---- writing

  @Override
  public ByteBuf out(int bytes) {
    requireLoop("out");
    if (toldClosed) {
      throw new AssertionError("the protocol writes after onClosed");
    }
    ByteBuf buffer = out;
    if (buffer == null) {
      buffer = Unpooled.directBuffer(256, OUT_MAX);
      out = buffer;
    }
    if (!flushAsked) {
      flushAsked = true;
      loop.atFlush(this);
    }
    return buffer.ensureWritable(bytes);
  }

  @Override
  public void onTurnEnd() {
    flushAsked = false;
    flush();
  }

  private void flush() {
    ByteBuf buffer = out;
    out = null;
    if (buffer == null) {
      return;
    }
    checkCount(buffer, "the protocol has kept or released what it writes to");
    if (state == State.OPEN) {
      try {
        buffer.readBytes(received, buffer.readableBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    buffer.release();
  }

  @Override
  public boolean isWritable() {
    return state == State.OPEN && writable;
  }

  // ---- the end

  @Override
  public void close() {
    requireLoop("close");
    if (state == State.OPEN) {
      flush();
      state = State.CLOSING;
      loop.execute(this::tellClosed); // never from within its own call
    }
  }

  private void tellClosed() {
    if (!toldClosed) {
      connection().onClosed();
      flush(); // what it says to nobody
      toldClosed = true;
      state = State.CLOSED;
    }
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public TransportInfo info() {
    return info;
  }

  private ProtocolConnection connection() {
    ProtocolConnection there = connection;
    if (there == null) {
      throw new IllegalStateException("nobody is connected");
    }
    return there;
  }

  private void requireLoop(String what) {
    if (!loop.inThread()) {
      throw new AssertionError(what + " is called from outside the connection's loop");
    }
  }
}

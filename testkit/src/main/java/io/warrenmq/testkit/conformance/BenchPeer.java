package io.warrenmq.testkit.conformance;

import io.warrenmq.testkit.loop.SimulatedLoops;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client of the protocol under test. Confined to the test's thread. */
public final class BenchPeer {
  private final SimulatedLoops loops;
  private final BenchTransport transport;

  BenchPeer(SimulatedLoops loops, BenchTransport transport) {
    this.loops = loops;
    this.transport = transport;
  }

  /** Sends bytes, which arrive together, and lets all happen that follows. */
  public BenchPeer send(byte[] bytes) {
    sendLater(bytes);
    loops.runUntilIdle();
    return this;
  }

  /** Sends bytes, one piece after the other, each when all has happened that follows. */
  public BenchPeer send(List<byte[]> pieces) {
    pieces.forEach(this::send);
    return this;
  }

  /** Sends text as UTF-8. */
  public BenchPeer sendText(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes, which arrive when the loops run. */
  public void sendLater(byte[] bytes) {
    transport.loop().execute(() -> transport.arrive(bytes));
  }

  /** All that came so far. */
  public byte[] received() {
    return transport.received();
  }

  /** All that came so far, as UTF-8. */
  public String receivedText() {
    return new String(received(), StandardCharsets.UTF_8);
  }

  /** How many bytes came so far. */
  public int receivedBytes() {
    return transport.receivedBytes();
  }

  /** Whether the connection is closed, by whichever side. */
  public boolean isClosed() {
    return transport.isClosed();
  }

  /** Whether the protocol reads nothing at present. */
  public boolean isPaused() {
    return transport.isPaused();
  }

  /** The socket is full, or takes more again; all happens that follows. */
  public void setWritable(boolean writable) {
    loops.run(transport.loop(), () -> transport.setWritable(writable));
  }

  /** The client is gone; all happens that follows. */
  public void cut() {
    cutLater();
    loops.runUntilIdle();
  }

  /** The client is gone when the loops run. */
  public void cutLater() {
    transport.loop().execute(transport::cut);
  }

  /** The broker stops and says so to this client; all happens that follows. */
  public void shutDown() {
    loops.run(transport.loop(), () -> transport.shutDown("shutdown"));
  }
}

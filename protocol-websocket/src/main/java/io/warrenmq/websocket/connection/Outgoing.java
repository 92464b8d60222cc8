package io.warrenmq.websocket.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.warrenmq.api.protocol.Transport;
import io.warrenmq.api.protocol.WebSocketSpec.Frames;
import io.warrenmq.websocket.deflate.MessageDeflater;
import io.warrenmq.websocket.frame.FrameReader;
import io.warrenmq.websocket.frame.FrameWriter;
import io.warrenmq.websocket.frame.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the client. What the protocol writes in a turn is gathered into one message, or more
 * if it is long, as its length comes first on the wire, and copied once into the transport's
 * buffer. Holds a buffer only while it holds something. Confined to its loop.
 */
final class Outgoing {
  private static final int FULL_BYTES = 64 << 10; // worth a frame of its own
  private static final int SMALLEST_BYTES = 256;

  private static final int SMALL_BYTES = 256; // not worth compressing

  private final Transport transport;
  private final @Nullable MessageDeflater deflater;
  private Frames frames = Frames.BINARY;
  private @Nullable ByteBuf gathered;
  private int nextBytes = SMALLEST_BYTES; // how large the next buffer will be
  private byte @Nullable [] pong; // waits for the socket

  /**
   * Creates it.
   *
   * @param deflater compresses messages; {@code null} when they are not to be
   */
  Outgoing(Transport transport, @Nullable MessageDeflater deflater) {
    this.transport = transport;
    this.deflater = deflater;
  }

  /** Data goes in this kind of frames, before there was any. */
  void send(Frames kind) {
    frames = kind;
  }

  /** The buffer for data, with room for so many bytes. */
  ByteBuf data(int bytes) {
    ByteBuf buffer = gathered;
    if (buffer != null && buffer.isReadable() && buffer.readableBytes() + bytes > FULL_BYTES) {
      write(buffer);
      buffer.clear();
      nextBytes = FULL_BYTES;
    }
    if (buffer == null) {
      buffer = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(nextBytes, bytes));
      gathered = buffer;
    }
    return buffer.ensureWritable(bytes);
  }

  /** Ends the turn's message. */
  void flush() {
    ByteBuf buffer = gathered;
    if (buffer == null) {
      return;
    }
    int bytes = buffer.readableBytes();
    if (bytes > 0) {
      write(buffer);
    }
    int wanted = Math.max(SMALLEST_BYTES, Math.min(bytes, FULL_BYTES));
    nextBytes = Math.max(wanted, nextBytes / 2);
    discard();
  }

  private void write(ByteBuf payload) {
    int opcode = isText(payload) ? Opcode.TEXT : Opcode.BINARY;
    if (deflater == null || payload.readableBytes() < SMALL_BYTES) {
      writeFrame(opcode, payload);
      return;
    }
    ByteBuf compressed = PooledByteBufAllocator.DEFAULT.directBuffer(payload.readableBytes());
    try {
      deflater.deflate(payload, compressed);
      writeFrame(opcode | FrameWriter.COMPRESSED, compressed);
    } finally {
      compressed.release();
    }
  }

  /** A client fails the connection over a text that is none: RFC 6455 §8.1. */
  private boolean isText(ByteBuf payload) {
    return frames == Frames.TEXT
        && FrameReader.isUtf8(payload, payload.readerIndex(), payload.writerIndex());
  }

  private void writeFrame(int opcode, ByteBuf payload) {
    int bytes = payload.readableBytes();
    ByteBuf out = transport.out(FrameWriter.HEADER_BYTES_MAX + bytes);
    FrameWriter.writeHeader(out, opcode, bytes);
    out.writeBytes(payload);
  }

  /**
   * Answers a ping. Of those that come while the client takes nothing, the last one alone, which is
   * enough: RFC 6455 §5.5.3. Else it could have us hold answers without end.
   *
   * @param bytes how much of {@code payload} is the ping's
   */
  void pong(ByteBuf payload, int bytes) {
    if (transport.isWritable()) {
      ByteBuf out = transport.out(FrameWriter.HEADER_BYTES_MAX + bytes);
      FrameWriter.writeHeader(out, Opcode.PONG, bytes);
      out.writeBytes(payload, payload.readerIndex(), bytes);
    } else {
      pong = new byte[bytes];
      payload.getBytes(payload.readerIndex(), pong);
    }
  }

  /** Asks for a sign of life; not a client that takes nothing, which its listener cuts. */
  void ping() {
    if (transport.isWritable()) {
      FrameWriter.writeHeader(transport.out(FrameWriter.HEADER_BYTES_MAX), Opcode.PING, 0);
    }
  }

  /** The client takes more: what has waited for that is sent. */
  void onWritable() {
    byte[] waiting = pong;
    if (waiting != null) {
      pong = null;
      ByteBuf out = transport.out(FrameWriter.HEADER_BYTES_MAX + waiting.length);
      FrameWriter.writeHeader(out, Opcode.PONG, waiting.length);
      out.writeBytes(waiting);
    }
  }

  /**
   * Sends what is gathered, and the close frame, behind which nothing may be sent.
   *
   * @param code 0 to tell none
   */
  void close(int code, String text) {
    flush();
    FrameWriter.writeClose(transport.out(FrameWriter.CLOSE_BYTES_MAX), code, text);
  }

  /** Throws away what is gathered. */
  void discard() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}

package io.warrenmq.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.MalformedFrame;
import io.warrenmq.amqp091.wire.ProtocolHeader;
import io.warrenmq.api.protocol.ReadGate;

/**
 * Cuts what arrives into the protocol header and frames. Once the bytes are no frames, or the
 * connection is over, it throws away what comes. Confined to the connection's loop.
 */
final class FrameReader {
  /** Takes what was cut. */
  interface Sink {
    /** The client has begun with our header. */
    void onHeader();

    /** The client has begun with something else, which is unread. */
    void onForeignHeader(ByteBuf in);

    /** A frame begins at {@code start}. */
    void onFrame(ByteBuf in, int start);

    /** These bytes are no frame, and nobody knows where the next one begins. */
    void onNoFrame(MalformedFrame malformed);
  }

  private enum Mode {
    HEADER,
    FRAMES,
    DEAF
  }

  private static final int UNLIMITED_FRAME_MAX = 1 << 30; // where frame-max 0 was agreed on

  private final ReadGate gate;
  private final Sink sink;
  private Mode mode = Mode.HEADER;
  private int frameMax;
  private boolean reading;

  /**
   * Creates it.
   *
   * @param frameMax bytes of a whole frame until something else is agreed on; 0 for no limit
   */
  FrameReader(ReadGate gate, Sink sink, int frameMax) {
    this.gate = gate;
    this.sink = sink;
    useFrameMax(frameMax);
  }

  /** Sets how many bytes a whole frame may have; 0 for no limit. */
  void useFrameMax(int bytes) {
    frameMax = bytes == 0 ? UNLIMITED_FRAME_MAX : bytes;
  }

  /** Throws away what comes from now on. */
  void becomeDeaf() {
    mode = Mode.DEAF;
  }

  /** Takes all that is whole, as long as the gate is open. */
  void read(ByteBuf in) {
    if (reading) {
      return; // what is being handled has opened the gate; the loop below goes on
    }
    reading = true;
    try {
      while (in.isReadable() && readUnit(in)) {}
    } finally {
      reading = false;
    }
  }

  /** Takes one unit; false when none is whole, or none may be taken now. */
  private boolean readUnit(ByteBuf in) {
    return switch (mode) {
      case HEADER -> readHeader(in);
      case FRAMES -> !gate.isClosed() && readFrame(in);
      case DEAF -> {
        in.skipBytes(in.readableBytes());
        yield false;
      }
    };
  }

  private boolean readHeader(ByteBuf in) {
    switch (ProtocolHeader.match(in, in.readerIndex(), in.readableBytes())) {
      case INCOMPLETE -> {
        return false;
      }
      case AMQP_0_9_1 -> {
        in.skipBytes(ProtocolHeader.BYTES);
        mode = Mode.FRAMES;
        sink.onHeader();
      }
      case OTHER_AMQP, OTHER -> {
        becomeDeaf();
        sink.onForeignHeader(in);
      }
    }
    return true;
  }

  private boolean readFrame(ByteBuf in) {
    int start = in.readerIndex();
    int bytes;
    try {
      bytes = FrameDecoder.frameBytes(in, start, in.readableBytes(), frameMax);
    } catch (MalformedFrame malformed) {
      becomeDeaf();
      sink.onNoFrame(malformed);
      return true;
    }
    if (bytes == 0) {
      return false;
    }
    sink.onFrame(in, start);
    in.readerIndex(start + bytes);
    return true;
  }
}

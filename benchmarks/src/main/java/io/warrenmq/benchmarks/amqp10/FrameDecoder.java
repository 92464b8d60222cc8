package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;

/** Reads the frames that a broker sends to a client which knows its links without their handles. */
final class FrameDecoder {
  private static final int HEADER_BYTES = 8;
  private static final int PROTOCOL_HEADER = 0x414d5150; // AMQP
  private static final int FRAME_BYTES_MAX = 1 << 26;

  private final FrameSink sink;
  private final Fields fields = new Fields();

  FrameDecoder(FrameSink sink) {
    this.sink = sink;
  }

  /**
   * Hands every whole frame of {@code in} to the sink and leaves the bytes of a frame that is not
   * whole unread.
   *
   * @throws IllegalArgumentException for what no broker may send to such a client
   */
  void decode(ByteBuf in) {
    while (in.readableBytes() >= HEADER_BYTES) {
      int start = in.readerIndex();
      int bytes = in.getInt(start);
      if (bytes == PROTOCOL_HEADER) {
        in.skipBytes(HEADER_BYTES);
        sink.onProtocolHeader(in.getUnsignedByte(start + 4));
        continue;
      }
      int body = start + 4 * in.getUnsignedByte(start + 4);
      if (bytes < body - start || body - start < HEADER_BYTES || bytes > FRAME_BYTES_MAX) {
        throw new IllegalArgumentException("a frame of " + bytes + " bytes");
      }
      if (in.readableBytes() < bytes) {
        return;
      }
      in.skipBytes(bytes);
      if (body == start + bytes) {
        sink.onHeartbeat();
      } else {
        performative(in, body, start + bytes);
      }
    }
  }

  private void performative(ByteBuf in, int body, int end) {
    switch (fields.open(in, body).descriptor()) {
      case Codes.TRANSFER -> transfer(in, end);
      case Codes.DISPOSITION -> disposition(in);
      case Codes.FLOW -> flow();
      case Codes.ATTACH -> attach();
      case Codes.BEGIN -> {
        int channel = fields.number(0);
        int nextOutgoingId = fields.number(0);
        sink.onBegin(channel, nextOutgoingId, fields.number(0));
      }
      case Codes.OPEN -> {
        int frameBytesMax = fields.skip(2).number(Integer.MAX_VALUE);
        int idleTimeoutMs = fields.skip(1).number(0);
        // Both are unsigned; what does not fit is as good as no limit.
        sink.onOpen(frameBytesMax < 0 ? Integer.MAX_VALUE : frameBytesMax, idleTimeoutMs);
      }
      case Codes.DETACH -> sink.onEnd("link detached" + error(2, in));
      case Codes.END -> sink.onEnd("session ended" + error(0, in));
      case Codes.CLOSE -> sink.onEnd("connection closed" + error(0, in));
      case Codes.SASL_MECHANISMS -> sink.onSaslMechanisms();
      case Codes.SASL_OUTCOME -> sink.onSaslOutcome(fields.number(-1));
      default ->
          throw new IllegalArgumentException(
              "frame with descriptor " + Integer.toHexString(fields.descriptor()));
    }
  }

  private void transfer(ByteBuf in, int end) {
    int deliveryId = fields.skip(1).number(0);
    boolean settled = fields.skip(2).bool();
    boolean more = fields.bool();
    if (more) {
      throw new IllegalArgumentException("a message in several frames");
    }
    sink.onTransfer(deliveryId, settled, in, fields.end(), end);
  }

  private void disposition(ByteBuf in) {
    boolean isReceiver = fields.bool();
    int first = fields.number(0);
    int last = fields.number(first);
    boolean settled = fields.bool();
    int state = fields.next();
    if (isReceiver) {
      boolean accepted = state >= 0 && Fields.descriptor(in, state) == Codes.ACCEPTED;
      sink.onDisposition(first, last, settled, accepted);
    }
  }

  private void flow() {
    int nextIncomingId = fields.number(0);
    int incomingWindow = fields.number(0);
    boolean hasLink = fields.skip(2).next() >= 0;
    int deliveryCount = fields.number(0);
    int linkCredit = fields.number(0);
    boolean echo = fields.skip(2).bool();
    sink.onFlow(new Flow(nextIncomingId, incomingWindow, hasLink, deliveryCount, linkCredit, echo));
  }

  private void attach() {
    boolean isReceiver = fields.skip(2).bool();
    boolean hasSource = fields.skip(2).next() >= 0;
    boolean hasTarget = fields.next() >= 0;
    int initialDeliveryCount = fields.skip(2).number(0);
    sink.onAttach(isReceiver, isReceiver ? hasTarget : hasSource, initialDeliveryCount);
  }

  private String error(int field, ByteBuf in) {
    int at = fields.skip(field).next();
    if (at < 0) {
      return " by the broker";
    }
    Fields error = new Fields().open(in, at);
    return ": " + error.text() + " " + error.text();
  }
}

package io.warrenmq.amqp091.channel;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.message.Amqp091Format;
import io.warrenmq.amqp091.method.MethodId;
import io.warrenmq.amqp091.wire.DeliveryWriter;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.FrameEncoder;
import io.warrenmq.amqp091.wire.Shortstr;
import io.warrenmq.api.message.Message;

/**
 * Writes what is sent once for each message: deliveries, answers to get, returns, and confirms. A
 * small message costs one look-up of the output buffer and no object; a large one asks for the
 * buffer frame by frame. Confined to the connection's loop.
 */
public final class ContentWriter {
  private static final int FRAME_OVERHEAD = FrameDecoder.OVERHEAD_BYTES;
  private static final int CONFIRM_FRAME = FRAME_OVERHEAD + FrameDecoder.METHOD_ID_BYTES + 9;
  private static final int GATHER_MAX = 64 * 1024;

  private final Output output;
  private final LoopShared shared;
  private final int frameMax;
  private final int bodyMax; // bytes of body in a frame

  /**
   * Creates the writer of a connection.
   *
   * @param frameMax bytes of a whole frame as negotiated; 0 for no limit
   */
  public ContentWriter(Output output, LoopShared shared, int frameMax) {
    this.output = output;
    this.shared = shared;
    this.frameMax = frameMax;
    this.bodyMax = frameMax == 0 ? Integer.MAX_VALUE - FRAME_OVERHEAD : frameMax - FRAME_OVERHEAD;
  }

  /** What all deliveries to a consumer begin with. */
  static byte[] deliveryHead(int channel, String consumerTag) {
    return DeliveryWriter.head(channel, NameCache.encode(consumerTag));
  }

  /**
   * Sends basic.deliver with its content.
   *
   * @param head the consumer's {@link #deliveryHead}
   * @param deliveryCount how often it was returned as failed; −1 when that is not told
   */
  void deliver(
      int channel,
      byte[] head,
      long deliveryTag,
      boolean redelivered,
      Message message,
      int deliveryCount) {
    byte[] exchange = shared.names.utf8(message.exchange());
    byte[] routingKey = shared.names.utf8(message.routingKey());
    Message own = Amqp091Format.INSTANCE.own(message);
    byte[] header = Amqp091Format.INSTANCE.deliveredHeader(own, deliveryCount);
    int headerLength = header == own.bytes() ? own.headerLength() : header.length;
    int bodyLength = own.bodyLength();
    int fields = head.length + 11 + exchange.length + routingKey.length;
    ByteBuf out = begin(fields, headerLength, bodyLength);
    boolean gathered = isGathered(bodyLength);
    // A body that is not gathered is left out here, and its size then put right.
    shared.deliveries.write(
        out,
        head,
        deliveryTag,
        redelivered,
        exchange,
        routingKey,
        header,
        0,
        headerLength,
        own.bytes(),
        own.headerLength(),
        gathered ? bodyLength : 0,
        frameMax);
    if (!gathered) {
      int contentHeader = FrameDecoder.CONTENT_HEADER_BYTES + headerLength + 1;
      out.setLong(out.writerIndex() - contentHeader + 4, bodyLength);
      body(channel, own);
    }
  }

  /** Sends basic.get-ok with its content. */
  void getOk(
      int channel,
      long deliveryTag,
      boolean redelivered,
      long readyCount,
      Message message,
      int deliveryCount) {
    byte[] exchange = shared.names.utf8(message.exchange());
    byte[] routingKey = shared.names.utf8(message.routingKey());
    Message own = Amqp091Format.INSTANCE.own(message);
    byte[] header = Amqp091Format.INSTANCE.deliveredHeader(own, deliveryCount);
    int headerLength = header == own.bytes() ? own.headerLength() : header.length;
    ByteBuf out = begin(15 + exchange.length + routingKey.length, headerLength, own.bodyLength());
    int frame = FrameEncoder.beginMethod(out, channel, MethodId.BASIC_GET_OK);
    out.writeLong(deliveryTag);
    out.writeByte(redelivered ? 1 : 0);
    Shortstr.write(out, exchange);
    Shortstr.write(out, routingKey);
    out.writeInt((int) Math.min(readyCount, Integer.MAX_VALUE));
    FrameEncoder.endFrame(out, frame);
    content(out, channel, header, headerLength, own);
  }

  /**
   * Sends basic.return with the content as it was published.
   *
   * @param replyText at most 255 bytes
   */
  void returned(int channel, int replyCode, String replyText, Message message) {
    byte[] text = shared.names.utf8(replyText);
    byte[] exchange = shared.names.utf8(message.exchange());
    byte[] routingKey = shared.names.utf8(message.routingKey());
    int fields = 5 + text.length + exchange.length + routingKey.length;
    ByteBuf out = begin(fields, message.headerLength(), message.bodyLength());
    int frame = FrameEncoder.beginMethod(out, channel, MethodId.BASIC_RETURN);
    out.writeShort(replyCode);
    Shortstr.write(out, text);
    Shortstr.write(out, exchange);
    Shortstr.write(out, routingKey);
    FrameEncoder.endFrame(out, frame);
    content(out, channel, message.bytes(), message.headerLength(), message);
  }

  /** Sends basic.ack or basic.nack to a publisher. */
  void confirm(int channel, int methodId, long tag, boolean multiple) {
    ByteBuf out = output.out(CONFIRM_FRAME);
    int frame = FrameEncoder.beginMethod(out, channel, methodId);
    out.writeLong(tag);
    // A nack's other bit, requeue, has no meaning towards publishers; RabbitMQ sets it, and there
    // are
    // clients that show it.
    out.writeByte((multiple ? 1 : 0) | (methodId == MethodId.BASIC_NACK ? 2 : 0));
    FrameEncoder.endFrame(out, frame);
  }

  private ByteBuf begin(int fields, int headerLength, int bodyLength) {
    int first =
        FRAME_OVERHEAD
            + FrameDecoder.METHOD_ID_BYTES
            + fields
            + FRAME_OVERHEAD
            + FrameDecoder.CONTENT_HEADER_BYTES
            + headerLength;
    return output.out(isGathered(bodyLength) ? first + FRAME_OVERHEAD + bodyLength : first);
  }

  private boolean isGathered(int bodyLength) {
    return bodyLength <= GATHER_MAX && bodyLength <= bodyMax;
  }

  private void content(ByteBuf out, int channel, byte[] header, int headerLength, Message message) {
    int bodyLength = message.bodyLength();
    FrameEncoder.writeContentHeader(out, channel, bodyLength, header, 0, headerLength);
    if (isGathered(bodyLength)) {
      FrameEncoder.writeBody(
          out, channel, message.bytes(), message.headerLength(), bodyLength, frameMax);
    } else {
      body(channel, message);
    }
  }

  /** A large body, frame by frame. */
  private void body(int channel, Message message) {
    byte[] bytes = message.bytes();
    int at = message.headerLength();
    while (at < bytes.length) {
      int length = Math.min(bodyMax, bytes.length - at);
      FrameEncoder.writeBody(
          output.out(FRAME_OVERHEAD + length), channel, bytes, at, length, frameMax);
      at += length;
    }
  }
}

package io.warrenmq.amqp091.channel;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.FrameType;
import io.warrenmq.api.broker.UnfinishedBytes;
import java.util.Arrays;

/**
 * Puts a publish together from its frames: method, then content header, then as many body frames as
 * the header's body size asks for. The content goes into one array, header and body behind each
 * other, which has room for the body at once when the body is there already, and otherwise grows as
 * it arrives, so that a size that is only claimed costs no memory. A content that is not wanted
 * (the channel is closing, the body is larger than allowed) is followed frame by frame all the
 * same, and kept nowhere. Confined to the connection's loop.
 */
final class PublishAssembler {
  private enum Expecting {
    METHOD,
    HEADER,
    BODY
  }

  /**
   * The largest body that any configuration allows, as in RabbitMQ; beyond, it is a framing error.
   */
  static final long BODY_BYTES_CEILING = 512L * 1024 * 1024;

  private static final int CLASS_BASIC = 60;
  private static final int FIXED_HEADER = 12; // class, weight, body size
  private static final byte[] NONE = {};

  private final int bodyBytesMax;
  private final UnfinishedBytes unfinished;
  private Expecting expecting = Expecting.METHOD;
  private String exchange = "";
  private String routingKey = "";
  private boolean mandatory;
  private boolean discarding;
  private byte[] bytes = NONE;
  private int headerLength;
  private int filled; // bytes of the array
  private long bodySize;
  private long bodyRemaining;
  private int accounted; // bytes of the array that are accounted for as unfinished

  /**
   * Creates an assembler.
   *
   * @param bodyBytesMax the largest body that is kept
   * @param unfinished accounts for contents that have come in part
   */
  PublishAssembler(int bodyBytesMax, UnfinishedBytes unfinished) {
    this.unfinished = unfinished;
    this.bodyBytesMax = bodyBytesMax;
  }

  /** Begins with basic.publish. */
  void begin(String exchange, String routingKey, boolean mandatory) {
    this.exchange = exchange;
    this.routingKey = routingKey;
    this.mandatory = mandatory;
    this.discarding = false;
    this.expecting = Expecting.HEADER;
  }

  /** Begins with basic.publish, whose content is to be thrown away. */
  void beginDiscarding() {
    begin("", "", false);
    discarding = true;
  }

  /**
   * Checks that a method frame may come now.
   *
   * @throws AmqpFault UNEXPECTED_FRAME when content is expected
   */
  void expectMethod() {
    if (expecting != Expecting.METHOD) {
      throw unexpected();
    }
  }

  /** Whether a publish has begun whose content is not complete. */
  boolean isExpectingContent() {
    return expecting != Expecting.METHOD;
  }

  /**
   * Takes the payload of a content header frame.
   *
   * @return whether the content is complete
   */
  boolean onHeader(ByteBuf in, int length) {
    if (expecting == Expecting.METHOD) {
      throw nonMethod();
    }
    if (expecting != Expecting.HEADER) {
      throw unexpected();
    }
    if (length < FIXED_HEADER + 2) {
      throw new AmqpFault(ReplyCode.FRAME_ERROR, "content header of " + length + " octets");
    }
    int classId = in.readUnsignedShort();
    int weight = in.readUnsignedShort();
    bodySize = in.readLong();
    if (classId != CLASS_BASIC) {
      throw new AmqpFault(
          ReplyCode.UNEXPECTED_FRAME,
          "expected content header for class 60, got one for class " + classId + " instead");
    }
    if (weight != 0) {
      throw unexpected();
    }
    if (bodySize < 0 || bodySize > BODY_BYTES_CEILING) {
      throw new AmqpFault(
          ReplyCode.FRAME_ERROR,
          "content body size "
              + Long.toUnsignedString(bodySize)
              + " exceeds maximum allowed size "
              + BODY_BYTES_CEILING);
    }
    takeHeader(in, length - FIXED_HEADER);
    bodyRemaining = bodySize;
    return step();
  }

  private void takeHeader(ByteBuf in, int length) {
    headerLength = length;
    if (discarding || bodySize > bodyBytesMax) {
      bytes = NONE;
      return;
    }
    int arrived = arrivedBodyBytes(in, in.readerIndex() + length);
    int capacity = length + Math.min((int) bodySize, arrived);
    if (arrived < bodySize) {
      account(capacity);
    }
    bytes = new byte[capacity];
    in.readBytes(bytes, 0, length);
    filled = length;
  }

  /**
   * The payload of the body frame that follows in the buffer, if it is there as a whole; else 0.
   */
  private static int arrivedBodyBytes(ByteBuf in, int headerFrameEnd) {
    int next = headerFrameEnd + 1;
    int available = in.writerIndex() - next - FrameDecoder.OVERHEAD_BYTES;
    if (available < 0 || FrameDecoder.type(in, next) != FrameType.BODY) {
      return 0;
    }
    int size = FrameDecoder.payloadBytes(in, next);
    return size < 0 || size > available ? 0 : size;
  }

  /**
   * Takes the payload of a body frame.
   *
   * @return whether the content is complete
   */
  boolean onBody(ByteBuf in, int length) {
    if (expecting == Expecting.METHOD) {
      throw nonMethod();
    }
    if (expecting != Expecting.BODY) {
      throw unexpected();
    }
    if (length > bodyRemaining) {
      throw new AmqpFault(
          ReplyCode.FRAME_ERROR, "content body frame exceeds remaining content size");
    }
    if (isKept()) {
      if (length > bytes.length - filled) {
        grow(length);
      }
      in.readBytes(bytes, filled, length);
      filled += length;
    }
    bodyRemaining -= length;
    return step();
  }

  /** Doubles the array, up to the size that the header has announced. */
  private void grow(int length) {
    int whole = headerLength + (int) bodySize;
    int capacity = Math.min(whole, Math.max(bytes.length * 2, filled + length));
    account(capacity);
    bytes = Arrays.copyOf(bytes, capacity);
  }

  private void account(int capacity) {
    if (!unfinished.take(capacity - accounted)) {
      throw new AmqpFault(ReplyCode.RESOURCE_ERROR, unfinished.refusal());
    }
    accounted = capacity;
  }

  private boolean step() {
    boolean complete = bodyRemaining == 0;
    expecting = complete ? Expecting.METHOD : Expecting.BODY;
    return complete;
  }

  /**
   * Whether the content that is complete was kept; otherwise it was larger than allowed, or not
   * wanted.
   */
  boolean isKept() {
    return bytes != NONE;
  }

  /** Whether the content that is complete is not wanted. */
  boolean isDiscarded() {
    return discarding;
  }

  /** Header and body of the content that is complete. The assembler forgets the array. */
  byte[] takeBytes() {
    byte[] taken = bytes;
    bytes = NONE;
    unfinished.giveBack(accounted);
    accounted = 0;
    return taken;
  }

  /** The content that is under way, if one is, is not wanted any more. */
  void discard() {
    discarding = true;
    takeBytes();
  }

  /** How many of the bytes are the header. */
  int headerLength() {
    return headerLength;
  }

  /** The body's size as announced. */
  long bodySize() {
    return bodySize;
  }

  String exchange() {
    return exchange;
  }

  String routingKey() {
    return routingKey;
  }

  boolean isMandatory() {
    return mandatory;
  }

  /** Bytes of memory held for the content that is under way. */
  int capacity() {
    return bytes.length;
  }

  private AmqpFault unexpected() {
    String text =
        expecting == Expecting.HEADER
            ? "expected content header for class 60, got non content header frame instead"
            : "expected content body, got non content body frame instead";
    return new AmqpFault(ReplyCode.UNEXPECTED_FRAME, text);
  }

  private static AmqpFault nonMethod() {
    return new AmqpFault(
        ReplyCode.UNEXPECTED_FRAME, "expected method frame, got non method frame instead");
  }
}

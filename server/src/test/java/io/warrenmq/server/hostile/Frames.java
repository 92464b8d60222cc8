package io.warrenmq.server.hostile;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.method.BasicMethod.BasicPublish;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.MethodCodec;
import io.warrenmq.amqp091.wire.FrameEncoder;
import io.warrenmq.testkit.wire.Hex;

/** Bytes of AMQP 0-9-1 frames, well-formed or not, one behind the other. For one thread. */
final class Frames {
  static final int METHOD = 1;
  static final int HEADER = 2;
  static final int BODY = 3;
  static final int HEARTBEAT = 8;

  private final ByteBuf out = Unpooled.buffer();

  static Frames of() {
    return new Frames();
  }

  /** Bytes as they are, in hexadecimal. */
  Frames raw(String hex) {
    return raw(Hex.parse(hex));
  }

  Frames raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  Frames method(int channel, Method method) {
    MethodCodec.encode(out, channel, method);
    return this;
  }

  /** A frame of any type, whose payload is in hexadecimal. */
  Frames frame(int type, int channel, String payload) {
    return frame(type, channel, Hex.parse(payload));
  }

  Frames frame(int type, int channel, byte[] payload) {
    return lying(type, channel, payload.length, payload, 0xCE);
  }

  /** A frame whose size and end octet may lie. */
  Frames lying(int type, int channel, long size, byte[] payload, int end) {
    out.writeByte(type).writeShort(channel).writeInt((int) size).writeBytes(payload);
    out.writeByte(end);
    return this;
  }

  /** A method frame of these ids, whose arguments are in hexadecimal. */
  Frames method(int channel, int classId, int methodId, String arguments) {
    return method(channel, classId, methodId, Hex.parse(arguments));
  }

  Frames method(int channel, int classId, int methodId, byte[] arguments) {
    ByteBuf payload = Unpooled.buffer();
    payload.writeShort(classId).writeShort(methodId).writeBytes(arguments);
    return frame(METHOD, channel, ByteBufUtil.getBytes(payload));
  }

  /** A content header that announces {@code bodyBytes}. */
  Frames header(int channel, long bodyBytes) {
    return header(channel, bodyBytes, BasicProperties.EMPTY);
  }

  Frames header(int channel, long bodyBytes, BasicProperties properties) {
    byte[] encoded = properties.encode();
    FrameEncoder.writeContentHeader(out, channel, bodyBytes, encoded, 0, encoded.length);
    return this;
  }

  Frames body(int channel, byte[] body) {
    return frame(BODY, channel, body);
  }

  /** A whole publish, its body cut into frames of 128 KiB. */
  Frames publish(int channel, String exchange, String key, BasicProperties properties, byte[] b) {
    method(channel, new BasicPublish(exchange, key, false, false));
    header(channel, b.length, properties);
    FrameEncoder.writeBody(out, channel, b, 0, b.length, 131_072);
    return this;
  }

  Frames publish(int channel, String exchange, String key, String body) {
    return publish(channel, exchange, key, BasicProperties.EMPTY, body.getBytes());
  }

  byte[] bytes() {
    return ByteBufUtil.getBytes(out);
  }
}

package io.warrenmq.amqp10.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.amqp10.performative.Performative;
import io.warrenmq.amqp10.performative.SaslFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends at once: a frame whose parts can be changed, or bytes.
 *
 * @param code of the performative; −1 for bytes alone
 * @param fields of the performative
 * @param payload behind the performative, or the bytes
 */
record Step(int type, int channel, long code, List<@Nullable Object> fields, byte[] payload) {
  private static final byte[] NONE = {};

  static Step raw(byte[] bytes) {
    return new Step(-1, 0, -1, List.of(), bytes);
  }

  static Step of(int channel, Performative performative) {
    return new Step(
        performative instanceof SaslFrame ? Frames.TYPE_SASL : Frames.TYPE_AMQP,
        channel,
        performative.code(),
        performative.fields(),
        NONE);
  }

  static Step of(int channel, HotFrame hot) {
    return new Step(
        Frames.TYPE_AMQP, channel, hot.code(), new ArrayList<>(hot.fields()), hot.payload());
  }

  boolean isRaw() {
    return code < 0;
  }

  Step onChannel(int other) {
    return new Step(type, other, code, fields, payload);
  }

  Step withCode(long other) {
    return new Step(type, channel, other, fields, payload);
  }

  Step withPayload(byte[] other) {
    return new Step(type, channel, code, fields, other);
  }

  Step withFields(List<@Nullable Object> others) {
    return new Step(type, channel, code, others, payload);
  }

  byte[] bytes() {
    if (isRaw()) {
      return payload;
    }
    ByteBuf body = Unpooled.buffer();
    ValueWriter.composite(body, code, fields);
    body.writeBytes(payload);
    return Peer.frame(type, channel, ByteBufUtil.getBytes(body));
  }
}

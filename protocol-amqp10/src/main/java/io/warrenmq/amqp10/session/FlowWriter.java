package io.warrenmq.amqp10.session;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.codec.FrameCursor;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.amqp10.link.Link;
import io.warrenmq.api.message.Symbol;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the flows of a session and its links. §2.7.4. Confined to the connection's loop. */
final class FlowWriter {
  private static final int BYTES_MAX = 64; // without properties

  private final FrameOutput output;
  private final int channel;

  FlowWriter(FrameOutput output, int channel) {
    this.output = output;
    this.channel = channel;
  }

  /** Writes a flow of the session. */
  void write(IncomingWindow incoming, int nextOutgoingId) {
    ByteBuf out = output.out(BYTES_MAX);
    int start = Frames.begin(out, Frames.TYPE_AMQP, channel);
    ValueWriter.descriptor(out, FrameCursor.FLOW);
    int list = ValueWriter.begin(out);
    session(out, incoming, nextOutgoingId);
    ValueWriter.endList(out, list, 4);
    Frames.end(out, start);
  }

  /** Writes a flow of a link. */
  void write(
      IncomingWindow incoming,
      int nextOutgoingId,
      Link link,
      boolean drain,
      Map<String, Object> properties) {
    ByteBuf out = output.out(BYTES_MAX);
    int start = Frames.begin(out, Frames.TYPE_AMQP, channel);
    ValueWriter.descriptor(out, FrameCursor.FLOW);
    int list = ValueWriter.begin(out);
    session(out, incoming, nextOutgoingId);
    ValueWriter.uint(out, link.handle());
    ValueWriter.uint(out, link.deliveryCount() & 0xFFFF_FFFFL);
    ValueWriter.uint(out, link.credit());
    ValueWriter.uint(out, link.available());
    ValueWriter.bool(out, drain);
    ValueWriter.bool(out, false);
    int count = 10;
    if (!properties.isEmpty()) {
      Map<Symbol, Object> named = new LinkedHashMap<>();
      properties.forEach((name, value) -> named.put(new Symbol(name), value));
      ValueWriter.write(out, named);
      count++;
    }
    ValueWriter.endList(out, list, count);
    Frames.end(out, start);
  }

  private static void session(ByteBuf out, IncomingWindow incoming, int nextOutgoingId) {
    int window = incoming.tell();
    ValueWriter.uint(out, incoming.nextId() & 0xFFFF_FFFFL);
    ValueWriter.uint(out, window);
    ValueWriter.uint(out, nextOutgoingId & 0xFFFF_FFFFL);
    ValueWriter.uint(out, OutgoingTransfers.WINDOW);
  }
}

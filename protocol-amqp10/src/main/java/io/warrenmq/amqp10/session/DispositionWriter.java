package io.warrenmq.amqp10.session;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.FrameCursor;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.codec.Frames;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.Role;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes dispositions (§2.7.6), one for a range of deliveries. Confined to the connection's loop.
 */
final class DispositionWriter {
  private static final int BYTES_MAX = 64; // with a state that has no fields

  private final FrameOutput output;
  private final int channel;

  DispositionWriter(FrameOutput output, int channel) {
    this.output = output;
    this.channel = channel;
  }

  /**
   * Writes one with an outcome that has no fields.
   *
   * @param role the end at which the broker is
   * @param first the first delivery id of the range, a serial number
   * @param last the last one
   * @param outcome its descriptor's code
   */
  void write(Role role, int first, int last, boolean settled, long outcome) {
    ByteBuf out = output.out(BYTES_MAX);
    int start = Frames.begin(out, Frames.TYPE_AMQP, channel);
    ValueWriter.descriptor(out, FrameCursor.DISPOSITION);
    int list = ValueWriter.beginShortList(out, 5);
    ValueWriter.bool(out, role == Role.RECEIVER);
    ValueWriter.uint(out, first & 0xFFFF_FFFFL);
    ValueWriter.uint(out, last & 0xFFFF_FFFFL);
    ValueWriter.bool(out, settled);
    ValueWriter.descriptor(out, outcome);
    ValueWriter.emptyList(out);
    ValueWriter.endShortList(out, list);
    Frames.end(out, start);
  }

  /**
   * Writes one with any state, or none. Of a state that the client's largest frame has no room for
   * it leaves out all but what it is: an error's text and a client's annotations may be long.
   */
  void write(Role role, int first, int last, boolean settled, @Nullable DeliveryState state) {
    ByteBuf out = output.out(BYTES_MAX);
    int start = out.writerIndex();
    write(out, role, first, last, settled, state);
    if (state != null && out.writerIndex() - start > output.frameMax()) {
      out.writerIndex(start);
      write(out, role, first, last, settled, state.brief());
    }
  }

  private void write(
      ByteBuf out, Role role, int first, int last, boolean settled, @Nullable DeliveryState state) {
    int start = Frames.begin(out, Frames.TYPE_AMQP, channel);
    Described described = state == null ? null : state.described();
    ValueWriter.composite(
        out,
        FrameCursor.DISPOSITION,
        Arrays.asList(
            role == Role.RECEIVER, Unsigned.uint(first), Unsigned.uint(last), settled, described));
    Frames.end(out, start);
  }
}

package io.warrenmq.amqp10.performative;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.codec.Frames;
import org.jspecify.annotations.Nullable;

/** Sends performatives, a frame each. Confined to the connection's loop. */
public final class PerformativeSender {
  private static final int BYTES_GUESS = 256; // the buffer grows when one takes more

  private final FrameOutput output;

  /** Sends by the way out of a connection. */
  public PerformativeSender(FrameOutput output) {
    this.output = output;
  }

  /** Sends a performative on a channel. An error that does not fit into a frame is cut. */
  public void send(int channel, Performative performative) {
    ByteBuf out = output.out(BYTES_GUESS);
    int start = write(out, Frames.TYPE_AMQP, channel, performative);
    if (out.writerIndex() - start > output.frameMax()) {
      Performative shorter = withoutText(performative);
      if (shorter != null) {
        out.writerIndex(start);
        write(out, Frames.TYPE_AMQP, channel, shorter);
      }
    }
  }

  /** Sends a part of SASL. */
  public void send(SaslFrame frame) {
    write(output.out(BYTES_GUESS), Frames.TYPE_SASL, 0, frame);
  }

  private static int write(ByteBuf out, int type, int channel, Performative performative) {
    int start = Frames.begin(out, type, channel);
    performative.write(out);
    Frames.end(out, start);
    return start;
  }

  private static @Nullable Performative withoutText(Performative performative) {
    if (performative instanceof Detach detach && detach.error() != null) {
      return new Detach(detach.handle(), detach.closed(), detach.error().withoutText());
    } else if (performative instanceof End end && end.error() != null) {
      return new End(end.error().withoutText());
    } else if (performative instanceof Close close && close.error() != null) {
      return new Close(close.error().withoutText());
    }
    return null;
  }
}

package io.warrenmq.amqp091.connection;

import io.netty.buffer.ByteBuf;
import io.warrenmq.amqp091.channel.Output;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.MethodCodec;
import io.warrenmq.amqp091.wire.FrameDecoder;
import io.warrenmq.amqp091.wire.FrameEncoder;
import io.warrenmq.api.protocol.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a connection; remembers for the heartbeats that something was sent, and looks
 * after every so many bytes whether the socket still takes them: within one turn a few requests may
 * ask for any amount of answers. Confined to the connection's loop.
 */
final class MethodSender implements Output {
  private static final int METHOD_BYTES_GUESS = 64; // the buffer grows when a method takes more

  private static final int LOOK_EVERY_BYTES = 64 * 1024;

  private final Transport transport;
  private final Runnable onFull;
  private @Nullable Heartbeats heartbeats;
  private int bytesSinceLook;

  /**
   * Creates it.
   *
   * @param onFull called when the socket takes no more; what is written then is buffered
   */
  MethodSender(Transport transport, Runnable onFull) {
    this.transport = transport;
    this.onFull = onFull;
  }

  void useHeartbeats(Heartbeats signs) {
    heartbeats = signs;
  }

  @Override
  public ByteBuf out(int bytes) {
    if (heartbeats != null) {
      heartbeats.onSent();
    }
    bytesSinceLook += bytes;
    if (bytesSinceLook >= LOOK_EVERY_BYTES) {
      bytesSinceLook = 0;
      if (!transport.isWritable()) {
        onFull.run();
      }
    }
    return transport.out(bytes);
  }

  void send(int channel, Method method) {
    MethodCodec.encode(out(METHOD_BYTES_GUESS), channel, method);
  }

  void sendHeartbeat() {
    FrameEncoder.writeHeartbeat(out(FrameDecoder.OVERHEAD_BYTES));
  }
}

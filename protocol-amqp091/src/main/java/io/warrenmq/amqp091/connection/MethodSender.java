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
 * The way out of a connection; remembers for the heartbeats that something was sent. Confined to
 * the connection's loop.
 */
final class MethodSender implements Output {
  private static final int METHOD_BYTES_GUESS = 64; // the buffer grows when a method takes more

  private final Transport transport;
  private @Nullable Heartbeats heartbeats;

  MethodSender(Transport transport) {
    this.transport = transport;
  }

  void useHeartbeats(Heartbeats signs) {
    heartbeats = signs;
  }

  @Override
  public ByteBuf out(int bytes) {
    if (heartbeats != null) {
      heartbeats.onSent();
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

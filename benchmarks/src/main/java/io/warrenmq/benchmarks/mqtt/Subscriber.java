package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.warrenmq.benchmarks.load.Arrivals;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Receives, and acknowledges QoS 1. */
final class Subscriber extends MqttConnection {
  private static final int ACKS_BYTES = 1024;

  private final Arrivals arrivals;
  private @Nullable ByteBuf acks;

  Subscriber(
      String clientId,
      Login login,
      Iterator<String> filters,
      int qos,
      Arrivals arrivals,
      Counters counters,
      ConnectionEvents events) {
    super(clientId, login, filters, qos, counters, events);
    this.arrivals = arrivals;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    arrivals.onRead();
    super.channelRead(context, message);
  }

  @Override
  public void onPublish(int qos, int packetId, ByteBuf in, int payloadIndex, int payloadBytes) {
    if (!arrivals.onMessage(in, payloadIndex, payloadBytes)) {
      fail("a message that nobody here has published");
    } else if (qos > 0) {
      acknowledge(packetId);
    }
  }

  private void acknowledge(int packetId) {
    ByteBuf out = acks;
    if (out == null) {
      out = buffer(ACKS_BYTES);
      acks = out;
    }
    PacketEncoder.puback(out, packetId);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    ByteBuf out = acks;
    if (out != null) {
      acks = null;
      send(out);
    }
    arrivals.onReadComplete();
  }
}

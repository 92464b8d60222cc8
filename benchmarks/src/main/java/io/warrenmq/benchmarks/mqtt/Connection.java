package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client: connects, subscribes, answers nothing more. Those that do more extend it. */
class Connection extends ChannelInboundHandlerAdapter implements PacketSink {
  private static final int FILTERS_PER_PACKET = 50;

  private final String clientId;
  private final Login login;
  private final Iterator<String> filters;
  private final int qos;
  final Counters counters;
  private final ConnectionEvents events;

  private @Nullable Channel channel;
  private @Nullable ByteBuf partial; // the beginning of a packet whose end has not come
  private int lastSubscribeId;
  private boolean closing;

  /**
   * @param filters to subscribe to, taken as it gets on
   * @param qos of these subscriptions, 0 or 1
   */
  Connection(
      String clientId,
      Login login,
      Iterator<String> filters,
      int qos,
      Counters counters,
      ConnectionEvents events) {
    this.clientId = clientId;
    this.login = login;
    this.filters = filters;
    this.qos = qos;
    this.counters = counters;
    this.events = events;
  }

  final Channel channel() {
    Channel opened = channel;
    if (opened == null) {
      throw new IllegalStateException(clientId + " is not connected");
    }
    return opened;
  }

  /** A buffer for packets, to be handed to {@link #send}. */
  final ByteBuf buffer(int bytes) {
    return channel().alloc().directBuffer(bytes);
  }

  /** Writes and flushes packets; a failure is told to {@link ConnectionEvents}. */
  final void send(ByteBuf packets) {
    channel().writeAndFlush(packets, channel().voidPromise());
  }

  final void ping() {
    ByteBuf out = buffer(2);
    PacketEncoder.pingreq(out);
    send(out);
    counters.pings++;
  }

  /** Closes the socket; no failure is told from now on. */
  final void close() {
    closing = true;
    if (channel != null) {
      channel.close();
    }
  }

  final void fail(String what) {
    fail(new IOException(what));
  }

  final void fail(Throwable cause) {
    if (!closing) {
      events.onFailure(new IOException(clientId + ": " + cause.getMessage(), cause));
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    ByteBuf out = buffer(64 + clientId.length());
    PacketEncoder.connect(out, clientId, login.user(), login.password(), login.keepAliveS());
    send(out);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    ByteBuf in = partial;
    try {
      if (in == null) {
        PacketDecoder.decode(read, this);
        if (read.isReadable()) {
          partial = context.alloc().buffer(2 * read.readableBytes()).writeBytes(read);
        }
      } else {
        PacketDecoder.decode(in.writeBytes(read), this);
        if (in.isReadable()) {
          in.discardReadBytes();
        } else {
          in.release();
          partial = null;
        }
      }
    } finally {
      read.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (partial != null) {
      partial.release();
      partial = null;
    }
    fail("closed by the broker");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause);
  }

  @Override
  public void onConnack(int returnCode) {
    if (returnCode != 0) {
      fail("refused with return code " + returnCode);
    } else {
      subscribeOn();
    }
  }

  @Override
  public void onSuback(int packetId, boolean granted) {
    if (!granted || packetId != lastSubscribeId) {
      fail("a subscription was refused");
    } else {
      subscribeOn();
    }
  }

  private void subscribeOn() {
    if (!filters.hasNext()) {
      events.onReady(this);
      return;
    }
    List<String> some = new ArrayList<>();
    int bytes = 16;
    while (some.size() < FILTERS_PER_PACKET && filters.hasNext()) {
      String filter = filters.next();
      some.add(filter);
      bytes += filter.length() + 3;
    }
    lastSubscribeId = lastSubscribeId % 0xffff + 1;
    ByteBuf out = buffer(bytes);
    PacketEncoder.subscribe(out, lastSubscribeId, some, qos);
    send(out);
  }

  @Override
  public void onPingresp() {
    counters.pongs++;
  }

  @Override
  public void onPuback(int packetId) {
    fail("PUBACK, but it publishes nothing");
  }

  @Override
  public void onPublish(int qos, int packetId, ByteBuf in, int payloadIndex, int payloadBytes) {
    fail("PUBLISH, but it has subscribed to nothing");
  }
}

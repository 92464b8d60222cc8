package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.warrenmq.benchmarks.load.Arrivals;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import org.jspecify.annotations.Nullable;

/** Receives by one subscription, and acknowledges each message where that asks for it. */
final class Subscriber extends StompConnection {
  private static final int SUBSCRIBED = 1; // the receipt of SUBSCRIBE
  private static final int ACKS_BYTES = 16 * 1024;

  private final Destination source;
  private final Settings settings;
  private final Arrivals arrivals;
  private @Nullable ByteBuf acks;

  /**
   * How it receives.
   *
   * @param acknowledges client-individual, otherwise auto
   * @param prefetch messages without an ACK; 0 for any number
   * @param bodyBytes of a message
   */
  record Settings(boolean acknowledges, int prefetch, int bodyBytes) {}

  Subscriber(
      String name,
      Login login,
      Destination source,
      Settings settings,
      Arrivals arrivals,
      Counters counters,
      ConnectionEvents events) {
    super(name, login, counters, events);
    this.source = source;
    this.settings = settings;
    this.arrivals = arrivals;
  }

  @Override
  public void onLoggedIn() {
    ByteBuf out = buffer();
    Frames.command(out, "SUBSCRIBE");
    Frames.header(out, "id", "0");
    source.ofSubscribe(out, settings.prefetch(), settings.bodyBytes());
    Frames.header(out, "ack", settings.acknowledges() ? "client-individual" : "auto");
    Frames.header(out, "receipt", Integer.toString(SUBSCRIBED));
    Frames.end(out);
    send(out);
  }

  @Override
  public void onReceipt(int receipt) {
    if (receipt != SUBSCRIBED) {
      fail("a receipt that was not asked for");
    } else {
      ready();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    arrivals.onRead();
    super.channelRead(context, message);
  }

  @Override
  public void onMessage(ByteBuf in, int ackIndex, int ackBytes, int bodyIndex, int bodyBytes) {
    if (!arrivals.onMessage(in, bodyIndex, bodyBytes)) {
      fail("a message that nobody here has published");
    } else if (settings.acknowledges()) {
      acknowledge(in, ackIndex, ackBytes);
    }
  }

  private void acknowledge(ByteBuf in, int ackIndex, int ackBytes) {
    if (ackBytes == 0) {
      fail("a message that cannot be acknowledged");
      return;
    }
    ByteBuf out = acks;
    if (out == null) {
      out = buffer(ACKS_BYTES);
      acks = out;
    }
    Frames.ack(out, in, ackIndex, ackBytes);
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

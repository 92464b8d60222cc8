package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import io.warrenmq.benchmarks.load.Publisher;
import org.jspecify.annotations.Nullable;

/** The connection of a {@link Publisher}; a receipt acknowledges the message that asks for it. */
final class Sender extends StompConnection implements Publisher.Channel {
  private final SendTemplate template;
  private final long[] dueNs; // by receipt; empty without receipts

  private @Nullable Publisher publisher;
  private int nextReceipt;
  private long readNs;

  Sender(
      String name,
      Login login,
      SendTemplate template,
      boolean wantsReceipts,
      Counters counters,
      ConnectionEvents events) {
    super(name, login, counters, events);
    this.template = template;
    this.dueNs = new long[wantsReceipts ? SendTemplate.RECEIPTS : 0];
  }

  /** Whose messages it sends; to be called once. */
  void serve(Publisher served) {
    publisher = served;
  }

  private Publisher publisher() {
    Publisher served = publisher;
    if (served == null) {
      throw new IllegalStateException("it has no publisher");
    }
    return served;
  }

  @Override
  public int packetBytes() {
    return template.frameBytes();
  }

  @Override
  public int credit() {
    return Integer.MAX_VALUE; // STOMP has no flow control of its own
  }

  @Override
  public void write(ByteBuf out, long due, int index, int sequence) {
    template.write(out, nextReceipt, due, index, sequence);
    if (dueNs.length > 0) {
      dueNs[nextReceipt] = due;
      nextReceipt = (nextReceipt + 1) % dueNs.length;
    }
  }

  @Override
  public void onLoggedIn() {
    ready();
  }

  @Override
  public void onReceipt(int receipt) {
    if (receipt >= dueNs.length || !publisher().onAcknowledged(1)) {
      fail("more receipts than were asked for");
    } else {
      counters.confirms.record((readNs - dueNs[receipt]) / 1000);
    }
  }

  @Override
  public void onMessage(ByteBuf in, int ackIndex, int ackBytes, int bodyIndex, int bodyBytes) {
    fail("MESSAGE, but it has subscribed to nothing");
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    readNs = System.nanoTime();
    super.channelRead(context, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    publisher().onReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      publisher().pump();
    }
  }
}

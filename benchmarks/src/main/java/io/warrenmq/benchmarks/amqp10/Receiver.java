package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.warrenmq.benchmarks.load.Arrivals;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;

/**
 * Receives on one session and one link: gives credit anew when half of it is used up, and accepts
 * what is not settled in ranges.
 */
final class Receiver extends AmqpConnection {
  private final String name;
  private final Node source;
  private final Settings settings;
  private final Arrivals arrivals;

  private int nextIncomingId;
  private int deliveryCount;
  private int credit = Integer.MAX_VALUE; // left of what was given; nothing is due before the first
  private int unaccepted;
  private int firstUnaccepted;

  /**
   * How it receives.
   *
   * @param settled whether the broker is to send settled
   * @param credit that it gives at once
   * @param accept messages that it accepts at once, at least
   */
  record Settings(boolean settled, int credit, int accept) {}

  Receiver(
      String name,
      Login login,
      Node source,
      Settings settings,
      Arrivals arrivals,
      Counters counters,
      ConnectionEvents events) {
    super(name, login, counters, events);
    this.name = name;
    this.source = source;
    this.settings = settings;
    this.arrivals = arrivals;
  }

  @Override
  void begin() {
    ByteBuf out = buffer();
    begin(out, 0);
    attachReceiver(out, 0, 0, name, source, settings.settled());
    send(out);
  }

  @Override
  public void onBegin(int channel, int nextOutgoingId, int incomingWindow) {
    nextIncomingId = nextOutgoingId;
  }

  @Override
  public void onAttach(boolean isReceiver, boolean hasTerminus, int initialDeliveryCount) {
    if (hasTerminus) {
      deliveryCount = initialDeliveryCount;
      ByteBuf out = buffer();
      giveCredit(out);
      send(out);
      ready();
    }
  }

  private void giveCredit(ByteBuf out) {
    credit = settings.credit();
    credit(out, 0, 0, nextIncomingId, deliveryCount, credit);
  }

  @Override
  public void onFlow(Flow flow) {
    if (flow.echo()) {
      ByteBuf out = buffer();
      giveCredit(out);
      send(out);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    arrivals.onRead();
    super.channelRead(context, message);
  }

  @Override
  public void onTransfer(int deliveryId, boolean settled, ByteBuf in, int index, int end) {
    nextIncomingId++;
    deliveryCount++;
    credit--;
    int data = Fields.section(in, index, end, Codes.DATA);
    boolean isShort = data >= 0 && in.getUnsignedByte(data) == Codes.BINARY_8;
    int bytes = data < 0 ? 0 : isShort ? in.getUnsignedByte(data + 1) : in.getInt(data + 1);
    if (!arrivals.onMessage(in, data + (isShort ? 2 : 5), bytes)) {
      fail("a message that nobody here has published");
    } else if (!settled) {
      if (unaccepted == 0) {
        firstUnaccepted = deliveryId;
      }
      unaccepted++;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    boolean accepts = unaccepted >= settings.accept();
    boolean givesCredit = credit <= settings.credit() / 2;
    if (accepts || givesCredit) {
      ByteBuf out = buffer();
      if (accepts) {
        accept(out);
      }
      if (givesCredit) {
        giveCredit(out);
      }
      send(out);
    }
    arrivals.onReadComplete();
  }

  /** The ids of a session's only link have no gaps. */
  private void accept(ByteBuf out) {
    new FrameWriter(out)
        .frame(Codes.AMQP_FRAME, 0, Codes.DISPOSITION)
        .bool(true)
        .uint(firstUnaccepted)
        .uint(firstUnaccepted + unaccepted - 1)
        .bool(true)
        .list(Codes.ACCEPTED)
        .end()
        .end()
        .endFrame();
    unaccepted = 0;
  }
}

package io.warrenmq.benchmarks.amqp10;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.warrenmq.benchmarks.load.ConnectionEvents;
import io.warrenmq.benchmarks.load.Counters;
import io.warrenmq.benchmarks.load.Publisher;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a {@link Publisher}, with one session and one link. Every message is one
 * transfer, so that a delivery's id is its transfer's.
 */
final class Sender extends AmqpConnection implements Publisher.Channel {
  /** More than a publisher may have unacknowledged. */
  private static final int DELIVERIES_KEPT = 1 << 16;

  private final String name;
  private final Node target;
  private final boolean settled;
  private final TransferTemplate template;
  private final long[] dueNs; // by the lower bits of the delivery's id

  private @Nullable Publisher publisher;
  private int nextOutgoingId;
  private int deliveryCount;
  private int window; // transfers that the session takes
  private int linkCredit;
  private long readNs;

  Sender(
      String name,
      Login login,
      Node target,
      boolean settled,
      TransferTemplate template,
      Counters counters,
      ConnectionEvents events) {
    super(name, login, counters, events);
    this.name = name;
    this.target = target;
    this.settled = settled;
    this.template = template;
    this.dueNs = new long[settled ? 0 : DELIVERIES_KEPT];
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
  void begin() {
    if (template.frameBytes() > frameBytesMax()) {
      fail("a message takes " + template.frameBytes() + " bytes, a frame " + frameBytesMax());
      return;
    }
    ByteBuf out = buffer();
    begin(out, 0);
    attachSender(out, 0, 0, name, target, settled);
    send(out);
  }

  @Override
  public void onBegin(int channel, int nextOutgoingId, int incomingWindow) {
    window = clamp(Integer.toUnsignedLong(incomingWindow));
  }

  @Override
  public void onAttach(boolean isReceiver, boolean hasTerminus, int initialDeliveryCount) {
    if (hasTerminus) {
      ready();
    }
  }

  @Override
  public void onFlow(Flow flow) {
    // The differences of ids are serial arithmetic, so overflow is intended.
    window =
        clamp(
            Integer.toUnsignedLong(flow.incomingWindow())
                + (flow.nextIncomingId() - nextOutgoingId));
    if (flow.hasLink()) {
      linkCredit =
          clamp(Integer.toUnsignedLong(flow.linkCredit()) + (flow.deliveryCount() - deliveryCount));
    }
    if (flow.echo()) {
      sendFlow();
    }
    publisher().onCredit();
  }

  private void sendFlow() {
    ByteBuf out = buffer();
    new FrameWriter(out)
        .frame(Codes.AMQP_FRAME, 0, Codes.FLOW)
        .uint(0)
        .uint(WINDOW)
        .uint(nextOutgoingId)
        .uint(WINDOW)
        .uint(0)
        .uint(deliveryCount)
        .uint(linkCredit)
        .end()
        .endFrame();
    send(out);
  }

  private static int clamp(long number) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, number));
  }

  @Override
  public void onDisposition(int first, int last, boolean isSettled, boolean accepted) {
    if (!accepted || !isSettled) {
      fail("a message was " + (accepted ? "not settled" : "not accepted"));
      return;
    }
    for (int id = first; id - last <= 0; id++) {
      counters.confirms.record((readNs - dueNs[id & (DELIVERIES_KEPT - 1)]) / 1000);
    }
    if (!publisher().onAcknowledged(last - first + 1)) {
      fail("more dispositions than messages");
    }
  }

  @Override
  public int packetBytes() {
    return template.frameBytes();
  }

  @Override
  public int credit() {
    return Math.min(linkCredit, window);
  }

  @Override
  public void write(ByteBuf out, long due, int index, int sequence) {
    template.write(out, nextOutgoingId, due, index, sequence);
    if (!settled) {
      dueNs[nextOutgoingId & (DELIVERIES_KEPT - 1)] = due;
    }
    nextOutgoingId++;
    deliveryCount++;
    window--;
    linkCredit--;
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

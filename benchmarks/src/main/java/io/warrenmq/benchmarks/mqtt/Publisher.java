package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to one topic as fast as its {@link Limits} let it, or when it is told to. Of each
 * message it knows to how many subscribers it goes, and who tells it of the arrivals.
 */
class Publisher extends Connection {
  private static final int BATCH_BYTES = 32 * 1024;
  private static final int BATCHES_PER_TURN = 4;
  private static final int UNACKNOWLEDGED_MAX = 60_000; // packet ids must not meet again

  /**
   * How far a publisher may be ahead.
   *
   * @param window QoS 1 messages that the broker has not acknowledged, 1..60,000
   * @param ahead messages that have not arrived at all their subscribers; 0 for any number
   */
  record Limits(int window, int ahead) {}

  private final int index;
  private final PublishTemplate template;
  private final int qos;
  private final int copies;
  private final Limits limits;
  private final int roomMin;
  private final int batch;
  private final Runnable pump = this::pumpOn;

  private @Nullable ByteBuf out; // appended, not yet sent
  private boolean running;
  private boolean pumpScheduled;
  private int nextSequence;
  private int lastPacketId;
  private int unacknowledged;
  private long underway;
  private boolean acknowledgedSinceFlush;

  /**
   * @param index its number among the run's publishers
   * @param copies subscribers that each of its messages goes to
   */
  Publisher(
      int index,
      String clientId,
      Login login,
      PublishTemplate template,
      int qos,
      int copies,
      Limits limits,
      Counters counters,
      ConnectionEvents events) {
    super(clientId, login, Collections.emptyIterator(), 0, counters, events);
    this.index = index;
    this.template = template;
    this.qos = qos;
    this.copies = copies;
    this.limits = limits;
    // A quarter at a time: a packet for each that arrives would cost both sides a system call each.
    this.roomMin = Math.max(1, limit() / 4);
    this.batch = Math.max(1, BATCH_BYTES / template.packetBytes());
  }

  final int index() {
    return index;
  }

  final int nextSequence() {
    return nextSequence;
  }

  /** Deliveries of its messages that have neither arrived nor been counted as lost. */
  final long underway() {
    return underway;
  }

  /** QoS 1 messages without a PUBACK. */
  final int unacknowledged() {
    return unacknowledged;
  }

  /** Begins to publish, as fast as the limits allow. */
  final void start() {
    running = true;
    pump();
  }

  final void stop() {
    running = false;
  }

  /** {@code deliveries} of its messages arrived, or will not any more. */
  final void onArrived(long deliveries) {
    underway -= deliveries;
  }

  /** Publishes what there is room for. */
  final void pump() {
    for (int turn = 0; running && channel().isWritable(); turn++) {
      int room = room();
      if (room < roomMin) {
        return;
      }
      if (turn == BATCHES_PER_TURN) {
        // Without a limit a broker that reads as fast as this would keep the loop for itself.
        if (!pumpScheduled) {
          pumpScheduled = true;
          channel().eventLoop().execute(pump);
        }
        return;
      }
      long now = System.nanoTime();
      for (int count = Math.min(room, batch); count > 0; count--) {
        append(now);
      }
      flush();
    }
  }

  private void pumpOn() {
    pumpScheduled = false;
    pump();
  }

  private int limit() {
    int ahead = limits.ahead() == 0 ? Integer.MAX_VALUE : limits.ahead();
    return qos == 0 ? ahead : Math.min(ahead, limits.window());
  }

  private int room() {
    int room = limits.ahead() == 0 ? limit() : limits.ahead() - messagesUnderway();
    return qos == 0 ? room : Math.min(room, limits.window() - unacknowledged);
  }

  private int messagesUnderway() {
    return (int) (copies == 1 ? underway : (underway + copies - 1) / copies);
  }

  /** Whether the broker has taken or acknowledged so little that it can be given no more. */
  final boolean isHeldBack() {
    return unacknowledged >= UNACKNOWLEDGED_MAX || !channel().isWritable();
  }

  /** Appends a message that was due at {@code dueNs}, for {@link #flush} to send. */
  final void append(long dueNs) {
    ByteBuf packets = out;
    if (packets == null) {
      packets = buffer(batch * template.packetBytes());
      out = packets;
    }
    chooseTopic(template, nextSequence);
    if (qos > 0) {
      lastPacketId = lastPacketId % 0xffff + 1;
      unacknowledged++;
    }
    template.write(packets, lastPacketId, dueNs, index, nextSequence);
    nextSequence++;
    underway += copies;
    counters.sent++;
  }

  /** Changes the topic of the message to come; here it stays the same. */
  void chooseTopic(PublishTemplate template, int sequence) {}

  /** Sends what was appended. */
  final void flush() {
    ByteBuf packets = out;
    if (packets == null) {
      return;
    }
    out = null;
    send(packets);
  }

  @Override
  public void onPuback(int packetId) {
    if (unacknowledged == 0) {
      fail("more PUBACKs than messages");
    }
    unacknowledged--;
    acknowledgedSinceFlush = true;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (acknowledgedSinceFlush) {
      acknowledgedSinceFlush = false;
      pump();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      pump();
    }
  }
}

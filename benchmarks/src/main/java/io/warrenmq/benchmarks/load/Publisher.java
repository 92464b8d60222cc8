package io.warrenmq.benchmarks.load;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to one address as fast as its {@link Limits} and the broker's flow control let it, or
 * when it is told to. Of each message it knows to how many subscribers it goes; it is told of the
 * arrivals and of the acknowledgements.
 */
public final class Publisher {
  private static final int BATCH_BYTES = 32 * 1024;
  private static final int BATCHES_PER_TURN = 4;
  private static final int UNACKNOWLEDGED_MAX = 60_000; // MQTT's packet ids must not meet again

  /**
   * How far a publisher may be ahead.
   *
   * @param window messages that the broker has not acknowledged; 0 for any number, or where it
   *     acknowledges none
   * @param ahead messages that have not arrived at all their subscribers; 0 for any number
   */
  public record Limits(int window, int ahead) {
    int least() {
      int first = window == 0 ? Integer.MAX_VALUE : window;
      return ahead == 0 ? first : Math.min(first, ahead);
    }
  }

  /** Its connection, which knows the protocol. */
  public interface Channel extends Outlet {
    /** Bytes of a message on the wire. */
    int packetBytes();

    /** Messages that the broker's flow control takes now. */
    int credit();

    /** Appends the message {@code sequence} of a publisher, that was due at {@code dueNs}. */
    void write(ByteBuf out, long dueNs, int publisher, int sequence);
  }

  private final int index;
  private final int copies;
  private final boolean isAcknowledged;
  private final Limits limits;
  private final int roomMin;
  private final Counters counters;
  private final Channel channel;
  private final Runnable pump = this::pumpOn;

  private @Nullable ByteBuf out; // appended, not yet sent
  private boolean running;
  private boolean pumpScheduled;
  private int nextSequence;
  private int unacknowledged;
  private long underway;
  private boolean hasNewRoom;

  /**
   * @param index its number among the run's publishers
   * @param copies subscribers that each of its messages goes to
   * @param isAcknowledged whether the broker acknowledges each of its messages
   */
  public Publisher(
      int index,
      int copies,
      boolean isAcknowledged,
      Limits limits,
      Counters counters,
      Channel channel) {
    this.index = index;
    this.copies = copies;
    this.isAcknowledged = isAcknowledged;
    this.limits = limits;
    // A quarter at a time: a packet for each that arrives would cost both sides a system call each.
    this.roomMin = Math.max(1, limits.least() / 4);
    this.counters = counters;
    this.channel = channel;
  }

  public int index() {
    return index;
  }

  int nextSequence() {
    return nextSequence;
  }

  /** Deliveries of its messages that have neither arrived nor been counted as lost. */
  public long underway() {
    return underway;
  }

  /** Messages that the broker has to acknowledge. */
  public int unacknowledged() {
    return unacknowledged;
  }

  /** Begins to publish, as fast as it may. */
  public void start() {
    running = true;
    pump();
  }

  public void stop() {
    running = false;
  }

  /** {@code deliveries} of its messages arrived, or will not any more. */
  public void onArrived(long deliveries) {
    underway -= deliveries;
  }

  /**
   * The broker has acknowledged messages.
   *
   * @return false when these are more than there were
   */
  public boolean onAcknowledged(int messages) {
    unacknowledged -= messages;
    hasNewRoom = true;
    return unacknowledged >= 0;
  }

  /** The broker's flow control takes more. */
  public void onCredit() {
    hasNewRoom = true;
  }

  /** All that came at once has been told. */
  public void onReadComplete() {
    if (hasNewRoom) {
      hasNewRoom = false;
      pump();
    }
  }

  /** Publishes what there is room for. */
  public void pump() {
    for (int turn = 0; running && channel.isWritable(); turn++) {
      int room = room();
      int count = Math.min(room, channel.credit());
      if (room < roomMin || count <= 0) {
        return;
      }
      if (turn == BATCHES_PER_TURN) {
        // Without a limit a broker that reads as fast as this would keep the loop for itself.
        if (!pumpScheduled) {
          pumpScheduled = true;
          channel.later(pump);
        }
        return;
      }
      long now = System.nanoTime();
      for (count = Math.min(count, batch()); count > 0; count--) {
        append(now);
      }
      flush();
    }
  }

  private void pumpOn() {
    pumpScheduled = false;
    pump();
  }

  private int room() {
    int room = limits.ahead() == 0 ? Integer.MAX_VALUE : limits.ahead() - messagesUnderway();
    int window = limits.window() == 0 ? Integer.MAX_VALUE : limits.window() - unacknowledged;
    return Math.min(room, window);
  }

  private int messagesUnderway() {
    return (int) (copies == 1 ? underway : (underway + copies - 1) / copies);
  }

  private int batch() {
    return Math.max(1, BATCH_BYTES / channel.packetBytes());
  }

  /** Whether the broker has taken or acknowledged so little that it can be given no more. */
  boolean isHeldBack() {
    return unacknowledged >= UNACKNOWLEDGED_MAX || channel.credit() <= 0 || !channel.isWritable();
  }

  /** Appends a message that was due at {@code dueNs}, for {@link #flush} to send. */
  void append(long dueNs) {
    ByteBuf packets = out;
    if (packets == null) {
      packets = channel.buffer(batch() * channel.packetBytes());
      out = packets;
    }
    channel.write(packets, dueNs, index, nextSequence);
    if (isAcknowledged) {
      unacknowledged++;
    }
    nextSequence++;
    underway += copies;
    counters.sent++;
  }

  /** Sends what was appended. */
  void flush() {
    ByteBuf packets = out;
    if (packets == null) {
      return;
    }
    out = null;
    channel.send(packets);
  }
}

package io.warrenmq.benchmarks.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives, acknowledges QoS 1, and tells the publishers of the arrivals. Messages of one publisher
 * that come to one subscriber keep their order, so a gap in their numbers is a loss.
 */
final class Subscriber extends Connection {
  private static final int ACKS_BYTES = 1024;

  private final List<Publisher> publishers; // of the run, by their index
  private final Expected expected;
  private final boolean measuresLatency;
  private final ArrayDeque<Publisher> credited = new ArrayDeque<>();

  private @Nullable ByteBuf acks;
  private long readNs;

  /**
   * Numbers of the next message of each of the publishers whose messages all go to a subscriber.
   */
  static final class Expected {
    private final int first;
    private final int[] sequences;

    /** Of no publisher: a subscriber that gets only some messages of each sees no gaps. */
    Expected() {
      this(0, 0);
    }

    Expected(int firstPublisher, int publishers) {
      first = firstPublisher;
      sequences = new int[publishers];
    }

    /** Messages that are missing before {@code sequence}; negative when it comes late. */
    int onSequence(int publisher, int sequence) {
      if (sequences.length == 0) {
        return 0;
      }
      int gap = sequence - sequences[publisher - first]; // serial arithmetic: numbers wrap
      if (gap >= 0) {
        sequences[publisher - first] = sequence + 1;
      }
      return gap;
    }

    /** Takes all before {@code sequence} of a publisher for lost. */
    void skipTo(int publisher, int sequence) {
      if (publisher >= first && publisher < first + sequences.length) {
        sequences[publisher - first] = sequence;
      }
    }
  }

  Subscriber(
      String clientId,
      Login login,
      Iterator<String> filters,
      int qos,
      List<Publisher> publishers,
      Expected expected,
      boolean measuresLatency,
      Counters counters,
      ConnectionEvents events) {
    super(clientId, login, filters, qos, counters, events);
    this.publishers = publishers;
    this.expected = expected;
    this.measuresLatency = measuresLatency;
  }

  /** What of the publisher has not come will not come. */
  void giveUp(Publisher publisher) {
    expected.skipTo(publisher.index(), publisher.nextSequence());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (measuresLatency) {
      readNs = System.nanoTime();
    }
    super.channelRead(context, message);
  }

  @Override
  public void onPublish(int qos, int packetId, ByteBuf in, int payloadIndex, int payloadBytes) {
    int number = payloadBytes < Stamp.BYTES ? -1 : Stamp.publisher(in, payloadIndex);
    if (number < 0 || number >= publishers.size()) {
      fail("a message that nobody here has published");
      return;
    }
    if (qos > 0) {
      acknowledge(packetId);
    }
    counters.received++;
    Publisher publisher = publishers.get(number);
    int gap = expected.onSequence(number, Stamp.sequence(in, payloadIndex));
    if (gap < 0 || publisher.underway() == 0) {
      counters.late++;
      return;
    }
    counters.lost += gap;
    publisher.onArrived(gap + 1L);
    if (credited.peekLast() != publisher) {
      credited.add(publisher);
    }
    if (measuresLatency) {
      counters.latency.record((readNs - Stamp.sentNs(in, payloadIndex)) / 1000);
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
    Publisher publisher;
    while ((publisher = credited.poll()) != null) {
      publisher.pump();
    }
  }
}

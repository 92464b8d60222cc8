package io.warrenmq.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What arrives at one subscriber, of which the publishers are told. Messages of one publisher that
 * come to one subscriber keep their order, so a gap in their numbers is a loss.
 */
public final class Arrivals {
  private final List<Publisher> publishers; // of the run, by their index
  private final Expected expected;
  private final boolean measuresLatency;
  private final Counters counters;
  private final ArrayDeque<Publisher> credited = new ArrayDeque<>();

  private long readNs;

  /**
   * Numbers of the next message of each of the publishers whose messages all go to a subscriber.
   */
  public static final class Expected {
    private final int first;
    private final int[] sequences;

    /** Of no publisher: a subscriber that gets only some messages of each sees no gaps. */
    public Expected() {
      this(0, 0);
    }

    public Expected(int firstPublisher, int publishers) {
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

  public Arrivals(
      List<Publisher> publishers, Expected expected, boolean measuresLatency, Counters counters) {
    this.publishers = publishers;
    this.expected = expected;
    this.measuresLatency = measuresLatency;
    this.counters = counters;
  }

  /** Something was read; what it is follows. */
  public void onRead() {
    if (measuresLatency) {
      readNs = System.nanoTime();
    }
  }

  /**
   * A message, whose payload is in {@code in} from {@code index} on.
   *
   * @return false when none of the run's publishers has sent it
   */
  public boolean onMessage(ByteBuf in, int index, int payloadBytes) {
    int number = payloadBytes < Stamp.BYTES ? -1 : Stamp.publisher(in, index);
    if (number < 0 || number >= publishers.size()) {
      return false;
    }
    counters.received++;
    Publisher publisher = publishers.get(number);
    int gap = expected.onSequence(number, Stamp.sequence(in, index));
    if (gap < 0 || publisher.underway() == 0) {
      counters.late++;
      return true;
    }
    counters.lost += gap;
    publisher.onArrived(gap + 1L);
    if (credited.peekLast() != publisher) {
      credited.add(publisher);
    }
    if (measuresLatency) {
      counters.latency.record(Stamp.ageUs(in, index, readNs));
    }
    return true;
  }

  /** All that was read has been told: those whose messages it was may go on. */
  public void onReadComplete() {
    Publisher publisher;
    while ((publisher = credited.poll()) != null) {
      publisher.pump();
    }
  }

  /** What of the publisher has not come will not come. */
  void giveUp(Publisher publisher) {
    expected.skipTo(publisher.index(), publisher.nextSequence());
  }
}

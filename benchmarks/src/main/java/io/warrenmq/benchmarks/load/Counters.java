package io.warrenmq.benchmarks.load;

/** What all publishers and subscribers of a run have seen. */
public final class Counters {
  /** Messages published. */
  public long sent;

  /** Messages that arrived: a message that goes to ten subscribers arrives ten times. */
  public long received;

  /** Messages that did not arrive at a subscriber, by the gaps between those that did. */
  public long lost;

  /** Messages that arrived a second time, or after they had been counted as lost. */
  public long late;

  /**
   * Messages that were due by the rate and never sent: the broker took no more of their publisher.
   */
  public long withheld;

  /** Packets that keep a connection alive sent, and received from the broker. */
  public long pings;

  public long pongs;

  /** Of the messages received since the last report, when there is a rate. */
  public final LatencyHistogram latency = new LatencyHistogram();

  /** From when they were due to their acknowledgement, of those acknowledged since the last. */
  public final LatencyHistogram confirms = new LatencyHistogram();

  /**
   * How late the messages sent since the last report were given to their sockets, when there is a
   * rate.
   */
  public final LatencyHistogram pacing = new LatencyHistogram();
}

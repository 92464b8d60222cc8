package io.warrenmq.benchmarks.mqtt;

/** What all publishers and subscribers of a run have seen. */
final class Counters {
  /** Messages published. */
  long sent;

  /** Messages that arrived: a message that goes to ten subscribers arrives ten times. */
  long received;

  /** Messages that did not arrive at a subscriber, by the gaps between those that did. */
  long lost;

  /** Messages that arrived a second time, or after they had been counted as lost. */
  long late;

  /**
   * Messages that were due by the rate and never sent: the broker took no more of their publisher.
   */
  long withheld;

  /** PINGREQs sent, and those answered. */
  long pings;

  long pongs;

  /** Of the messages received since the last report, when there is a rate. */
  final LatencyHistogram latency = new LatencyHistogram();

  /**
   * How late the messages sent since the last report were given to their sockets, when there is a
   * rate.
   */
  final LatencyHistogram pacing = new LatencyHistogram();
}

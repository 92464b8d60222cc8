package io.warrenmq.management.prometheus;

import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.metrics.Counts;
import io.warrenmq.core.metrics.LoopMetrics;
import io.warrenmq.core.metrics.ProtocolMetrics;
import io.warrenmq.core.metrics.SizeHistogram;
import io.warrenmq.core.queue.QueueType;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all loops have counted since the start, added up. Not changed once it is made. */
final class Totals {
  private static final int TYPES = QueueType.values().length;

  private final TrafficTotals traffic;
  private final SortedMap<String, OfProtocol> protocols = new TreeMap<>();
  private final Counts all = new Counts();
  private final Counts[] deadLettered = newCounts();
  private final Counts[] dropped = newCounts();
  private int consumers;

  /** Adds up what these loops have counted so far. */
  Totals(Iterable<LoopMetrics> loops, TrafficTotals traffic) {
    this.traffic = traffic;
    for (LoopMetrics loop : loops) {
      for (Map.Entry<String, ProtocolMetrics> entry : loop.protocols().entrySet()) {
        OfProtocol sums =
            protocols.computeIfAbsent(label(entry.getKey()), absent -> new OfProtocol());
        sums.add(entry.getValue());
        all.addAll(entry.getValue().published());
        for (int type = 0; type < TYPES; type++) {
          all.addAll(entry.getValue().consumed(type));
        }
        consumers += entry.getValue().consumers();
      }
      for (int type = 0; type < TYPES; type++) {
        deadLettered[type].addAll(loop.died(type, true));
        dropped[type].addAll(loop.died(type, false));
      }
    }
  }

  private static Counts[] newCounts() {
    Counts[] counts = new Counts[TYPES];
    for (int type = 0; type < TYPES; type++) {
      counts[type] = new Counts();
    }
    return counts;
  }

  /** RabbitMQ's label of a protocol: of {@code AMQP 0-9-1}, for example, {@code amqp091}. */
  static String label(String protocol) {
    return protocol.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** By protocol, those that have been used. */
  SortedMap<String, OfProtocol> protocols() {
    return protocols;
  }

  /** Of all protocols and types of queues. */
  long count(Counter counter) {
    return all.get(counter);
  }

  /** Consumers of all protocols. */
  int consumers() {
    return Math.max(0, consumers);
  }

  /** Of all sockets. */
  TrafficTotals traffic() {
    return traffic;
  }

  /** Messages that left queues of a type unconsumed, for an exchange or for nowhere. */
  long died(QueueType type, boolean toExchange, Counter reason) {
    return (toExchange ? deadLettered : dropped)[type.ordinal()].get(reason);
  }

  /** Those of one protocol. */
  static final class OfProtocol {
    private static final OfProtocol NONE = new OfProtocol();

    private final Counts published = new Counts();
    private final Counts[] consumed = newCounts();
    private final long[] sizes = new long[SizeHistogram.bounds() + 1];
    private long sizeBytes;
    private int publishers;
    private int consumers;

    private void add(ProtocolMetrics more) {
      published.addAll(more.published());
      for (int type = 0; type < TYPES; type++) {
        consumed[type].addAll(more.consumed(type));
      }
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] += more.sizes().count(i);
      }
      sizeBytes += more.sizes().bytes();
      publishers += more.publishers();
      consumers += more.consumers();
    }

    long published(Counter counter) {
      return published.get(counter);
    }

    long consumed(QueueType type, Counter counter) {
      return consumed[type.ordinal()].get(counter);
    }

    /** Bodies between the bound of this index and the one before. */
    long sizes(int index) {
      return sizes[index];
    }

    long sizeBytes() {
      return sizeBytes;
    }

    int publishers() {
      return Math.max(0, publishers);
    }

    int consumers() {
      return Math.max(0, consumers);
    }
  }

  /** Of a protocol by its label, all 0 when it has not been used. */
  OfProtocol protocol(String label) {
    return protocols.getOrDefault(label, OfProtocol.NONE);
  }
}

package io.warrenmq.management.prometheus;

import io.warrenmq.api.transport.Traffic;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.core.session.ConnectionRegistry;

/**
 * What has gone over all sockets since the start. A connection that leaves while it is added up may
 * be counted twice or not at all that time, so that none of these goes down, they are kept. The
 * thread's.
 */
final class TrafficTotals {
  private long receivedBytes;
  private long receivedReads;
  private long sentBytes;
  private long sentWrites;

  /** Looks at all sockets again. */
  void look(ConnectionRegistry connections) {
    Traffic departed = connections.departedTraffic();
    long receivedBytesNow = departed.receivedBytes();
    long receivedReadsNow = departed.receivedReads();
    long sentBytesNow = departed.sentBytes();
    long sentWritesNow = departed.sentWrites();
    for (ClientConnection connection : connections.all()) {
      Traffic traffic = connection.request().transport().traffic();
      receivedBytesNow += traffic.receivedBytes();
      receivedReadsNow += traffic.receivedReads();
      sentBytesNow += traffic.sentBytes();
      sentWritesNow += traffic.sentWrites();
    }
    receivedBytes = Math.max(receivedBytes, receivedBytesNow);
    receivedReads = Math.max(receivedReads, receivedReadsNow);
    sentBytes = Math.max(sentBytes, sentBytesNow);
    sentWrites = Math.max(sentWrites, sentWritesNow);
  }

  long receivedBytes() {
    return receivedBytes;
  }

  long receivedReads() {
    return receivedReads;
  }

  long sentBytes() {
    return sentBytes;
  }

  long sentWrites() {
    return sentWrites;
  }
}

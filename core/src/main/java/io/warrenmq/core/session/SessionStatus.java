package io.warrenmq.core.session;

import io.warrenmq.api.broker.SessionDetails;
import io.warrenmq.core.metrics.SessionMetrics;
import java.util.List;

/**
 * A session as it is at one moment; its metrics go on.
 *
 * @param connection its connection
 * @param details what the protocol knows of it
 * @param metrics what it has done; the same object each time, and so known by it
 * @param unsettledCount messages that its consumers have and have not settled
 * @param prefetch the most of these together; 0 for no limit
 * @param consumers its consumers
 */
public record SessionStatus(
    ClientConnection connection,
    SessionDetails details,
    SessionMetrics metrics,
    int unsettledCount,
    int prefetch,
    List<ConsumerStatus> consumers) {
  /** As it is listed: its connection's name and its number. */
  public String name() {
    return connection.name() + " (" + details.number() + ")";
  }
}

package io.warrenmq.api.queue;

import io.warrenmq.api.resource.Arguments;

/**
 * What a consumer asks for.
 *
 * @param queue the queue's name
 * @param tag the name under which the consumer is listed, unique in its session
 * @param autoSettle whether a delivery is settled by handing it out
 * @param exclusive whether no other consumer may be on the queue
 * @param priority higher is served first; 0 by default
 * @param flow what limits deliveries
 * @param prefetch with {@link Flow#PREFETCH}: most unsettled deliveries at a time, 0 for no limit;
 *     ignored with autoSettle
 * @param arguments the client's own
 */
public record ConsumerSpec(
    String queue,
    String tag,
    boolean autoSettle,
    boolean exclusive,
    int priority,
    Flow flow,
    int prefetch,
    Arguments arguments) {
  /** What limits the deliveries to a consumer. */
  public enum Flow {
    /** At most so many unsettled deliveries. */
    PREFETCH,
    /** As many deliveries as the client has granted through {@link ConsumerHandle#grant}. */
    CREDIT
  }
}

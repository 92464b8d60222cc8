package io.warrenmq.api.queue;

import io.warrenmq.api.resource.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer asks for: {@link #ConsumerSpec(String, String, boolean, boolean, int, Flow, int,
 * Arguments) all messages}, unless {@link #filtered} or {@link #browsing} says otherwise.
 *
 * <p>A consumer with a <b>filter</b> gets the messages that match, in the queue's order; the others
 * stay in their place for others, and keep their place also among those that it gets later. It
 * takes turns with the queue's other consumers, by priority, as all do. It looks at each message
 * once, and again when one comes back to the queue. In one turn of the queue's loop it looks at a
 * bounded number of messages; until it has looked, consumers without a filter may be handed what it
 * would have wanted. What has expired when it comes there expires, wherever it stands.
 *
 * <p>A consumer that <b>browses</b> gets a copy of each ready message, from the head on, and of
 * those that come later; the queue stays as it is. What is unsettled elsewhere is not shown, nor
 * what comes back to a place that it has passed. Its copies are settled when they are handed out,
 * and to settle one does nothing; none counts as a delivery of the message. As a consumer it keeps
 * a queue from expiring, and an auto-delete queue goes with it if it was the last; for single
 * active consumer and exclusive use it does not count. With {@link Flow#CREDIT} and drain it is
 * told when it has come to the end.
 *
 * @param queue the queue's name
 * @param tag the name under which the consumer is listed, unique in its session
 * @param autoSettle whether a delivery is settled by handing it out
 * @param exclusive whether no other consumer may be on the queue, but for those that browse
 * @param priority higher is served first; 0 by default
 * @param flow what limits deliveries
 * @param prefetch with {@link Flow#PREFETCH}: most unsettled deliveries at a time, 0 for no limit;
 *     ignored with autoSettle
 * @param arguments the client's own
 * @param filter which messages it wants; {@code null} for all
 * @param mode whether it takes messages or looks at them
 */
public record ConsumerSpec(
    String queue,
    String tag,
    boolean autoSettle,
    boolean exclusive,
    int priority,
    Flow flow,
    int prefetch,
    Arguments arguments,
    @Nullable MessageFilter filter,
    Mode mode) {
  /** What limits the deliveries to a consumer. */
  public enum Flow {
    /** At most so many unsettled deliveries. */
    PREFETCH,
    /** As many deliveries as the client has granted through {@link ConsumerHandle#grant}. */
    CREDIT
  }

  /** What becomes of the messages that a consumer gets. */
  public enum Mode {
    /** They are the consumer's, until it settles them. */
    CONSUME,
    /** They stay in the queue, and it gets copies. */
    BROWSE
  }

  /** Refuses a consumer that is to browse, and to settle or to be alone. */
  public ConsumerSpec {
    if (mode == Mode.BROWSE && (!autoSettle || exclusive)) {
      throw new IllegalArgumentException("who browses settles nothing and excludes nobody");
    }
  }

  /** A consumer that takes all messages. */
  public ConsumerSpec(
      String queue,
      String tag,
      boolean autoSettle,
      boolean exclusive,
      int priority,
      Flow flow,
      int prefetch,
      Arguments arguments) {
    this(
        queue, tag, autoSettle, exclusive, priority, flow, prefetch, arguments, null, Mode.CONSUME);
  }

  /** The same for the messages alone that match. */
  public ConsumerSpec filtered(MessageFilter wanted) {
    return new ConsumerSpec(
        queue, tag, autoSettle, exclusive, priority, flow, prefetch, arguments, wanted, mode);
  }

  /** The same for copies: it settles nothing and excludes nobody. */
  public ConsumerSpec browsing() {
    return new ConsumerSpec(
        queue, tag, true, false, priority, flow, prefetch, arguments, filter, Mode.BROWSE);
  }

  /** Whether it gets copies. */
  public boolean isBrowser() {
    return mode == Mode.BROWSE;
  }
}

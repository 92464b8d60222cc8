package io.warrenmq.api.broker;

/**
 * What only the protocol knows of a session, as it is at one moment. Immutable.
 *
 * @param number its number on its connection; 0 where the protocol has none
 * @param confirms whether its publishes are confirmed
 * @param transactional whether it is transactional
 * @param uncommittedMessages publishes that wait for a commit
 * @param uncommittedSettlements settlements that do
 * @param consumerPrefetch the most unsettled messages of a new consumer; 0 for no limit
 */
public record SessionDetails(
    int number,
    boolean confirms,
    boolean transactional,
    int uncommittedMessages,
    int uncommittedSettlements,
    int consumerPrefetch) {
  /** Nothing is known. */
  public static final SessionDetails NONE = new SessionDetails(0, false, false, 0, 0, 0);
}

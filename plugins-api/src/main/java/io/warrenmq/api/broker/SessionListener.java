package io.warrenmq.api.broker;

/** What a session tells the protocol about its publishes. Called on the session's loop. */
public interface SessionListener {
  /**
   * A publish that had been routed is settled: all its queues have it, as durably as it asked; or
   * one refused it. Called once for each publish with a publish id that {@link VhostAccess#publish}
   * has reported as routed, in any order, possibly before that call returns.
   *
   * @param publishId the id given to publish
   * @param accepted false when a queue refused the message (overflow reject-publish, queue gone or
   *     broken)
   */
  void onConfirm(long publishId, boolean accepted);

  /** What the protocol knows of the session, for who looks. */
  default SessionDetails details() {
    return SessionDetails.NONE;
  }
}

package io.warrenmq.api.loop;

/**
 * What runs once at the end of a loop's turn: flushing what the turn has gathered. Implemented by
 * long-lived objects (a connection, a mailbox), never by a lambda per message.
 */
public interface TurnEnd {
  /** Called on the loop, after all that was ready in this turn has been processed. */
  void onTurnEnd();
}

package io.warrenmq.api.broker;

/**
 * What only the protocol knows of a connection. Immutable.
 *
 * @param mechanism how it has authenticated, for example {@code PLAIN}; empty where the protocol
 *     has no such name
 * @param frameMax the most bytes of a frame; 0 where the protocol has no such bound
 * @param sessionsMax how many sessions it may have; 0 where the protocol has no such bound
 * @param heartbeatSeconds after how long a silence it is thought dead; 0 for never
 */
public record ConnectionDetails(
    String mechanism, long frameMax, int sessionsMax, int heartbeatSeconds) {
  /** Nothing is known. */
  public static final ConnectionDetails NONE = new ConnectionDetails("", 0, 0, 0);
}

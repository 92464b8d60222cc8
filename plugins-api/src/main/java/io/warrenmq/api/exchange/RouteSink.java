package io.warrenmq.api.exchange;

/**
 * Takes the destinations that a message is routed to. Each queue gets the message once, however
 * often it is named.
 */
public interface RouteSink {
  /** Adds a destination; naming one twice is allowed. */
  void add(Destination destination);
}

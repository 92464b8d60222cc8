package io.warrenmq.core.vhost;

import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.message.Message;

/** Sends messages that an exchange has kept to the destination of a new binding. */
@FunctionalInterface
public interface BindingReplay {
  /** Sends a message to one destination only. Metadata loop. */
  void send(Vhost vhost, Destination destination, Message message);
}

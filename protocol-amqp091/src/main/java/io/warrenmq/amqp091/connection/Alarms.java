package io.warrenmq.amqp091.connection;

import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionBlocked;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionUnblocked;
import io.warrenmq.api.protocol.ReadGate;
import org.jspecify.annotations.Nullable;

/**
 * What resource alarms mean to a connection. One that only consumes goes on: its acknowledgements
 * free resources. One that has published is told, if it understands, and read from no more.
 * Confined to the connection's loop.
 */
final class Alarms {
  private final MethodSender sender;
  private final ReadGate gate;
  private @Nullable String reason; // null: no alarm
  private boolean notifies; // the client understands connection.blocked
  private boolean publishes;
  private boolean notified;

  Alarms(MethodSender sender, ReadGate gate) {
    this.sender = sender;
    this.gate = gate;
  }

  /**
   * The connection is open.
   *
   * @param notify whether the client understands connection.blocked
   */
  void onOpen(boolean notify) {
    notifies = notify;
  }

  /** The client publishes. */
  void onPublishing() {
    if (!publishes) {
      publishes = true;
      apply();
    }
  }

  void onBlocked(String why) {
    reason = why;
    apply();
  }

  void onUnblocked() {
    reason = null;
    if (notified) {
      notified = false;
      sender.send(0, new ConnectionUnblocked());
    }
    gate.open(ReadGate.ALARM);
  }

  private void apply() {
    String why = reason;
    if (why == null || !publishes) {
      return;
    }
    if (notifies && !notified) {
      notified = true;
      sender.send(0, new ConnectionBlocked(why));
    }
    gate.close(ReadGate.ALARM);
  }
}

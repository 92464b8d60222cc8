package io.warrenmq.amqp091.connection;

import io.warrenmq.api.broker.ConnectionHandle;
import io.warrenmq.api.protocol.ReadGate;

/** What the broker says to a connection. Confined to the connection's loop. */
final class BrokerHandle implements ConnectionHandle {
  private final Amqp091Connection connection;
  private final ReadGate gate;
  private final Alarms alarms;

  BrokerHandle(Amqp091Connection connection, ReadGate gate, Alarms alarms) {
    this.connection = connection;
    this.gate = gate;
    this.alarms = alarms;
  }

  @Override
  public void forceClose(String reason) {
    connection.forceClose(reason);
  }

  @Override
  public void onBlocked(String reason) {
    alarms.onBlocked(reason);
  }

  @Override
  public void onUnblocked() {
    alarms.onUnblocked();
  }

  @Override
  public void onPublishPause() {
    gate.close(ReadGate.FLOW);
  }

  @Override
  public void onPublishResume() {
    gate.open(ReadGate.FLOW);
  }
}

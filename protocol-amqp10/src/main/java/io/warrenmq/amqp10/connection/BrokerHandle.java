package io.warrenmq.amqp10.connection;

import io.warrenmq.api.broker.ConnectionHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the broker says to a connection, also before that knows it is open. Confined to the
 * connection's loop.
 */
final class BrokerHandle implements ConnectionHandle {
  private final Amqp10Connection connection;
  private @Nullable OpenConnection open;
  private boolean blocked;
  private boolean paused;

  BrokerHandle(Amqp10Connection connection) {
    this.connection = connection;
  }

  /** The connection is open: it hears what it has missed. */
  void onOpen(OpenConnection running) {
    open = running;
    if (blocked) {
      running.setBlocked(true);
    }
    if (paused) {
      running.setPaused(true);
    }
  }

  @Override
  public void forceClose(String reason) {
    connection.forceClose(reason);
  }

  @Override
  public void onBlocked(String reason) {
    setBlocked(true);
  }

  @Override
  public void onUnblocked() {
    setBlocked(false);
  }

  private void setBlocked(boolean isBlocked) {
    blocked = isBlocked;
    if (open != null) {
      open.setBlocked(isBlocked);
    }
  }

  @Override
  public void onPublishPause() {
    setPaused(true);
  }

  @Override
  public void onPublishResume() {
    setPaused(false);
  }

  private void setPaused(boolean isPaused) {
    paused = isPaused;
    if (open != null) {
      open.setPaused(isPaused);
    }
  }
}

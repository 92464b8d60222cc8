package io.warrenmq.amqp10.session;

import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;

/**
 * How many transfers a session takes; opened anew once half of it is used. While resources are
 * short it is shut, but what the client was allowed before may still come. §2.5.6. Confined to the
 * connection's loop.
 */
final class IncomingWindow {
  private static final int SIZE = 400; // as RabbitMQ

  private int nextId; // serial number, the client's
  private int told; // transfers that the client may send, as it was told last, from nextId on
  private int allowed; // that it may send by any that it was told
  private boolean blocked;

  /**
   * Creates it.
   *
   * @param nextId the transfer id that the client begins with
   */
  IncomingWindow(int nextId, boolean blocked) {
    this.nextId = nextId;
    this.blocked = blocked;
    this.told = blocked ? 0 : SIZE;
    this.allowed = told;
  }

  /**
   * A transfer has come.
   *
   * @throws AmqpFault when the client was not allowed to send it
   */
  void onTransfer() {
    if (allowed == 0) {
      throw AmqpFault.session(
          AmqpCondition.WINDOW_VIOLATION, "incoming window violation: tolerated window is 0");
    }
    nextId++;
    allowed--;
    told = Math.max(0, told - 1);
  }

  /** Whether the client is to be told of a larger window. */
  boolean isDue() {
    return !blocked && told <= SIZE / 2;
  }

  void setBlocked(boolean isBlocked) {
    blocked = isBlocked;
  }

  /** The transfer id that comes next, a serial number. */
  int nextId() {
    return nextId;
  }

  /** The window as the client was told last. */
  int size() {
    return told;
  }

  /** The client is being told: gives the window to tell. */
  int tell() {
    told = blocked ? 0 : SIZE;
    allowed = Math.max(allowed, told);
    return told;
  }
}

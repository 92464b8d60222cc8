package io.warrenmq.api.protocol;

/**
 * Whether a protocol's connection takes what its client sends at present. It does not while any
 * reason is set. Confined to the connection's loop.
 */
public final class ReadGate {
  /** An answer is under way after which the next frame or packet must come. */
  public static final int ANSWER = 1;

  /** The socket takes no more: a client that does not read its answers gets to ask for no more. */
  public static final int OUTPUT = 2;

  /** The queues it publishes to, or the way to them, are full. */
  public static final int FLOW = 4;

  /** Resources are short, and it publishes. */
  public static final int ALARM = 8;

  private final Transport transport;
  private int reasons;
  private boolean blocked;
  private boolean publishes;
  private boolean forced;

  /** Open. */
  public ReadGate(Transport transport) {
    this.transport = transport;
  }

  /** Whether any reason is set. */
  public boolean isClosed() {
    return reasons != 0;
  }

  /** Sets a reason, one of those above. */
  public void close(int reason) {
    if (forced) {
      return;
    }
    if (reasons == 0) {
      transport.pauseReading();
    }
    reasons |= reason;
  }

  /** Takes a reason back. */
  public void open(int reason) {
    if ((reasons & reason) != 0) {
      reasons &= ~reason;
      if (reasons == 0) {
        transport.resumeReading();
      }
    }
  }

  /** The client publishes: from now on an alarm, present or to come, closes the gate. */
  public void onPublishing() {
    if (!publishes) {
      publishes = true;
      applyAlarm();
    }
  }

  /**
   * Whether resources are short. A client that only consumes is read on: what it acknowledges frees
   * them.
   */
  public void setBlocked(boolean isBlocked) {
    blocked = isBlocked;
    if (isBlocked) {
      applyAlarm();
    } else {
      open(ALARM);
    }
  }

  private void applyAlarm() {
    if (blocked && publishes) {
      close(ALARM);
    }
  }

  /** Opens it for good: the connection ends, and only its last frames matter. */
  public void forceOpen() {
    forced = true;
    if (reasons != 0) {
      reasons = 0;
      transport.resumeReading();
    }
  }
}

package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.DecodeFault;

/** How much of a terminus survives; in the order of its codes. §3.5.5. */
public enum Durability {
  /** Nothing. */
  NONE,
  /** That it exists, and its configuration. */
  CONFIGURATION,
  /** The state of its deliveries too. */
  UNSETTLED_STATE;

  static Durability of(long code) {
    if (code < 0 || code >= values().length) {
      throw new DecodeFault("no terminus-durability is " + code);
    }
    return values()[(int) code];
  }
}

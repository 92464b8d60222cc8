package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.DecodeFault;

/** How the receiving end of a link settles; in the order of its codes. §2.8.3. */
public enum RcvSettleMode {
  /** At once. */
  FIRST,
  /** Only once the sending end has settled. */
  SECOND;

  static RcvSettleMode of(long code) {
    if (code < 0 || code >= values().length) {
      throw new DecodeFault("no rcv-settle-mode is " + code);
    }
    return values()[(int) code];
  }
}

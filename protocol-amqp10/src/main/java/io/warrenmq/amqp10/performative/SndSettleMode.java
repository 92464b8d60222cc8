package io.warrenmq.amqp10.performative;

import io.warrenmq.amqp10.codec.DecodeFault;

/** How the sending end of a link settles; in the order of its codes. §2.8.2. */
public enum SndSettleMode {
  /** It settles none when it sends. */
  UNSETTLED,
  /** It settles all when it sends. */
  SETTLED,
  /** It settles some. */
  MIXED;

  static SndSettleMode of(long code) {
    if (code < 0 || code >= values().length) {
      throw new DecodeFault("no snd-settle-mode is " + code);
    }
    return values()[(int) code];
  }
}

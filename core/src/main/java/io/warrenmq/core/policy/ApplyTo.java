package io.warrenmq.core.policy;

import org.jspecify.annotations.Nullable;

/** What a policy applies to, as far as that does not depend on names. */
public enum ApplyTo {
  /** Exchanges and all queues. */
  ALL("all"),
  /** Exchanges. */
  EXCHANGES("exchanges"),
  /** All queues. */
  QUEUES("queues"),
  /** Classic queues. */
  CLASSIC_QUEUES("classic_queues"),
  /** Quorum queues. */
  QUORUM_QUEUES("quorum_queues"),
  /** Streams. */
  STREAMS("streams");

  private final String text;

  ApplyTo(String text) {
    this.text = text;
  }

  /** The value of {@code apply-to}. */
  public String text() {
    return text;
  }

  /** The one of that name; {@code null} when there is none. */
  static @Nullable ApplyTo named(String text) {
    for (ApplyTo one : values()) {
      if (one.text.equals(text)) {
        return one;
      }
    }
    return null;
  }

  /** Whether things of this kind are meant. */
  boolean covers(PolicyTarget target) {
    return switch (this) {
      case ALL -> true;
      case EXCHANGES -> target == PolicyTarget.EXCHANGE;
      case QUEUES -> target != PolicyTarget.EXCHANGE;
      case CLASSIC_QUEUES -> target == PolicyTarget.CLASSIC_QUEUE;
      case QUORUM_QUEUES -> target == PolicyTarget.QUORUM_QUEUE;
      case STREAMS -> false; // There are none yet.
    };
  }
}

package io.warrenmq.amqp10.link;

import io.warrenmq.amqp10.performative.DeliveryState;
import io.warrenmq.amqp10.performative.DeliveryState.Accepted;
import io.warrenmq.amqp10.performative.DeliveryState.Modified;
import io.warrenmq.amqp10.performative.DeliveryState.Rejected;
import io.warrenmq.amqp10.performative.DeliveryState.Transactional;
import io.warrenmq.api.queue.SettleOutcome;
import java.util.Map;

/** What an outcome means to a queue. §3.4; RabbitMQ's meaning of {@code modified}. Stateless. */
public final class Outcomes {
  private Outcomes() {}

  /** Whether a state is an outcome: final. */
  public static boolean isOutcome(DeliveryState state) {
    return !(state instanceof DeliveryState.Received
        || state instanceof DeliveryState.Declared
        || state instanceof DeliveryState.Transactional);
  }

  /** What a consumer says with an outcome. */
  public static SettleOutcome of(DeliveryState outcome) {
    if (outcome instanceof Accepted) {
      return SettleOutcome.COMPLETE;
    } else if (outcome instanceof Rejected) {
      return SettleOutcome.DISCARD;
    } else if (outcome instanceof Modified modified) {
      if (modified.undeliverableHere()) {
        return SettleOutcome.DISCARD;
      }
      return modified.deliveryFailed() ? SettleOutcome.REQUEUE : SettleOutcome.RELEASE;
    }
    return SettleOutcome.RELEASE;
  }

  /** What a consumer adds to the message with an outcome; mostly nothing. */
  public static Map<String, Object> added(DeliveryState outcome) {
    return outcome instanceof Modified modified
        ? AddedAnnotations.of(modified.messageAnnotations())
        : Map.of();
  }

  /**
   * What is said of a delivery, without what a consumer adds: that may be longer than its frames.
   */
  public static DeliveryState withoutAdded(DeliveryState state) {
    if (state instanceof Modified modified) {
      return new Modified(modified.deliveryFailed(), modified.undeliverableHere(), Map.of());
    } else if (state instanceof Transactional within && within.outcome() instanceof Modified part) {
      return new Transactional(within.txnId(), withoutAdded(part));
    }
    return state;
  }
}

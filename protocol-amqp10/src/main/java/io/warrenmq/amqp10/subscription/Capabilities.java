package io.warrenmq.amqp10.subscription;

import io.warrenmq.api.message.Symbol;
import java.util.List;

/**
 * What clients say of the nodes that they want, as JMS clients do: of a terminus what kind of
 * destination it is, of a subscription who has it. Stateless.
 */
public final class Capabilities {
  /** To the broker, in its open: subscriptions can be shared. */
  public static final Symbol SHARED_SUBSCRIPTIONS = new Symbol("SHARED-SUBS");

  static final Symbol TOPIC = new Symbol("topic");
  static final Symbol SHARED = new Symbol("shared");
  static final Symbol GLOBAL = new Symbol("global");
  private static final Symbol TEMPORARY_TOPIC = new Symbol("temporary-topic");

  private Capabilities() {}

  /** Whether a terminus is a topic, temporary or not. */
  public static boolean isTopic(List<Symbol> capabilities) {
    return capabilities.contains(TOPIC) || isTemporaryTopic(capabilities);
  }

  /** Whether a node that is to be made is a topic. */
  public static boolean isTemporaryTopic(List<Symbol> capabilities) {
    return capabilities.contains(TEMPORARY_TOPIC);
  }
}

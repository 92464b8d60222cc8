package io.warrenmq.core.queue;

import io.warrenmq.core.policy.PolicyTarget;

/**
 * The kind of queue a client asks for with {@code x-queue-type}. One engine serves all; they differ
 * in rules and log.
 */
public enum QueueType {
  /** The default. */
  CLASSIC("classic", "rabbit_classic_queue", PolicyTarget.CLASSIC_QUEUE),
  /** Durable, with a delivery limit; replicated once there is a cluster. */
  QUORUM("quorum", "rabbit_quorum_queue", PolicyTarget.QUORUM_QUEUE);

  private final String argument;
  private final String rabbitName;
  private final PolicyTarget policyTarget;

  QueueType(String argument, String rabbitName, PolicyTarget policyTarget) {
    this.argument = argument;
    this.rabbitName = rabbitName;
    this.policyTarget = policyTarget;
  }

  /** Which policies apply to queues of this kind. */
  public PolicyTarget policyTarget() {
    return policyTarget;
  }

  /** The value of {@code x-queue-type}. */
  public String argument() {
    return argument;
  }

  /** The name in RabbitMQ's error texts and metrics. */
  public String rabbitName() {
    return rabbitName;
  }
}

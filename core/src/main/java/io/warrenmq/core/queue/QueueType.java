package io.warrenmq.core.queue;

/**
 * The kind of queue a client asks for with {@code x-queue-type}. One engine serves all; they differ
 * in rules and log.
 */
public enum QueueType {
  /** The default. */
  CLASSIC("classic", "rabbit_classic_queue"),
  /** Durable, with a delivery limit; replicated once there is a cluster. */
  QUORUM("quorum", "rabbit_quorum_queue");

  private final String argument;
  private final String rabbitName;

  QueueType(String argument, String rabbitName) {
    this.argument = argument;
    this.rabbitName = rabbitName;
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

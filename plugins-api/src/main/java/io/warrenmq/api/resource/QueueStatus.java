package io.warrenmq.api.resource;

/**
 * A queue as it is at one moment.
 *
 * @param declaration what it is: with the name that the broker has chosen if it has, its type
 *     always under {@code x-queue-type}, and not durable when it is exclusive
 * @param readyCount messages ready for delivery
 * @param consumerCount consumers, cancelled ones not counted
 * @param isNew whether it was made by the declaration that this answers
 */
public record QueueStatus(
    QueueDeclaration declaration, long readyCount, int consumerCount, boolean isNew) {
  /** Its name. */
  public String name() {
    return declaration.name();
  }
}

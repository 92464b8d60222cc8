package io.warrenmq.core.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only the queue itself knows of its consumers and its head, at one moment.
 *
 * @param consumers those that take messages, in the order in which they came
 * @param exclusiveTag the tag of the one that excludes others; {@code null} when none does
 * @param singleActiveTag with single active consumer, the tag of the one that is served; {@code
 *     null} for none
 * @param headTimestampMs the publisher's time of the message that is next, in milliseconds; {@code
 *     null} when it has none, or is on disk
 */
public record QueueDetails(
    List<ConsumerDetails> consumers,
    @Nullable String exclusiveTag,
    @Nullable String singleActiveTag,
    @Nullable Long headTimestampMs) {
  /**
   * One consumer.
   *
   * @param consumer the consumer
   * @param isActive whether it is served: with single active consumer one alone is
   * @param unsettled deliveries that it has not settled
   */
  public record ConsumerDetails(Consumer consumer, boolean isActive, int unsettled) {}
}

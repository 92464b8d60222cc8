package io.warrenmq.core.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a vhost besides its content. Immutable.
 *
 * @param description for people
 * @param tags for people and tools
 * @param defaultQueueType the type of queues that name none and may have it; {@code null}: classic
 * @param maxConnections most connections; −1 for no limit
 * @param maxQueues most queues; −1 for no limit
 */
public record VhostSettings(
    String description,
    List<String> tags,
    @Nullable String defaultQueueType,
    int maxConnections,
    int maxQueues) {
  /** Nothing known, nothing limited. */
  public static final VhostSettings NONE = new VhostSettings("", List.of(), null, -1, -1);

  /** The same with other limits. */
  public VhostSettings withLimits(int maxConnections, int maxQueues) {
    return new VhostSettings(description, tags, defaultQueueType, maxConnections, maxQueues);
  }
}

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
 * @param isProtected whether it is not to be deleted
 */
public record VhostSettings(
    String description,
    List<String> tags,
    @Nullable String defaultQueueType,
    int maxConnections,
    int maxQueues,
    boolean isProtected) {
  /** Nothing known, nothing limited. */
  public static final VhostSettings NONE = new VhostSettings("", List.of(), null, -1, -1);

  /** Those of a vhost that may be deleted. */
  public VhostSettings(
      String description,
      List<String> tags,
      @Nullable String defaultQueueType,
      int maxConnections,
      int maxQueues) {
    this(description, tags, defaultQueueType, maxConnections, maxQueues, false);
  }

  /** The same with other limits. */
  public VhostSettings withLimits(int maxConnections, int maxQueues) {
    return new VhostSettings(
        description, tags, defaultQueueType, maxConnections, maxQueues, isProtected);
  }

  /** The same, to be deleted or not. */
  public VhostSettings withProtection(boolean isProtected) {
    return new VhostSettings(
        description, tags, defaultQueueType, maxConnections, maxQueues, isProtected);
  }
}

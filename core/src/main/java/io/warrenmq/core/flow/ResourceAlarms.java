package io.warrenmq.core.flow;

import io.warrenmq.api.loop.Loop;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which resources are short. While any is, publishing connections are blocked and told so.
 *
 * <p>Confined to the metadata loop, but for {@link #reason}.
 */
public final class ResourceAlarms {
  /** What can be short. */
  public enum Resource {
    /** Memory for messages. */
    MEMORY("memory"),
    /** Room on the disk. */
    DISK("disk");

    private final String text;

    Resource(String text) {
      this.text = text;
    }

    /** The word that clients see. */
    public String text() {
      return text;
    }
  }

  /** Told of each change. Called on the metadata loop, after {@link #reason} has changed. */
  public interface Listener {
    /** A resource has become short, or is so no more. */
    void onAlarm(Resource resource, boolean raised);
  }

  private final Loop metadata;
  private final Listener listener;
  private final Set<Resource> raised = EnumSet.noneOf(Resource.class);
  // Written by the metadata loop, read by any: connections that open while one is raised.
  private volatile Set<Resource> shown = Set.of();
  private volatile @Nullable String reason;

  /** Nothing is short. */
  public ResourceAlarms(Loop metadata, Listener listener) {
    this.metadata = metadata;
    this.listener = listener;
  }

  /** Raises or clears one; nothing happens when it is so already. */
  public void set(Resource resource, boolean isShort) {
    assert metadata.inThread();
    if (isShort ? raised.add(resource) : raised.remove(resource)) {
      reason = text();
      shown = Set.copyOf(raised);
      listener.onAlarm(resource, isShort);
    }
  }

  private @Nullable String text() {
    if (raised.isEmpty()) {
      return null;
    }
    // RabbitMQ's words, on which clients match.
    return "low on " + String.join(" & ", raised.stream().map(Resource::text).toList());
  }

  /** What is short at present. Any thread. */
  public Set<Resource> raised() {
    return shown;
  }

  /**
   * Why publishers are blocked, in RabbitMQ's words; {@code null} when they are not. Any thread.
   */
  public @Nullable String reason() {
    return reason;
  }
}

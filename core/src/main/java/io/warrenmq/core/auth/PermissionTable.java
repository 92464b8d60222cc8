package io.warrenmq.core.auth;

import io.warrenmq.api.auth.Permission;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What users may do, compiled. Written by the metadata loop, read by any thread. */
public final class PermissionTable {
  private final ConcurrentHashMap<PermissionPut.Key, Compiled> permissions =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<TopicPermissionPut.Key, CompiledTopic> topics =
      new ConcurrentHashMap<>();
  // Written by the metadata loop after each change, so that who has read it before the change asks
  // again.
  private volatile long version;

  /** A number that changes with every change. */
  public long version() {
    return version;
  }

  /** What the user may in the vhost; {@code null} without permissions there. */
  public @Nullable PermissionPut find(String user, String vhost) {
    Compiled compiled = permissions.get(new PermissionPut.Key(user, vhost));
    return compiled == null ? null : compiled.source;
  }

  /** All permissions. */
  public Collection<PermissionPut> all() {
    return permissions.values().stream().map(Compiled::source).toList();
  }

  /** All topic permissions. */
  public Collection<TopicPermissionPut> allTopics() {
    return topics.values().stream().map(CompiledTopic::source).toList();
  }

  /** Whether the user has permissions in the vhost, be they empty ones. */
  boolean isGranted(String user, String vhost) {
    return permissions.containsKey(new PermissionPut.Key(user, vhost));
  }

  /** Whether the user may do this with what has that name. */
  boolean permits(String user, String vhost, String name, Permission permission) {
    Compiled compiled = permissions.get(new PermissionPut.Key(user, vhost));
    return compiled != null && compiled.of(permission).matches(name);
  }

  /** The topic permission; {@code null} when the user's topics are not restricted there. */
  @Nullable CompiledTopic topic(String user, String vhost, String exchange) {
    return topics.get(new TopicPermissionPut.Key(user, vhost, exchange));
  }

  void put(Compiled permission) {
    PermissionPut source = permission.source;
    permissions.put(new PermissionPut.Key(source.user(), source.vhost()), permission);
    changed();
  }

  void put(CompiledTopic permission) {
    TopicPermissionPut source = permission.source;
    topics.put(
        new TopicPermissionPut.Key(source.user(), source.vhost(), source.exchange()), permission);
    changed();
  }

  void remove(Object key) {
    if (key instanceof PermissionPut.Key) {
      permissions.remove(key);
    } else {
      topics.remove(key);
    }
    changed();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void changed() {
    version++;
  }

  /** A permission ready for use. */
  record Compiled(
      PermissionPut source,
      PermissionPattern configure,
      PermissionPattern write,
      PermissionPattern read) {
    /** Fails with {@link IllegalArgumentException} for an expression that is none. */
    static Compiled of(PermissionPut source) {
      return new Compiled(
          source,
          PermissionPattern.of(source.configure()),
          PermissionPattern.of(source.write()),
          PermissionPattern.of(source.read()));
    }

    PermissionPattern of(Permission permission) {
      return switch (permission) {
        case CONFIGURE -> configure;
        case WRITE -> write;
        case READ -> read;
      };
    }
  }

  /** A topic permission ready for use. */
  record CompiledTopic(TopicPermissionPut source, TopicPattern write, TopicPattern read) {
    /** Fails with {@link IllegalArgumentException} for an expression that is none. */
    static CompiledTopic of(TopicPermissionPut source) {
      return new CompiledTopic(
          source, TopicPattern.of(source.write()), TopicPattern.of(source.read()));
    }
  }
}

package io.warrenmq.core.session;

import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who is connected. Thread-safe. */
public final class ConnectionRegistry {
  private final ConcurrentHashMap<String, ClientConnection> byName = new ConcurrentHashMap<>();

  /** Adds a connection under its name, the two ends of its transport. */
  public void add(ClientConnection connection) {
    byName.put(connection.name(), connection);
  }

  void remove(ClientConnection connection) {
    byName.remove(connection.name(), connection);
  }

  /** The connection of that name; {@code null} when there is none. */
  public @Nullable ClientConnection find(String name) {
    return byName.get(name);
  }

  /** All of them, as they come and go. */
  public Collection<ClientConnection> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** How many there are. */
  public int count() {
    return byName.size();
  }
}

package io.warrenmq.core.session;

import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.transport.Traffic;
import io.warrenmq.core.event.EventDispatcher;
import io.warrenmq.core.event.TransportAttributes;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who is connected; event listeners are told. Thread-safe. */
public final class ConnectionRegistry {
  private final ConcurrentHashMap<String, ClientConnection> byName = new ConcurrentHashMap<>();
  private final DepartedTraffic departed = new DepartedTraffic();
  private final EventDispatcher events;

  /** Creates a registry without connections. */
  public ConnectionRegistry(EventDispatcher events) {
    this.events = events;
  }

  /** Adds a connection under its name, the two ends of its transport. */
  public void add(ClientConnection connection) {
    byName.put(connection.name(), connection);
    events.emit("connection.created", () -> attributes(connection));
  }

  void remove(ClientConnection connection) {
    if (byName.remove(connection.name(), connection)) { // The broker's own are not in it.
      departed.add(connection.request().transport().traffic());
      events.emit("connection.closed", () -> attributes(connection));
    }
  }

  private static Map<String, Object> attributes(ClientConnection connection) {
    ConnectionRequest request = connection.request();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", connection.name());
    attributes.put("user", connection.principal().name());
    attributes.put(EventDispatcher.ACTOR, connection.principal().name());
    attributes.put("vhost", connection.vhost());
    attributes.put("protocol", request.protocol());
    TransportAttributes.put(attributes, request.transport());
    attributes.put("connected_at", connection.openedAtMs());
    attributes.put("client_properties", request.clientProperties().asMap());
    if (request.clientProperties().asMap().get("connection_name") instanceof String given) {
      attributes.put("user_provided_name", given);
    }
    if (!request.clientId().isEmpty()) {
      attributes.put("client_id", request.clientId());
    }
    return attributes;
  }

  /** The connection of that name; {@code null} when there is none. */
  public @Nullable ClientConnection find(String name) {
    return byName.get(name);
  }

  /** All of them, as they come and go. */
  public Collection<ClientConnection> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** What had gone over the sockets of those that have left. Any thread. */
  public Traffic departedTraffic() {
    return departed;
  }

  /**
   * Has connections closed by their protocols, each on its loop.
   *
   * @param reason for the client
   */
  public void close(Predicate<ClientConnection> isMeant, String reason) {
    for (ClientConnection connection : byName.values()) {
      if (isMeant.test(connection)) {
        connection
            .request()
            .loop()
            .execute(
                () -> connection.request().handle().forceClose(reason)); // None once it closed.
      }
    }
  }

  /** How many there are. */
  public int count() {
    return byName.size();
  }
}

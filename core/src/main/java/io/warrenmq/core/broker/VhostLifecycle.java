package io.warrenmq.core.broker;

import io.vertx.core.Future;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.definitions.FirstStart;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.session.ConnectionRegistry;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.core.vhost.VhostRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Vhosts that operators create and delete, with the permissions and connections that come and go
 * with them. Confined to the metadata loop, where the futures complete.
 */
public final class VhostLifecycle {
  private final VhostRegistry vhosts;
  private final VhostCommands commands;
  private final UserCommands users;
  private final UserStore known;
  private final ConnectionRegistry connections;
  private final FirstStart firstStart;

  VhostLifecycle(
      VhostRegistry vhosts,
      VhostCommands commands,
      UserCommands users,
      UserStore known,
      ConnectionRegistry connections,
      FirstStart firstStart) {
    this.vhosts = vhosts;
    this.commands = commands;
    this.users = users;
    this.known = known;
    this.connections = connections;
    this.firstStart = firstStart;
  }

  /**
   * Creates a vhost, or changes the settings of the one that exists. Who creates it may everything
   * in it, as in RabbitMQ, and the users of {@code default_users} that are for it get their
   * permissions.
   *
   * @param creator who asks; no permission when it is not one of the broker's own users
   * @return whether it is new; fails with PRECONDITION_FAILED for an unusable name, LIMIT_REACHED
   *     when there are as many as may be
   */
  public Future<Boolean> put(String name, VhostSettings settings, String creator) {
    return MetadataLoop.attempt(
        () -> {
          boolean isNew = vhosts.plannedToStay(name) == null;
          List<Future<?>> made = new ArrayList<>();
          made.add(vhosts.put(name, settings));
          if (isNew && !made.get(0).failed()) {
            for (PermissionPut permission : firstStart.othersIn(name)) {
              if (known.find(permission.user()) != null) {
                made.add(users.putPermission(permission));
              }
            }
            if (known.find(creator) != null) {
              made.add(users.putPermission(new PermissionPut(creator, name, ".*", ".*", ".*")));
            }
          }
          return Future.all(made).map(isNew);
        });
  }

  /**
   * Deletes a vhost with all that is in it and all permissions there; its connections are closed.
   *
   * @return fails with NOT_FOUND, with PRECONDITION_FAILED while it is protected
   */
  public Future<Void> delete(String name) {
    return MetadataLoop.attempt(
        () -> {
          vhosts.deletable(name);
          // Permissions first: one that a crash left over would hold in the next vhost of the name.
          return users
              .deleteVhost(name)
              .compose(done -> commands.deleteVhost(name))
              .onSuccess(
                  done ->
                      connections.close(
                          connection -> connection.vhost().equals(name),
                          "vhost '" + name + "' is deleted"));
        });
  }
}

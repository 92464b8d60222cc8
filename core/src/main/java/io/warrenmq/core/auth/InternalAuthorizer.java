package io.warrenmq.core.auth;

import io.warrenmq.api.auth.Authorizer;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.ResourceKind;

/** Permits what the broker's own permissions say. Thread-safe. */
public final class InternalAuthorizer implements Authorizer {
  private final PermissionTable permissions;

  /** Creates the authorizer. */
  public InternalAuthorizer(PermissionTable permissions) {
    this.permissions = permissions;
  }

  @Override
  public String name() {
    return "internal";
  }

  @Override
  public boolean mayAccessVhost(Principal principal, String vhost) {
    return permissions.isGranted(principal.name(), vhost);
  }

  @Override
  public boolean mayAccess(
      Principal principal, String vhost, ResourceKind kind, String name, Permission permission) {
    return permissions.permits(principal.name(), vhost, name, permission);
  }

  @Override
  public boolean restrictsTopics(Principal principal, String vhost, String exchange) {
    return permissions.topic(principal.name(), vhost, exchange) != null;
  }

  @Override
  public boolean mayAccessTopic(
      Principal principal,
      String vhost,
      String exchange,
      String routingKey,
      String clientId,
      Permission permission) {
    PermissionTable.CompiledTopic topic = permissions.topic(principal.name(), vhost, exchange);
    if (topic == null) {
      return true;
    }
    TopicPattern pattern = permission == Permission.WRITE ? topic.write() : topic.read();
    return pattern.matches(routingKey, principal.name(), vhost, clientId);
  }

  @Override
  public long version() {
    return permissions.version();
  }
}

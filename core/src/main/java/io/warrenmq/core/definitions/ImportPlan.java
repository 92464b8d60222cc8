package io.warrenmq.core.definitions;

import io.vertx.core.Future;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.policy.Policy;
import io.warrenmq.core.vhost.ParameterCommands;
import io.warrenmq.core.vhost.PolicyCommands;
import io.warrenmq.core.vhost.Requester;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.core.vhost.VhostRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be changed so that all is as a file says, checked: without what is so already.
 * Confined to the metadata loop, and carried out in the turn it was made in.
 */
final class ImportPlan {
  /** A thing in a vhost. */
  record In<T>(String vhost, T what) {}

  final Map<String, VhostSettings> vhosts = new LinkedHashMap<>();
  final Map<String, UserPut> users = new LinkedHashMap<>();
  final List<PermissionPut> permissions = new ArrayList<>();
  final List<TopicPermissionPut> topicPermissions = new ArrayList<>();
  final Map<String, List<Policy>> policies = new LinkedHashMap<>();
  final List<ParameterPut> parameters = new ArrayList<>();
  final List<GlobalParameterPut> globals = new ArrayList<>();
  final List<In<ExchangeDeclaration>> exchanges = new ArrayList<>();
  final List<In<QueueDeclaration>> queues = new ArrayList<>();
  final List<In<BindingDeclaration>> bindings = new ArrayList<>();

  /** The commands that a plan is carried out with. */
  record Commands(
      VhostRegistry vhosts,
      VhostCommands vhost,
      UserCommands users,
      PolicyCommands policies,
      ParameterCommands parameters) {}

  /** Adds a policy to those of its vhost. */
  void add(Policy policy) {
    policies.computeIfAbsent(policy.source().vhost(), vhost -> new ArrayList<>()).add(policy);
  }

  /** Gives all commands in an order in which they can be carried out. */
  List<Future<?>> carryOut(Commands commands, Requester broker) {
    List<Future<?>> all = new ArrayList<>();
    vhosts.forEach((name, settings) -> all.add(commands.vhosts.put(name, settings)));
    users.values().forEach(user -> all.add(commands.users.putUser(user)));
    permissions.forEach(permission -> all.add(commands.users.putPermission(permission)));
    topicPermissions.forEach(permission -> all.add(commands.users.putTopicPermission(permission)));
    globals.forEach(
        global -> all.add(commands.parameters.putGlobal(global.name(), global.value())));
    parameters.forEach(parameter -> all.add(commands.parameters.put(parameter)));
    // Before queues, which come into being under them.
    policies.forEach((vhost, some) -> all.add(commands.policies.putAll(vhost, some)));
    for (In<ExchangeDeclaration> in : exchanges) {
      all.add(commands.vhost.declareExchange(vhost(commands, in), broker, in.what));
    }
    for (In<QueueDeclaration> in : queues) {
      all.add(commands.vhost.declareQueue(vhost(commands, in), broker, in.what));
    }
    for (In<BindingDeclaration> in : bindings) {
      all.add(commands.vhost.bind(vhost(commands, in), broker, in.what));
    }
    return all;
  }

  private static Vhost vhost(Commands commands, In<?> in) {
    Vhost vhost = commands.vhosts.plannedToStay(in.vhost);
    if (vhost == null) {
      throw new IllegalStateException("checked, and not there: vhost " + in.vhost);
    }
    return vhost;
  }
}

package io.warrenmq.core.definitions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.definitions.ImportPlan.In;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.policy.Policy;
import io.warrenmq.core.policy.PolicyKeys;
import io.warrenmq.core.vhost.CheckedParameter;
import io.warrenmq.core.vhost.DeclarationCheck;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a definitions file and checks each thing in it against what there is and what the file
 * adds; nothing is changed. Confined to the metadata loop, and to one turn of it.
 */
final class ImportCheck {
  private static final String RESERVED = "amq.";

  private final JsonObject file;
  private final ImportScope scope;
  private final DeclarationCheck declarations;
  private final UserCommands users;
  private final ImportReport report;
  private final ImportPlan plan = new ImportPlan();

  ImportCheck(
      JsonObject file,
      ImportScope scope,
      DeclarationCheck declarations,
      UserCommands users,
      ImportReport report) {
    this.file = file;
    this.scope = scope;
    this.declarations = declarations;
    this.users = users;
    this.report = report;
  }

  /**
   * Reads and checks all of it.
   *
   * @param newUsers the file's users, read before
   * @return what is to be changed, of use when the report has no refusal
   */
  ImportPlan run(List<UserPut> newUsers) {
    if (scope.isOfTheWholeBroker()) {
      each("vhosts", this::vhost);
      newUsers.forEach(user -> plan.users.put(user.name(), user));
      each("permissions", this::permission);
      each("topic_permissions", this::topicPermission);
      each("global_parameters", json -> plan.globals.add(JsonPolicies.global(json)));
    }
    each("parameters", this::parameter);
    each("policies", this::policy);
    each("exchanges", this::exchange);
    each("queues", this::queue);
    each("bindings", this::binding);
    return plan;
  }

  private void each(String kind, Consumer<JsonObject> check) {
    for (JsonObject json : JsonFields.objects(file, kind)) {
      try {
        check.accept(json);
        report.count(kind);
      } catch (BrokerException e) {
        refuse(report, kind, json, e.text());
      } catch (ClassCastException e) { // From JsonObject.
        refuse(report, kind, json, "a field has a value of the wrong type");
      }
    }
  }

  /** Reports a thing that is refused, without what is secret of it. */
  static void refuse(ImportReport report, String kind, JsonObject json, String reason) {
    JsonObject shown = json.copy();
    shown.remove("password_hash");
    shown.remove("password");
    JsonUsers.SCRAM.forEach(shown::remove);
    if (kind.equals("parameters") || kind.equals("global_parameters")) {
      shown.remove("value"); // The address of another broker has a password in it.
    }
    report.refuse(kind, shown.encode(), reason);
  }

  private void vhost(JsonObject json) {
    String name = JsonFields.required(json, "name");
    VhostSettings settings = JsonVhosts.settings(json);
    if (declarations.hasVhost(name)) {
      VhostSettings before = declarations.settings(name);
      if (!json.containsKey("limits")) {
        settings = settings.withLimits(before.maxConnections(), before.maxQueues());
      }
      if (!JsonVhosts.saysProtection(json)) {
        settings = settings.withProtection(before.isProtected());
      }
    }
    put(name, settings);
  }

  private void put(String vhost, VhostSettings settings) {
    declarations.vhost(vhost, settings);
    plan.vhosts.put(vhost, settings);
  }

  private void permission(JsonObject json) {
    PermissionPut permission = JsonUsers.permission(json);
    declarations.settings(permission.vhost()); // It must be there.
    checkUser(permission.user());
    UserCommands.checkPermission(permission);
    plan.permissions.add(permission);
  }

  private void topicPermission(JsonObject json) {
    TopicPermissionPut permission = JsonUsers.topicPermission(json);
    declarations.settings(permission.vhost());
    checkUser(permission.user());
    UserCommands.checkPermission(permission);
    plan.topicPermissions.add(permission);
  }

  private void checkUser(String name) {
    if (!plan.users.containsKey(name) && !users.hasUser(name)) {
      throw UserCommands.noUser(name);
    }
  }

  private void parameter(JsonObject json) {
    String vhost = vhostOf(json);
    CheckedParameter checked = JsonPolicies.parameter(vhost, json);
    if (checked instanceof CheckedParameter.Limits limits) {
      put(vhost, limits.in(declarations.settings(vhost)));
    } else if (checked instanceof CheckedParameter.Operators operators) {
      take(operators.policy());
    } else if (checked instanceof CheckedParameter.Other other) {
      report.warn(
          "parameter '"
              + other.parameter().name()
              + "' of '"
              + other.parameter().component()
              + "' is kept and has no effect here");
      plan.parameters.add(other.parameter());
    }
  }

  private void policy(JsonObject json) {
    take(JsonPolicies.policy(vhostOf(json), json));
  }

  private void take(Policy policy) {
    for (String key : policy.definition().keySet()) {
      if (PolicyKeys.isWithoutEffect(key)) {
        report.warn("policy '" + policy.name() + "': '" + key + "' has no effect here");
      }
    }
    plan.add(policy);
  }

  private void exchange(JsonObject json) {
    String vhost = vhostOf(json);
    String name = JsonFields.required(json, "name");
    if (name.isEmpty() || name.startsWith(RESERVED)) {
      report.warn("exchange '" + name + "' in vhost '" + vhost + "' is not one to be imported");
      return; // As in RabbitMQ: they are there, or would be refused.
    }
    ExchangeDeclaration declaration =
        new ExchangeDeclaration(
            name,
            JsonFields.required(json, "type"),
            json.getBoolean("durable", true),
            json.getBoolean("auto_delete", false),
            json.getBoolean("internal", false),
            arguments(json));
    if (declarations.exchange(vhost, declaration)) {
      plan.exchanges.add(new In<>(vhost, declaration));
    }
  }

  private void queue(JsonObject json) {
    String vhost = vhostOf(json);
    String name = JsonFields.required(json, "name");
    if (name.startsWith(RESERVED)) {
      report.warn("queue '" + name + "' in vhost '" + vhost + "' is not one to be imported");
      return;
    }
    QueueDeclaration declaration =
        declarations.queue(
            vhost,
            new QueueDeclaration(
                name,
                json.getBoolean("durable", true),
                false,
                json.getBoolean("auto_delete", false),
                queueArguments(json)));
    if (declaration != null) {
      plan.queues.add(new In<>(vhost, declaration));
    }
  }

  private static Arguments arguments(JsonObject json) {
    // Files of some releases have an empty list for no arguments.
    return json.getValue("arguments") instanceof JsonArray array && array.isEmpty()
        ? Arguments.NONE
        : JsonArguments.read(json.getJsonObject("arguments"));
  }

  /** Some files name the type beside the arguments only. */
  private static Arguments queueArguments(JsonObject json) {
    Arguments arguments = arguments(json);
    String type = JsonFields.text(json, "type", "");
    return type.isEmpty() || arguments.has("x-queue-type")
        ? arguments
        : JsonArguments.read(JsonArguments.write(arguments).put("x-queue-type", type));
  }

  private void binding(JsonObject json) {
    String vhost = vhostOf(json);
    BindingDeclaration binding =
        new BindingDeclaration(
            JsonFields.required(json, "source"),
            JsonFields.required(json, "destination"),
            JsonFields.text(json, "destination_type", "queue").equals("exchange"),
            JsonFields.text(json, "routing_key", ""),
            arguments(json));
    if (!binding.toExchange() && declarations.isLeftOut(vhost, binding.destination())) {
      report.warn(
          "the binding of queue '" + binding.destination() + "' is left out with the queue");
      return;
    }
    declarations.binding(vhost, binding);
    plan.bindings.add(new In<>(vhost, binding));
  }

  private String vhostOf(JsonObject json) {
    String vhost = scope.vhostOf(json);
    declarations.settings(vhost); // It must be there.
    return vhost;
  }
}

package io.warrenmq.core.definitions;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.auth.PermissionTable;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.core.vhost.VhostRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes all there is as RabbitMQ's definitions, without what belongs to connections or to every
 * vhost anyway. Thread-safe.
 */
public final class DefinitionsExport {
  private final BrokerInfo info;
  private final VhostRegistry vhosts;
  private final VhostCommands commands;
  private final UserStore users;
  private final PermissionTable permissions;

  /** Creates an export of these tables. */
  public DefinitionsExport(
      BrokerInfo info,
      VhostRegistry vhosts,
      VhostCommands commands,
      UserStore users,
      PermissionTable permissions) {
    this.info = info;
    this.vhosts = vhosts;
    this.commands = commands;
    this.users = users;
    this.permissions = permissions;
  }

  /**
   * Writes the definitions.
   *
   * @param asker the loop the caller is on, where the future completes
   */
  public Future<JsonObject> write(Loop asker) {
    JsonObject file =
        new JsonObject()
            .put("rabbit_version", info.rabbitmqVersion())
            .put("rabbitmq_version", info.rabbitmqVersion())
            .put("product_name", info.product())
            .put("product_version", info.version())
            .put("users", array(users.all().stream().map(JsonUsers::write).toList()))
            .put("permissions", array(permissions.all().stream().map(JsonUsers::write).toList()))
            .put(
                "topic_permissions",
                array(permissions.allTopics().stream().map(JsonUsers::write).toList()))
            .put("parameters", new JsonArray())
            .put("global_parameters", new JsonArray())
            .put("policies", new JsonArray());
    JsonArray vhostList = new JsonArray();
    JsonArray exchanges = new JsonArray();
    JsonArray queues = new JsonArray();
    JsonArray bindings = new JsonArray();
    file.put("vhosts", vhostList)
        .put("exchanges", exchanges)
        .put("queues", queues)
        .put("bindings", bindings);
    List<Future<?>> listings = new ArrayList<>();
    for (Vhost vhost : vhosts.all()) {
      vhostList.add(JsonVhosts.write(vhost.name(), vhost.settings()));
      writeExchanges(vhost, exchanges);
      writeQueues(vhost, queues);
      listings.add(
          commands
              .bindings(asker, vhost)
              .onSuccess(all -> all.forEach(binding -> write(vhost, binding, bindings))));
    }
    return Future.all(listings).map(file);
  }

  private static JsonArray array(List<JsonObject> objects) {
    JsonArray array = new JsonArray();
    objects.forEach(array::add);
    return array;
  }

  private static void writeExchanges(Vhost vhost, JsonArray exchanges) {
    for (Exchange exchange : vhost.exchanges().values()) {
      ExchangeDeclaration declaration = exchange.declaration();
      if (!declaration.name().isEmpty() && !declaration.name().startsWith("amq.")) {
        exchanges.add(
            new JsonObject()
                .put("name", declaration.name())
                .put("vhost", vhost.name())
                .put("type", declaration.type())
                .put("durable", declaration.durable())
                .put("auto_delete", declaration.autoDelete())
                .put("internal", declaration.internal())
                .put("arguments", JsonArguments.write(declaration.arguments())));
      }
    }
  }

  private static void writeQueues(Vhost vhost, JsonArray queues) {
    for (Queue queue : vhost.queues().values()) {
      if (queue.exclusiveOwner() == null) {
        queues.add(
            new JsonObject()
                .put("name", queue.name())
                .put("vhost", vhost.name())
                .put("durable", queue.declaration().durable())
                .put("auto_delete", queue.declaration().autoDelete())
                .put("type", queue.options().type().argument())
                .put("arguments", JsonArguments.write(queue.declaration().arguments())));
      }
    }
  }

  private static void write(Vhost vhost, BindingDeclaration binding, JsonArray bindings) {
    Queue queue = binding.toExchange() ? null : vhost.queue(binding.destination());
    if (queue != null && queue.exclusiveOwner() != null) {
      return;
    }
    bindings.add(
        new JsonObject()
            .put("source", binding.source())
            .put("vhost", vhost.name())
            .put("destination", binding.destination())
            .put("destination_type", binding.toExchange() ? "exchange" : "queue")
            .put("routing_key", binding.routingKey())
            .put("arguments", JsonArguments.write(binding.arguments())));
  }
}

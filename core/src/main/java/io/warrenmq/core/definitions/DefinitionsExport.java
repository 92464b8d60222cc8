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
import io.warrenmq.core.metadata.MetadataRecord.GlobalParameterPut;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.vhost.ParameterCommands;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.core.vhost.VhostRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes all there is as RabbitMQ's definitions, or what is in one vhost, without what belongs to
 * connections or to every vhost anyway. Thread-safe.
 */
public final class DefinitionsExport {
  private final BrokerInfo info;
  private final VhostRegistry vhosts;
  private final VhostCommands commands;
  private final ParameterCommands parameters;
  private final UserStore users;
  private final PermissionTable permissions;

  /** Creates an export of these tables. */
  public DefinitionsExport(
      BrokerInfo info,
      VhostRegistry vhosts,
      VhostCommands commands,
      ParameterCommands parameters,
      UserStore users,
      PermissionTable permissions) {
    this.info = info;
    this.vhosts = vhosts;
    this.commands = commands;
    this.parameters = parameters;
    this.users = users;
    this.permissions = permissions;
  }

  /**
   * Writes the definitions of the whole broker.
   *
   * @param asker the loop the caller is on, where the future completes
   */
  public Future<JsonObject> write(Loop asker) {
    JsonArray vhostList = new JsonArray();
    JsonObject file =
        begin("cluster")
            .put("original_cluster_name", clusterName())
            .put("explanation", "Definitions of cluster '" + clusterName() + "'")
            .put("users", array(users.all().stream().map(JsonUsers::write).toList()))
            .put("vhosts", vhostList)
            .put("permissions", array(permissions.all().stream().map(JsonUsers::write).toList()))
            .put(
                "topic_permissions",
                array(permissions.allTopics().stream().map(JsonUsers::write).toList()))
            .put(
                "global_parameters",
                array(parameters.allGlobals().stream().map(JsonPolicies::write).toList()));
    Lists lists = new Lists(true);
    List<Future<?>> listings = new ArrayList<>();
    for (Vhost vhost : vhosts.all()) {
      vhostList.add(JsonVhosts.write(vhost.name(), vhost.settings()));
      listings.add(lists.add(vhost, asker));
    }
    return Future.all(listings).map(done -> lists.putInto(file));
  }

  /**
   * Writes what is in one vhost, in RabbitMQ's form for that: nothing in it names the vhost.
   *
   * @param asker the loop the caller is on, where the future completes
   */
  public Future<JsonObject> write(Loop asker, Vhost vhost) {
    JsonObject file =
        begin("single_virtual_host")
            .put("original_vhost_name", vhost.name())
            .put("explanation", "Definitions of virtual host '" + vhost.name() + "'");
    JsonVhosts.write(vhost.name(), vhost.settings())
        .forEach(
            field -> {
              if (!field.getKey().equals("name") && !field.getKey().equals("tags")) {
                file.put(field.getKey(), field.getValue());
              }
            });
    Object limits = JsonValues.write(ParameterCommands.limits(vhost.settings()));
    boolean isLimited = limits instanceof JsonObject object && !object.isEmpty();
    file.put("limits", isLimited ? limits : new JsonArray()); // As RabbitMQ has none.
    Lists lists = new Lists(false);
    return lists.add(vhost, asker).map(done -> lists.putInto(file));
  }

  private JsonObject begin(String format) {
    return new JsonObject()
        .put("rabbit_version", info.rabbitmqVersion())
        .put("rabbitmq_version", info.rabbitmqVersion())
        .put("product_name", info.product())
        .put("product_version", info.version())
        .put("rabbitmq_definition_format", format);
  }

  private String clusterName() {
    GlobalParameterPut given = parameters.findGlobal("cluster_name");
    return given != null && given.value() instanceof String name ? name : info.clusterName();
  }

  private static JsonArray array(List<JsonObject> objects) {
    JsonArray array = new JsonArray();
    objects.forEach(array::add);
    return array;
  }

  /** What is in vhosts. Confined to the asker's loop. */
  private final class Lists {
    private final boolean namesVhosts;
    private final JsonArray parameterList = new JsonArray();
    private final JsonArray policies = new JsonArray();
    private final JsonArray exchanges = new JsonArray();
    private final JsonArray queues = new JsonArray();
    private final JsonArray bindings = new JsonArray();

    /**
     * Empty lists.
     *
     * @param namesVhosts whether each thing names its vhost
     */
    Lists(boolean namesVhosts) {
      this.namesVhosts = namesVhosts;
    }

    Future<?> add(Vhost vhost, Loop asker) {
      parameters
          .all(vhost.name())
          .forEach(parameter -> add(parameterList, vhost, JsonPolicies.write(parameter)));
      vhost
          .policies()
          .all(false)
          .forEach(policy -> add(policies, vhost, JsonPolicies.write(policy.source())));
      vhost.exchanges().values().forEach(exchange -> addExchange(vhost, exchange));
      vhost.queues().values().forEach(queue -> addQueue(vhost, queue));
      return commands
          .bindings(asker, vhost)
          .onSuccess(all -> all.forEach(binding -> addBinding(vhost, binding)));
    }

    JsonObject putInto(JsonObject file) {
      return file.put("parameters", parameterList)
          .put("policies", policies)
          .put("queues", queues)
          .put("exchanges", exchanges)
          .put("bindings", bindings);
    }

    private void add(JsonArray list, Vhost vhost, JsonObject thing) {
      list.add(namesVhosts ? thing.put("vhost", vhost.name()) : thing);
    }

    private void addExchange(Vhost vhost, Exchange exchange) {
      ExchangeDeclaration declaration = exchange.declaration();
      if (!declaration.name().isEmpty() && !declaration.name().startsWith("amq.")) {
        add(
            exchanges,
            vhost,
            new JsonObject()
                .put("name", declaration.name())
                .put("type", declaration.type())
                .put("durable", declaration.durable())
                .put("auto_delete", declaration.autoDelete())
                .put("internal", declaration.internal())
                .put("arguments", JsonArguments.write(declaration.arguments())));
      }
    }

    private void addQueue(Vhost vhost, Queue queue) {
      if (queue.exclusiveOwner() == null) {
        add(
            queues,
            vhost,
            new JsonObject()
                .put("name", queue.name())
                .put("durable", queue.declaration().durable())
                .put("auto_delete", queue.declaration().autoDelete())
                .put("type", queue.options().type().argument())
                .put("arguments", JsonArguments.write(queue.declaration().arguments())));
      }
    }

    private void addBinding(Vhost vhost, BindingDeclaration binding) {
      Queue queue = binding.toExchange() ? null : vhost.queue(binding.destination());
      if (queue != null && queue.exclusiveOwner() != null) {
        return;
      }
      add(
          bindings,
          vhost,
          new JsonObject()
              .put("source", binding.source())
              .put("destination", binding.destination())
              .put("destination_type", binding.toExchange() ? "exchange" : "queue")
              .put("routing_key", binding.routingKey())
              .put("arguments", JsonArguments.write(binding.arguments())));
    }
  }
}

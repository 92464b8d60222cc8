package io.warrenmq.core.definitions;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.auth.NewPasswords;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.vhost.Requester;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.core.vhost.VhostRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings in a definitions file of RabbitMQ 3.x or 4.x. What exists already stays as it is, except
 * users, permissions and a vhost's settings, which the file replaces. Confined to the metadata
 * loop, where the futures complete.
 */
public final class DefinitionsImport {
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "vhosts",
          "users",
          "permissions",
          "topic_permissions",
          "exchanges",
          "queues",
          "bindings",
          "parameters",
          "policies",
          "global_parameters");

  // What describes the file itself.
  private static final Set<String> DESCRIPTION =
      Set.of(
          "rabbit_version",
          "rabbitmq_version",
          "product_name",
          "product_version",
          "rabbitmq_definition_format",
          "original_cluster_name",
          "original_vhost_name",
          "explanation",
          "description",
          "metadata",
          "default_queue_type",
          "limits");

  private final MetadataLoop metadata;
  private final VhostRegistry vhosts;
  private final VhostCommands commands;
  private final UserCommands users;
  private final NewPasswords passwords;
  private final Requester broker;

  /** Creates an import over these commands. */
  public DefinitionsImport(
      MetadataLoop metadata,
      VhostRegistry vhosts,
      VhostCommands commands,
      UserCommands users,
      NewPasswords passwords) {
    this.metadata = metadata;
    this.vhosts = vhosts;
    this.commands = commands;
    this.users = users;
    this.passwords = passwords;
    this.broker = Requester.broker(metadata.loop());
  }

  /**
   * Applies a file. Kinds follow each other; within a kind everything shares the store's syncs.
   *
   * @param defaultVhost the vhost of things that name none: a file may be of one vhost only
   * @return what became of it; fails only when the store does
   */
  public Future<ImportReport> apply(JsonObject file, String defaultVhost) {
    assert metadata.loop().inThread();
    ImportReport report = new ImportReport();
    warnOfTheRest(file, report);
    return each(file, "vhosts", report, this::vhost)
        .compose(done -> each(file, "parameters", report, json -> parameter(json, report)))
        .compose(done -> each(file, "users", report, this::user))
        .compose(done -> each(file, "permissions", report, this::permission))
        .compose(done -> each(file, "topic_permissions", report, this::topicPermission))
        .compose(done -> each(file, "exchanges", report, json -> exchange(json, defaultVhost)))
        .compose(done -> each(file, "queues", report, json -> queue(json, defaultVhost)))
        .compose(done -> each(file, "bindings", report, json -> binding(json, defaultVhost)))
        .compose(done -> metadata.settled())
        .map(report);
  }

  private static void warnOfTheRest(JsonObject file, ImportReport report) {
    for (String name : file.fieldNames()) {
      if (!UNDERSTOOD.contains(name) && !DESCRIPTION.contains(name)) {
        report.warn("'" + name + "' is not known and was passed over");
      }
    }
    int policies = JsonFields.objects(file, "policies").size();
    if (policies > 0) {
      report.warn("policies are not applied yet: " + policies + " passed over");
    }
    for (JsonObject parameter : JsonFields.objects(file, "global_parameters")) {
      report.warn(
          "global parameter '"
              + JsonFields.text(parameter, "name", "")
              + "' has no meaning here and was passed over");
    }
  }

  private Future<Void> each(
      JsonObject file, String kind, ImportReport report, Function<JsonObject, Future<?>> apply) {
    List<Future<?>> all = new ArrayList<>();
    for (JsonObject json : JsonFields.objects(file, kind)) {
      Supplier<Future<Object>> item = () -> apply.apply(json).mapEmpty();
      all.add(
          attempt(item)
              .onSuccess(done -> report.oneMore())
              .recover(
                  reason -> {
                    report.refused(describe(kind, json), reason);
                    return Future.succeededFuture();
                  }));
    }
    return Future.all(all).mapEmpty();
  }

  private static Future<Object> attempt(Supplier<Future<Object>> item) {
    try {
      return MetadataLoop.attempt(item);
    } catch (ClassCastException e) {
      return Future.failedFuture("a field has a value of the wrong type"); // From JsonObject.
    }
  }

  private static String describe(String kind, JsonObject json) {
    JsonObject shown = json.copy();
    shown.remove("password_hash");
    shown.remove("password");
    JsonUsers.SCRAM.forEach(shown::remove);
    return kind + " " + shown.encode();
  }

  private Future<?> vhost(JsonObject json) {
    return vhosts.put(JsonFields.required(json, "name"), JsonVhosts.settings(json));
  }

  /** A file made by hand may have a password in place of the hash. */
  private Future<?> user(JsonObject json) {
    UserPut user = JsonUsers.user(json);
    if (!(json.getValue("password") instanceof String password)) {
      return users.putUser(user);
    } else if (json.containsKey("password_hash")) { // As in RabbitMQ.
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED, "both password and password_hash are provided");
    }
    return passwords.set(metadata.loop(), user, password).compose(users::putUser);
  }

  private Future<?> parameter(JsonObject json, ImportReport report) {
    String component = JsonFields.text(json, "component", "");
    if (!component.equals("vhost-limits")) {
      report.warn(
          "parameter '"
              + JsonFields.text(json, "name", "")
              + "' of '"
              + component
              + "' is not applied yet and was passed over");
      return Future.succeededFuture();
    }
    Vhost vhost = find(JsonFields.required(json, "vhost"));
    return vhosts.put(
        vhost.name(), JsonVhosts.withLimits(vhost.settings(), json.getJsonObject("value")));
  }

  private Future<?> permission(JsonObject json) {
    find(JsonFields.required(json, "vhost"));
    return users.putPermission(JsonUsers.permission(json));
  }

  private Future<?> topicPermission(JsonObject json) {
    find(JsonFields.required(json, "vhost"));
    return users.putTopicPermission(JsonUsers.topicPermission(json));
  }

  private Future<?> exchange(JsonObject json, String defaultVhost) {
    Vhost vhost = find(JsonFields.text(json, "vhost", defaultVhost));
    String name = JsonFields.required(json, "name");
    if (vhost.exchange(name) != null) {
      return Future.succeededFuture();
    }
    return commands.declareExchange(
        vhost,
        broker,
        new ExchangeDeclaration(
            name,
            JsonFields.required(json, "type"),
            json.getBoolean("durable", true),
            json.getBoolean("auto_delete", false),
            json.getBoolean("internal", false),
            JsonArguments.read(json.getJsonObject("arguments"))));
  }

  private Future<?> queue(JsonObject json, String defaultVhost) {
    Vhost vhost = find(JsonFields.text(json, "vhost", defaultVhost));
    String name = JsonFields.required(json, "name");
    if (vhost.queue(name) != null) {
      return Future.succeededFuture();
    }
    return commands.declareQueue(
        vhost,
        broker,
        new QueueDeclaration(
            name,
            json.getBoolean("durable", true),
            false,
            json.getBoolean("auto_delete", false),
            queueArguments(json)));
  }

  /** Some files name the type beside the arguments only. */
  private static Arguments queueArguments(JsonObject json) {
    JsonObject arguments = json.getJsonObject("arguments", new JsonObject()).copy();
    String type = JsonFields.text(json, "type", "");
    if (!type.isEmpty() && !arguments.containsKey("x-queue-type")) {
      arguments.put("x-queue-type", type);
    }
    return JsonArguments.read(arguments);
  }

  private Future<?> binding(JsonObject json, String defaultVhost) {
    Vhost vhost = find(JsonFields.text(json, "vhost", defaultVhost));
    return commands.bind(
        vhost,
        broker,
        new BindingDeclaration(
            JsonFields.required(json, "source"),
            JsonFields.required(json, "destination"),
            JsonFields.text(json, "destination_type", "queue").equals("exchange"),
            JsonFields.text(json, "routing_key", ""),
            JsonArguments.read(json.getJsonObject("arguments"))));
  }

  private Vhost find(String name) {
    Vhost vhost = vhosts.find(name);
    if (vhost == null) {
      throw new BrokerException(ErrorKind.NOT_FOUND, "no vhost '" + name + "'");
    }
    return vhost;
  }
}

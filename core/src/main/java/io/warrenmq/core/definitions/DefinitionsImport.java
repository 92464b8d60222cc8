package io.warrenmq.core.definitions;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.auth.NewPasswords;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.vhost.ParameterCommands;
import io.warrenmq.core.vhost.PolicyCommands;
import io.warrenmq.core.vhost.Requester;
import io.warrenmq.core.vhost.VhostCommands;
import io.warrenmq.core.vhost.VhostRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings in a definitions file of RabbitMQ 3.x or 4.x: all of it, or nothing when something in it
 * is refused. What exists already stays as it is, except users, permissions, policies, parameters
 * and a vhost's settings, which the file replaces. Confined to the metadata loop, where the futures
 * complete.
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
  private final ImportPlan.Commands commands;
  private final NewPasswords passwords;
  private final Requester broker;

  /** Creates an import over these commands. */
  public DefinitionsImport(
      MetadataLoop metadata,
      VhostRegistry vhosts,
      VhostCommands commands,
      UserCommands users,
      PolicyCommands policies,
      ParameterCommands parameters,
      NewPasswords passwords) {
    this.metadata = metadata;
    this.commands = new ImportPlan.Commands(vhosts, commands, users, policies, parameters);
    this.passwords = passwords;
    this.broker = Requester.broker(metadata.loop());
  }

  /**
   * Brings in a file, if nothing of it is refused.
   *
   * @param defaultVhost the vhost of things that name none: a file may be of one vhost only
   * @param dryRun whether it is only checked, and nothing changed
   * @return what became of it; fails only when the store does
   */
  public Future<ImportReport> apply(JsonObject file, String defaultVhost, boolean dryRun) {
    return apply(file, new ImportScope(defaultVhost, true), dryRun);
  }

  /**
   * Brings exchanges, queues, bindings, policies and parameters of a file into one vhost, whatever
   * vhosts they name there, if none of it is refused.
   *
   * @param vhost must be there, or all of it is refused
   * @param dryRun whether it is only checked, and nothing changed
   * @return what became of it; fails only when the store does
   */
  public Future<ImportReport> applyTo(String vhost, JsonObject file, boolean dryRun) {
    return apply(file, new ImportScope(vhost, false), dryRun);
  }

  private Future<ImportReport> apply(JsonObject file, ImportScope scope, boolean dryRun) {
    assert metadata.loop().inThread();
    ImportReport report = new ImportReport();
    checkLists(file, report);
    return users(file, scope, report)
        .compose(users -> checkAndApply(file, scope, users, dryRun, report))
        .compose(done -> metadata.settled())
        .map(report);
  }

  private static void checkLists(JsonObject file, ImportReport report) {
    for (String name : file.fieldNames()) {
      if (UNDERSTOOD.contains(name)) {
        if (!isListOfObjects(file.getValue(name))) {
          report.refuse(name, name, "it is no list of objects");
        }
      } else if (!DESCRIPTION.contains(name)) {
        report.warn("'" + name + "' is not known and was passed over");
      }
    }
  }

  private static boolean isListOfObjects(@Nullable Object value) {
    return value == null
        || (value instanceof JsonArray list
            && list.stream().allMatch(JsonObject.class::isInstance));
  }

  /** Reads the users, whose passwords are hashed elsewhere: all else happens in one turn after. */
  private Future<List<UserPut>> users(JsonObject file, ImportScope scope, ImportReport report) {
    List<Future<@Nullable UserPut>> read = new ArrayList<>();
    if (scope.isOfTheWholeBroker()) {
      for (JsonObject json : JsonFields.objects(file, "users")) {
        read.add(
            MetadataLoop.attempt(() -> user(json))
                .onSuccess(user -> report.count("users"))
                .<@Nullable UserPut>map(user -> user)
                .recover(
                    reason -> {
                      ImportCheck.refuse(
                          report, "users", json, String.valueOf(reason.getMessage()));
                      return Future.succeededFuture();
                    }));
      }
    }
    return Future.all(read)
        .map(
            all -> {
              List<UserPut> users = new ArrayList<>();
              for (int i = 0; i < all.size(); i++) {
                UserPut user = all.resultAt(i);
                if (user != null) {
                  users.add(user);
                }
              }
              return users;
            });
  }

  /** A file made by hand may have a password in place of the hash. */
  private Future<UserPut> user(JsonObject json) {
    UserPut user = JsonUsers.user(json);
    UserCommands.checkUser(user);
    if (!(json.getValue("password") instanceof String password)) {
      return Future.succeededFuture(user);
    } else if (json.containsKey("password_hash")) { // As in RabbitMQ.
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED, "both password and password_hash are provided");
    }
    return passwords.set(metadata.loop(), user, password);
  }

  private Future<Void> checkAndApply(
      JsonObject file,
      ImportScope scope,
      List<UserPut> users,
      boolean dryRun,
      ImportReport report) {
    ImportPlan plan =
        new ImportCheck(file, scope, commands.vhost().newCheck(), commands.users(), report)
            .run(users);
    if (dryRun || !report.refusals().isEmpty()) {
      return Future.succeededFuture();
    }
    List<Future<?>> all = new ArrayList<>();
    return metadata
        .batch(
            () -> {
              all.addAll(plan.carryOut(commands, broker));
              return all;
            })
        .onSuccess(done -> finish(all, report));
  }

  private static void finish(List<Future<?>> all, ImportReport report) {
    report.applied(true);
    for (Future<?> one : all) {
      if (one.failed()) { // What the check did not foresee.
        report.refuse("the file", "", String.valueOf(one.cause().getMessage()));
      }
    }
  }
}

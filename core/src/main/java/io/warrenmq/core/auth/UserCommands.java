package io.warrenmq.core.auth;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Binary;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.SecretPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Changes users and permissions, for operators, definitions and the first start. Confined to the
 * metadata loop, where the futures complete.
 */
public final class UserCommands {
  private static final int NAME_CHARS_MAX = 255;
  private static final int DECOY_SECRET_BYTES = 32;

  private final MetadataLoop metadata;
  private final UserStore users;
  private final PermissionTable permissions;

  // Ahead of what others see by what the store is making safe.
  private final Map<String, UserPut> plannedUsers = new HashMap<>();
  private final Map<Object, MetadataRecord> plannedPermissions = new LinkedHashMap<>();
  private boolean hasSecrets;

  /** Creates the commands over tables that they alone write. */
  public UserCommands(MetadataLoop metadata, UserStore users, PermissionTable permissions) {
    this.metadata = metadata;
    this.users = users;
    this.permissions = permissions;
  }

  /**
   * Creates a user, or changes the one that exists. Fails with PRECONDITION_FAILED for an unusable
   * name or hash. What SCRAM knows of the password stays when its hash does.
   */
  public Future<Void> putUser(UserPut asked) {
    return MetadataLoop.attempt(
        () -> {
          UserPut user = keepingScram(asked);
          checkUser(user);
          UserPut before = plannedUsers.put(user.name(), user);
          return metadata.commit(
              List.of(user),
              () -> {
                users.put(user);
                tellOfUser(before, user);
              });
        });
  }

  /** What {@link #putUser} refuses. */
  public static void checkUser(UserPut user) {
    check(
        !user.name().isEmpty() && user.name().length() <= NAME_CHARS_MAX,
        "a user needs a name of at most " + NAME_CHARS_MAX + " characters");
    check(
        PasswordHashing.named(user.hashing()) != null,
        "unknown password hashing '" + user.hashing() + "' of user '" + user.name() + "'");
    check(
        user.scram().isEmpty() || ScramKeys.isText(user.scram()),
        "what user '" + user.name() + "' has for SCRAM is not of its form");
  }

  /** What {@link #putPermission} refuses, but for users who do not exist. */
  public static void checkPermission(PermissionPut permission) {
    compiled(() -> PermissionTable.Compiled.of(permission));
  }

  /** What {@link #putTopicPermission} refuses, but for users who do not exist. */
  public static void checkPermission(TopicPermissionPut permission) {
    compiled(() -> PermissionTable.CompiledTopic.of(permission));
  }

  /** Whether there is a user of that name, visible already or not yet. */
  public boolean hasUser(String name) {
    return plannedUsers.containsKey(name);
  }

  private UserPut keepingScram(UserPut user) {
    UserPut before = plannedUsers.get(user.name());
    if (before == null
        || !user.scram().isEmpty()
        || !user.passwordHash().equals(before.passwordHash())
        || !user.hashing().equals(before.hashing())) {
      return user;
    }
    return user.withPassword(user.passwordHash(), user.hashing(), before.scram());
  }

  /**
   * Sees to it that there is a secret for what users look like that do not exist: one for all
   * starts, or they would look different after each. At the start, after {@link #restore}.
   */
  public Future<Void> makeSecrets(RandomGenerator random) {
    if (hasSecrets) {
      return Future.succeededFuture();
    }
    hasSecrets = true;
    byte[] secret = new byte[DECOY_SECRET_BYTES];
    random.nextBytes(secret);
    return metadata.commit(
        List.of(new SecretPut(SecretPut.SCRAM_DECOYS, new Binary(secret))),
        () -> users.decoySecret(secret));
  }

  /** Deletes a user with all its permissions. Fails with NOT_FOUND. */
  public Future<Void> deleteUser(String name) {
    return MetadataLoop.attempt(
        () -> {
          UserPut user = plannedUsers.remove(name);
          if (user == null) {
            throw noUser(name);
          }
          List<MetadataRecord> records = forget(record -> userOf(record).equals(name));
          List<Object> keys = records.stream().map(MetadataRecord::key).toList();
          records.add(user.removed());
          return metadata.commit(
              records,
              () -> {
                users.remove(name);
                keys.forEach(this::withdraw);
                metadata.events().emit("user.deleted", () -> Map.of("name", name));
              });
        });
  }

  private void tellOfUser(@Nullable UserPut before, UserPut user) {
    Supplier<Map<String, Object>> attributes =
        () -> Map.of("name", user.name(), "tags", List.copyOf(user.tags()));
    if (before == null) {
      metadata.events().emit("user.created", attributes);
      return;
    }
    if (!before.passwordHash().equals(user.passwordHash())) {
      metadata.events().emit("user.password.changed", attributes);
    }
    if (!before.tags().equals(user.tags())) {
      metadata.events().emit("user.tags.set", attributes);
    }
  }

  /** Takes a permission out of the table. */
  private void withdraw(Object key) {
    permissions.remove(key);
    if (key instanceof PermissionPut.Key plain) {
      metadata
          .events()
          .emit("permission.deleted", () -> Map.of("user", plain.user(), "vhost", plain.vhost()));
    } else if (key instanceof TopicPermissionPut.Key topic) {
      metadata
          .events()
          .emit(
              "topic.permission.deleted",
              () ->
                  Map.of(
                      "user", topic.user(), "vhost", topic.vhost(), "exchange", topic.exchange()));
    }
  }

  /**
   * Says what a user may do in a vhost, in place of what was said before. That the vhost exists is
   * the caller's to see to.
   *
   * @return fails with NOT_FOUND for an unknown user, PRECONDITION_FAILED for an expression that is
   *     none
   */
  public Future<Void> putPermission(PermissionPut permission) {
    return MetadataLoop.attempt(
        () -> {
          checkExists(permission.user());
          PermissionTable.Compiled compiled =
              compiled(() -> PermissionTable.Compiled.of(permission));
          plannedPermissions.put(permission.key(), permission);
          return metadata.commit(
              List.of(permission),
              () -> {
                permissions.put(compiled);
                metadata
                    .events()
                    .emit(
                        "permission.created",
                        () ->
                            Map.of(
                                "user", permission.user(),
                                "vhost", permission.vhost(),
                                "configure", permission.configure(),
                                "write", permission.write(),
                                "read", permission.read()));
              });
        });
  }

  /** The same for the routing keys of a topic exchange. */
  public Future<Void> putTopicPermission(TopicPermissionPut permission) {
    return MetadataLoop.attempt(
        () -> {
          checkExists(permission.user());
          PermissionTable.CompiledTopic compiled =
              compiled(() -> PermissionTable.CompiledTopic.of(permission));
          plannedPermissions.put(permission.key(), permission);
          return metadata.commit(
              List.of(permission),
              () -> {
                permissions.put(compiled);
                metadata
                    .events()
                    .emit(
                        "topic.permission.created",
                        () ->
                            Map.of(
                                "user", permission.user(),
                                "vhost", permission.vhost(),
                                "exchange", permission.exchange(),
                                "write", permission.write(),
                                "read", permission.read()));
              });
        });
  }

  /** Takes a user's permission in a vhost back; nothing happens when there is none. */
  public Future<Void> deletePermission(String user, String vhost) {
    return remove(new PermissionPut.Key(user, vhost)::equals);
  }

  /** Takes a topic permission back; nothing happens when there is none. */
  public Future<Void> deleteTopicPermission(String user, String vhost, String exchange) {
    return remove(new TopicPermissionPut.Key(user, vhost, exchange)::equals);
  }

  /** Takes all permissions in a vhost back: it was deleted. */
  public Future<Void> deleteVhost(String vhost) {
    return remove(
        key ->
            key instanceof PermissionPut.Key plain
                ? plain.vhost().equals(vhost)
                : ((TopicPermissionPut.Key) key).vhost().equals(vhost));
  }

  private Future<Void> remove(Predicate<Object> isMeant) {
    List<MetadataRecord> records = forget(record -> isMeant.test(record.key()));
    if (records.isEmpty()) {
      return metadata.settled();
    }
    return metadata.commit(records, () -> records.forEach(record -> withdraw(record.key())));
  }

  /** Takes permissions out of the plan; gives the records that say so. */
  private List<MetadataRecord> forget(Predicate<MetadataRecord> isMeant) {
    List<MetadataRecord> removed = new ArrayList<>();
    plannedPermissions
        .values()
        .removeIf(
            record -> {
              boolean meant = isMeant.test(record);
              if (meant) {
                removed.add(record.removed());
              }
              return meant;
            });
    return removed;
  }

  /** Takes what the store has kept. At start. */
  public void restore(List<MetadataRecord.Put> records) {
    for (MetadataRecord.Put record : records) {
      if (record instanceof UserPut user) {
        plannedUsers.put(user.name(), user);
        users.put(user);
      } else if (record instanceof PermissionPut permission) {
        plannedPermissions.put(permission.key(), permission);
        permissions.put(PermissionTable.Compiled.of(permission));
      } else if (record instanceof TopicPermissionPut permission) {
        plannedPermissions.put(permission.key(), permission);
        permissions.put(PermissionTable.CompiledTopic.of(permission));
      } else if (record instanceof SecretPut secret
          && secret.name().equals(SecretPut.SCRAM_DECOYS)) {
        hasSecrets = true;
        users.decoySecret(secret.value().bytes());
      }
    }
  }

  private static String userOf(MetadataRecord record) {
    return record instanceof PermissionPut permission
        ? permission.user()
        : ((TopicPermissionPut) record).user();
  }

  /** Fails with NOT_FOUND unless there is a user of that name. */
  private void checkExists(String name) {
    if (!plannedUsers.containsKey(name)) {
      throw noUser(name);
    }
  }

  /** Refuses what is of a user who does not exist. */
  public static BrokerException noUser(String name) {
    return new BrokerException(ErrorKind.NOT_FOUND, "no user '" + name + "'");
  }

  private static void check(boolean condition, String text) {
    if (!condition) {
      throw new BrokerException(ErrorKind.PRECONDITION_FAILED, text);
    }
  }

  private static <T> T compiled(Supplier<T> compile) {
    try {
      return compile.get();
    } catch (IllegalArgumentException e) {
      throw new BrokerException(
          ErrorKind.PRECONDITION_FAILED,
          "not a regular expression: " + String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }
}

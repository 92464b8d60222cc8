package io.warrenmq.core.definitions;

import io.vertx.core.Future;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.vhost.VhostRegistry;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a broker begins with when its store is empty: RabbitMQ's {@code default_*} settings.
 * Immutable.
 *
 * @param vhost {@code default_vhost}
 * @param user {@code default_user}
 * @param password {@code default_pass}
 * @param tags {@code default_user_tags.*}
 * @param configure {@code default_permissions.configure}
 * @param write {@code default_permissions.write}
 * @param read {@code default_permissions.read}
 * @param defaultQueueType {@code default_queue_type}; {@code null}: classic
 */
public record FirstStart(
    String vhost,
    String user,
    String password,
    Set<String> tags,
    String configure,
    String write,
    String read,
    @Nullable String defaultQueueType) {
  /** RabbitMQ's defaults. */
  public static final FirstStart DEFAULT =
      new FirstStart("/", "guest", "guest", Set.of("administrator"), ".*", ".*", ".*", null);

  /** Creates vhost, user and permission. Metadata loop, where the future completes. */
  public Future<Void> create(VhostRegistry vhosts, UserCommands users, RandomGenerator random) {
    PasswordHashing hashing = PasswordHashing.SHA256;
    UserPut first =
        new UserPut(user, hashing.hash(password, random), hashing.rabbitName(), tags, -1, -1);
    PermissionPut permission = new PermissionPut(user, vhost, configure, write, read);
    return vhosts
        .put(vhost, new VhostSettings("", List.of(), defaultQueueType, -1, -1))
        .compose(created -> users.putUser(first))
        .compose(created -> users.putPermission(permission));
  }

  @Override
  public String toString() {
    return "FirstStart[vhost=" + vhost + ", user=" + user + "]"; // The password stays out of logs.
  }
}

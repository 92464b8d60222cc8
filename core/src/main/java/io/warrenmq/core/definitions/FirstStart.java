package io.warrenmq.core.definitions;

import io.vertx.core.Future;
import io.warrenmq.core.auth.NewPasswords;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.vhost.VhostRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
 * @param others {@code default_users.*}: users to create besides
 */
public record FirstStart(
    String vhost,
    String user,
    String password,
    Set<String> tags,
    String configure,
    String write,
    String read,
    @Nullable String defaultQueueType,
    List<OtherUser> others) {
  /** RabbitMQ's defaults. */
  public static final FirstStart DEFAULT =
      new FirstStart(
          "/", "guest", "guest", Set.of("administrator"), ".*", ".*", ".*", null, List.of());

  /**
   * A further user, which gets its permissions in the vhost when the pattern finds that one's name.
   *
   * @param name the name
   * @param password the password; empty: none opens it
   * @param tags RabbitMQ's user tags
   * @param vhostPattern a regular expression, found anywhere in the vhost's name
   * @param configure which resources it may configure, as all three a regular expression
   * @param write which it may write to
   * @param read which it may read from
   */
  public record OtherUser(
      String name,
      String password,
      Set<String> tags,
      Pattern vhostPattern,
      String configure,
      String write,
      String read) {
    private PermissionPut permission(String vhost) {
      return new PermissionPut(name, vhost, configure, write, read);
    }

    @Override
    public String toString() {
      return "OtherUser[" + name + "]"; // The password stays out of logs.
    }
  }

  /**
   * Creates vhost, users and permissions, all or none of them: a broker that ends meanwhile has its
   * first start again. Metadata loop, where the future completes.
   */
  public Future<Void> create(
      MetadataLoop metadata, VhostRegistry vhosts, UserCommands users, NewPasswords passwords) {
    List<Future<UserPut>> newUsers = new ArrayList<>();
    newUsers.add(passwords.set(metadata.loop(), newUser(user, tags), password));
    for (OtherUser other : others) {
      UserPut newUser = newUser(other.name, other.tags);
      newUsers.add(passwords.set(metadata.loop(), newUser, other.password));
    }
    return Future.all(newUsers)
        .compose(made -> metadata.together(() -> create(vhosts, users, made.list())));
  }

  /** What its further users may in a vhost that is created: those whose pattern finds its name. */
  public List<PermissionPut> othersIn(String newVhost) {
    return others.stream()
        .filter(other -> other.vhostPattern.matcher(newVhost).find())
        .map(other -> other.permission(newVhost))
        .toList();
  }

  private List<Future<?>> create(VhostRegistry vhosts, UserCommands users, List<UserPut> newUsers) {
    List<Future<?>> made = new ArrayList<>();
    made.add(vhosts.put(vhost, new VhostSettings("", List.of(), defaultQueueType, -1, -1)));
    newUsers.forEach(newUser -> made.add(users.putUser(newUser)));
    made.add(users.putPermission(new PermissionPut(user, vhost, configure, write, read)));
    othersIn(vhost).forEach(permission -> made.add(users.putPermission(permission)));
    return made;
  }

  private static UserPut newUser(String name, Set<String> tags) {
    return new UserPut(name, "", PasswordHashing.SHA256.moduleName(), tags, -1, -1);
  }

  @Override
  public String toString() {
    return "FirstStart[vhost=" + vhost + ", user=" + user + "]"; // The password stays out of logs.
  }
}

package io.warrenmq.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Permission;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.auth.ResourceKind;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.core.metadata.MemoryMetadataStore;
import io.warrenmq.core.metadata.MetadataLoop;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.vhost.LoopDriver;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PermissionsTest {
  private static final Principal USER = new Principal("u", Set.of());

  private final LoopDriver loops = new LoopDriver(1);
  private final Loop metadataLoop = loops.group().metadata();
  private final MemoryMetadataStore store = new MemoryMetadataStore();
  private final MetadataLoop metadata = new MetadataLoop(metadataLoop, store);
  private final UserStore users = new UserStore();
  private final PermissionTable table = new PermissionTable();
  private final UserCommands commands = new UserCommands(metadata, users, table);
  private final InternalAuthorizer authorizer = new InternalAuthorizer(table);

  @BeforeEach
  void user() {
    run(() -> commands.putUser(user("u")));
  }

  @Test
  void expressionsNeedNotMatchTheWholeName() {
    grant("^a", "b", "");

    assertThat(may("abc", Permission.CONFIGURE)).isTrue();
    assertThat(may("xa", Permission.CONFIGURE)).isFalse();
    assertThat(may("xbx", Permission.WRITE)).isTrue();
    assertThat(may("x", Permission.READ)).isFalse();
    assertThat(may("", Permission.READ)).isTrue();
  }

  @Test
  void withoutPermissionNothingIsAllowed() {
    assertThat(authorizer.mayAccessVhost(USER, "/")).isFalse();
    assertThat(may("x", Permission.READ)).isFalse();

    grant("", "", "");

    assertThat(authorizer.mayAccessVhost(USER, "/")).isTrue();
    assertThat(authorizer.mayAccessVhost(USER, "other")).isFalse();
  }

  @Test
  void takesExpressionsThatNeedBacktracking() {
    grant("^(?!secret)", "(a|aa)+(?=$)", ".*");

    assertThat(may("open", Permission.CONFIGURE)).isTrue();
    assertThat(may("secret.x", Permission.CONFIGURE)).isFalse();
    assertThat(may("aaaa", Permission.WRITE)).isTrue();
    // Without the bound on steps this would not end while anybody waits.
    assertThat(may("a".repeat(200) + "b", Permission.WRITE)).isFalse();
  }

  @Test
  void refusesExpressionsThatAreNone() {
    assertThatThrownBy(() -> grant("(", "", "")).hasMessageContaining("not a regular expression");
    assertThatThrownBy(
            () -> run(() -> commands.putPermission(new PermissionPut("x", "/", "", "", ""))))
        .hasMessage("no user 'x'");
  }

  @Test
  void topicsAreFreeUntilRestricted() {
    assertThat(authorizer.restrictsTopics(USER, "/", "amq.topic")).isFalse();
    assertThat(topic("anything", Permission.WRITE)).isTrue();

    restrictTopics("^a", "^{username}[.]{client_id}[.]{vhost}$");

    assertThat(authorizer.restrictsTopics(USER, "/", "amq.topic")).isTrue();
    assertThat(topic("a.b", Permission.WRITE)).isTrue();
    assertThat(topic("b.a", Permission.WRITE)).isFalse();
    assertThat(topic("u.c./", Permission.READ)).isTrue();
    assertThat(topic("x.c./", Permission.READ)).isFalse();
  }

  @Test
  void aClientIdentifierIsNoExpression() {
    restrictTopics("", "^{client_id}$");

    assertThat(authorizer.mayAccessTopic(USER, "/", "amq.topic", "secret", ".*", Permission.READ))
        .isFalse();
    assertThat(authorizer.mayAccessTopic(USER, "/", "amq.topic", ".*", ".*", Permission.READ))
        .isTrue();
  }

  @Test
  void everyChangeHasItsVersion() {
    long version = authorizer.version();

    grant("", "", "");
    long granted = authorizer.version();
    run(() -> commands.deletePermission("u", "/"));

    assertThat(granted).isNotEqualTo(version);
    assertThat(authorizer.version()).isNotEqualTo(granted);
    assertThat(authorizer.mayAccessVhost(USER, "/")).isFalse();
  }

  @Test
  void permissionsGoWithTheirUserAndTheirVhost() {
    run(() -> commands.putUser(user("v")));
    grant(".*", ".*", ".*");
    run(() -> commands.putPermission(new PermissionPut("v", "/", "", "", "")));
    run(() -> commands.putPermission(new PermissionPut("v", "other", "", "", "")));
    restrictTopics("a", "b");

    run(() -> commands.deleteUser("u"));
    assertThat(users.find("u")).isNull();
    assertThat(table.all()).extracting(PermissionPut::user).containsOnly("v");
    assertThat(table.allTopics()).isEmpty();

    run(() -> commands.deleteVhost("/"));
    assertThat(table.all()).extracting(PermissionPut::vhost).containsExactly("other");
    assertThat(load()).hasSize(2);
  }

  @Test
  void restoresWhatWasStored() {
    grant("^a", "", "");
    restrictTopics("^a", "");
    PermissionTable restoredTable = new PermissionTable();
    UserStore restoredUsers = new UserStore();

    new UserCommands(metadata, restoredUsers, restoredTable).restore(load());

    assertThat(restoredUsers.find("u")).isEqualTo(user("u"));
    assertThat(restoredTable.permits("u", "/", "a", Permission.CONFIGURE)).isTrue();
    assertThat(restoredTable.topic("u", "/", "amq.topic")).isNotNull();
  }

  private void grant(String configure, String write, String read) {
    run(() -> commands.putPermission(new PermissionPut("u", "/", configure, write, read)));
  }

  private void restrictTopics(String write, String read) {
    run(
        () ->
            commands.putTopicPermission(
                new TopicPermissionPut("u", "/", "amq.topic", write, read)));
  }

  private boolean may(String name, Permission permission) {
    return authorizer.mayAccess(USER, "/", ResourceKind.QUEUE, name, permission);
  }

  private boolean topic(String key, Permission permission) {
    return authorizer.mayAccessTopic(USER, "/", "amq.topic", key, "c", permission);
  }

  private static UserPut user(String name) {
    return new UserPut(name, "", "rabbit_password_hashing_sha256", Set.of(), -1, -1);
  }

  private void run(Supplier<Future<Void>> command) {
    loops.await(metadataLoop, command);
  }

  private List<MetadataRecord.Put> load() {
    return loops.await(metadataLoop, store::load);
  }
}

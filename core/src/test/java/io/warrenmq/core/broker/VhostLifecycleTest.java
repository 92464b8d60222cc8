package io.warrenmq.core.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.core.auth.PermissionTable;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.definitions.FirstStart;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.session.ConnectionRegistry;
import io.warrenmq.core.vhost.ControlPlane;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VhostLifecycleTest {
  private static final FirstStart FIRST_START =
      new FirstStart(
          "/",
          "guest",
          "guest",
          Set.of(),
          ".*",
          ".*",
          ".*",
          null,
          List.of(other("watcher", "^team-"), other("stranger", "")));

  private final ControlPlane plane = new ControlPlane();
  private final UserStore users = new UserStore();
  private final PermissionTable permissions = new PermissionTable();
  private final UserCommands userCommands = new UserCommands(plane.metadata, users, permissions);
  private final VhostLifecycle lifecycle =
      new VhostLifecycle(
          plane.vhosts,
          plane.commands,
          userCommands,
          users,
          new ConnectionRegistry(plane.metadata.events()),
          FIRST_START);

  private static FirstStart.OtherUser other(String name, String pattern) {
    return new FirstStart.OtherUser(
        name, "secret", Set.of(), Pattern.compile(pattern), "c", "w", "r");
  }

  @BeforeEach
  void users() {
    for (String name : List.of("maker", "watcher")) {
      await(
          () ->
              userCommands.putUser(
                  new UserPut(name, "", "rabbit_password_hashing_sha256", Set.of(), -1, -1)));
    }
  }

  private <T> T await(Supplier<Future<T>> command) {
    return plane.loops.await(plane.group.metadata(), command);
  }

  private boolean put(String vhost, String creator) {
    return await(() -> lifecycle.put(vhost, VhostSettings.NONE, creator));
  }

  @Test
  void whoMakesAVhostMayEverythingInItAndOthersWhatIsConfigured() {
    assertThat(put("team-a", "maker")).isTrue();

    assertThat(permissions.all())
        .containsExactlyInAnyOrder(
            new PermissionPut("maker", "team-a", ".*", ".*", ".*"),
            new PermissionPut("watcher", "team-a", "c", "w", "r")); // The stranger is no user.
  }

  @Test
  void changingAVhostGrantsNothing() {
    put("v", "maker");

    assertThat(put("v", "watcher")).isFalse();

    assertThat(permissions.find("watcher", "v")).isNull();
  }

  @Test
  void whoIsNoUserOfTheBrokersGetsNoPermission() {
    put("v", "by token");

    assertThat(permissions.all()).isEmpty();
  }

  @Test
  void deletingAVhostTakesItsPermissionsFirst() {
    put("v", "maker");

    await(() -> lifecycle.delete("v"));

    assertThat(plane.vhosts.find("v")).isNull();
    assertThat(permissions.all()).isEmpty();
  }

  @Test
  void aVhostThatIsProtectedKeepsItsPermissions() {
    await(() -> lifecycle.put("v", VhostSettings.NONE.withProtection(true), "maker"));

    assertThatThrownBy(() -> await(() -> lifecycle.delete("v")))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("protected from deletion");

    assertThat(plane.vhosts.find("v")).isNotNull();
    assertThat(permissions.find("maker", "v")).isNotNull();
  }
}

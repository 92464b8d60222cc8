package io.warrenmq.core.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.core.auth.NewPasswords;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.auth.PermissionTable;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.vhost.ControlPlane;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FirstStartTest {
  private final ControlPlane plane = new ControlPlane();
  private final UserStore users = new UserStore();
  private final PermissionTable permissions = new PermissionTable();
  private final UserCommands commands = new UserCommands(plane.metadata, users, permissions);

  private void start(FirstStart.OtherUser... others) {
    FirstStart first =
        new FirstStart(
            "main",
            "root",
            "secret",
            Set.of("administrator"),
            ".*",
            ".*",
            ".*",
            null,
            List.of(others));
    plane.loops.await(
        plane.group.metadata(),
        () ->
            first.create(
                plane.metadata,
                plane.vhosts,
                commands,
                new NewPasswords(Runnable::run, new Random(1), PasswordHashing.SHA256)));
  }

  private static FirstStart.OtherUser other(String password, String vhostPattern) {
    return new FirstStart.OtherUser(
        "joe", password, Set.of("management"), Pattern.compile(vhostPattern), "c", "w", "r");
  }

  @Test
  void createsFurtherUsersWithTheirTags() {
    start(other("hunter2", "ma"));

    UserPut joe = users.find("joe");
    assertThat(joe.tags()).containsExactly("management");
    assertThat(PasswordHashing.SHA256.verify("hunter2", joe.passwordHash())).isTrue();
    assertThat(joe.scram()).startsWith("SCRAM-SHA-256$");
    assertThat(permissions.all()).contains(new PermissionPut("joe", "main", "c", "w", "r"));
  }

  @Test
  void storesEverythingAtOnce() {
    int before = plane.store.appends();

    start(other("hunter2", "ma"));

    assertThat(plane.store.appends() - before).isEqualTo(1);
    assertThat(plane.store.load().result()).contains(users.find("root"), users.find("joe"));
  }

  @Test
  void storesNothingWhenAPartIsRefused() {
    int before = plane.store.appends();

    assertThatThrownBy(() -> start(other("hunter2", "ma"), nameless()))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("a user needs a name");

    assertThat(plane.store.appends()).isEqualTo(before);
    assertThat(users.all()).isEmpty();
  }

  private static FirstStart.OtherUser nameless() {
    return new FirstStart.OtherUser("", "", Set.of(), Pattern.compile("x"), "", "", "");
  }

  @Test
  void givesNoPermissionsWhereThePatternDoesNotMatch() {
    start(other("hunter2", "^a.*$"));

    assertThat(users.find("joe")).isNotNull();
    assertThat(permissions.all()).extracting(PermissionPut::user).containsExactly("root");
  }

  @Test
  void letsNoPasswordOpenAUserThatWasGivenNone() {
    start(other("", "main"));

    assertThat(users.find("joe").passwordHash()).isEmpty();
    assertThat(users.find("joe").scram()).isEmpty();
  }
}

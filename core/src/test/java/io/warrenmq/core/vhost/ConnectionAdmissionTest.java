package io.warrenmq.core.vhost;

import static io.warrenmq.core.vhost.QueueCommandsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.auth.InternalAuthorizer;
import io.warrenmq.core.auth.PermissionTable;
import io.warrenmq.core.auth.UserCommands;
import io.warrenmq.core.auth.UserStore;
import io.warrenmq.core.loop.TestLoops;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.core.metadata.VhostSettings;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionAdmissionTest {
  private static final Principal USER = new Principal("u", Set.of());

  @Test
  void knowsVhostsAndWhoMayEnter() {
    ConnectionAdmission admission = admission(-1, -1, -1, -1);

    assertThat(admission.enter(USER, "/").name()).isEqualTo("/");
    assertRefused(() -> admission.enter(USER, "nope"), ErrorKind.NOT_FOUND, "vhost nope not found");
    assertRefused(
        () -> admission.enter(new Principal("x", Set.of()), "/"),
        ErrorKind.NOT_ALLOWED,
        "access to vhost '/' refused for user 'x'");
  }

  @Test
  void keepsTheNodesLimit() {
    ConnectionAdmission admission = admission(1, -1, -1, -1);
    admission.enter(USER, "/");

    assertRefused(
        () -> admission.enter(USER, "/"),
        ErrorKind.LIMIT_REACHED,
        "connection refused: node connection limit (1) is reached");
    assertCountsGoBack(admission);
  }

  @Test
  void keepsTheVhostsLimit() {
    ConnectionAdmission admission = admission(-1, 1, -1, -1);
    admission.enter(USER, "/");

    assertRefused(
        () -> admission.enter(USER, "/"),
        ErrorKind.LIMIT_REACHED,
        "access to vhost '/' refused for user 'u': connection limit (1) is reached");
    assertCountsGoBack(admission);
  }

  @Test
  void keepsTheUsersLimit() {
    ConnectionAdmission admission = admission(-1, -1, 1, -1);
    admission.enter(USER, "/");

    assertRefused(
        () -> admission.enter(USER, "/"),
        ErrorKind.LIMIT_REACHED,
        "connection refused for user 'u': user connection limit (1) is reached");
    assertCountsGoBack(admission);
  }

  private static void assertCountsGoBack(ConnectionAdmission admission) {
    assertThat(admission.connections()).isEqualTo(1);
    assertThat(admission.connectionsIn("/")).isEqualTo(1);
    admission.leave(USER, "/");
    assertThat(admission.connections()).isZero();
    assertThat(admission.connectionsIn("/")).isZero();
    admission.enter(USER, "/");
  }

  @Test
  void letsTheBrokerItselfInAgainstAnyLimit() {
    ConnectionAdmission admission = admission(0, 0, 0, -1);
    Principal broker = Requester.broker(new TestLoops(1, 1).loop(0)).principal();

    admission.enter(broker, "/");
    admission.leave(broker, "/");

    assertThat(admission.connections()).isZero();
    assertThat(admission.connectionsIn("/")).isZero();
  }

  @Test
  void zeroLetsNobodyIn() {
    assertRefused(
        () -> admission(-1, 0, -1, -1).enter(USER, "/"),
        ErrorKind.LIMIT_REACHED,
        "access to vhost '/' refused for user 'u': connection limit (0) is reached");
  }

  @Test
  void keepsTheUsersLimitOnChannels() {
    ConnectionAdmission admission = admission(-1, -1, -1, 1);
    admission.openChannel("u");

    assertRefused(
        () -> admission.openChannel("u"),
        ErrorKind.NOT_ALLOWED,
        "number of channels opened for user 'u' has reached the maximum allowed user limit of (1)");
    admission.closeChannel("u");
    admission.openChannel("u");
  }

  private static ConnectionAdmission admission(
      int nodeMax, int vhostMax, int userMax, int channelsMax) {
    ControlPlane plane =
        new ControlPlane(ResourceLimits.NONE, VhostSettings.NONE.withLimits(vhostMax, -1));
    UserStore users = new UserStore();
    PermissionTable permissions = new PermissionTable();
    UserCommands commands = new UserCommands(plane.metadata, users, permissions);
    UserPut user =
        new UserPut("u", "", "rabbit_password_hashing_sha256", Set.of(), userMax, channelsMax);
    plane.loops.await(plane.group.metadata(), () -> commands.putUser(user));
    plane.loops.await(
        plane.group.metadata(),
        () -> commands.putPermission(new PermissionPut("u", "/", "", "", "")));
    return new ConnectionAdmission(
        plane.vhosts, users, new InternalAuthorizer(permissions), nodeMax);
  }
}

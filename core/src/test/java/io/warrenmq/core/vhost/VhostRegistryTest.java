package io.warrenmq.core.vhost;

import static io.warrenmq.core.vhost.QueueCommandsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.VhostSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class VhostRegistryTest {
  private final ControlPlane plane = new ControlPlane();

  @Test
  void createsAndChangesVhosts() {
    Vhost created = put("v", VhostSettings.NONE);
    VhostSettings limited = VhostSettings.NONE.withLimits(5, 6);

    Vhost changed = put("v", limited);

    assertThat(changed).isSameAs(created);
    assertThat(plane.vhosts.find("v").settings()).isEqualTo(limited);
  }

  @Test
  void refusesUnusableNamesAndTooMany() {
    ControlPlane limited = new ControlPlane(new ResourceLimits(-1, -1, 1), VhostSettings.NONE);

    assertRefused(
        () -> put("", VhostSettings.NONE), ErrorKind.PRECONDITION_FAILED, "a vhost needs a name");
    assertThatThrownBy(
            () ->
                limited.loops.await(
                    limited.group.metadata(), () -> limited.vhosts.put("v", VhostSettings.NONE)))
        .hasMessage("cannot create vhost 'v': vhost limit of 1 is reached");
  }

  @Test
  void deletesAVhostWithItsContent() {
    plane.declare("q");
    plane.exchange("x", "direct");
    plane.bind("x", "q", "k");

    delete("/");
    assertThat(plane.deletedVhosts).containsExactly("/");

    assertThat(plane.vhosts.find("/")).isNull();
    assertThat(plane.vhost.isDeleted()).isTrue();
    assertThat(plane.vhost.queues()).isEmpty();
    assertThat(load()).isEmpty();
    assertRefused(() -> delete("/"), ErrorKind.NOT_FOUND, "no vhost '/'");
  }

  @Test
  void nothingIsDeclaredInADeletedVhost() {
    delete("/");

    assertRefused(() -> plane.declare("q"), ErrorKind.NOT_FOUND, "no vhost '/': it was deleted");
    assertRefused(
        () -> plane.exchange("x", "direct"), ErrorKind.NOT_FOUND, "no vhost '/': it was deleted");
  }

  @Test
  void restoresWhatWasDurable() {
    plane.declare("q", "x-max-length", 5);
    plane.declare(plane.me, ControlPlane.exclusive("gone"));
    plane.exchange("x", "fanout");
    plane.bind("x", "q", "k");
    plane.bind(plane.me, ControlPlane.toExchange("amq.direct", "x", "k"));
    List<MetadataRecord.Put> records = load();
    ControlPlane restarted = new ControlPlane();
    restarted.loops.await(
        restarted.group.metadata(),
        () -> {
          restarted.commands.restore(records);
          return Future.succeededFuture();
        });

    Vhost vhost = restarted.vhosts.find("/");

    assertThat(vhost.queues()).containsOnlyKeys("q");
    assertThat(vhost.queue("q").options().maxLength()).isEqualTo(5);
    assertThat(vhost.exchanges()).containsKeys("", "x", "amq.topic");
    assertThat(
            restarted.loops.await(
                restarted.loop, () -> restarted.commands.bindings(restarted.loop, vhost)))
        .hasSize(2);
  }

  private Vhost put(String name, VhostSettings settings) {
    return plane.loops.await(plane.group.metadata(), () -> plane.vhosts.put(name, settings));
  }

  private void delete(String name) {
    plane.loops.await(plane.group.metadata(), () -> plane.commands.deleteVhost(name));
  }

  private List<MetadataRecord.Put> load() {
    return plane.loops.await(plane.group.metadata(), plane.store::load);
  }
}

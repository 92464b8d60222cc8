package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.BindingPut;
import io.warrenmq.core.metadata.MetadataRecord.ExchangePut;
import io.warrenmq.core.metadata.MetadataRecord.QueuePut;
import io.warrenmq.core.metadata.MetadataRecord.VhostPut;
import io.warrenmq.core.metadata.VhostSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a restart finds again, and what a store may hold. */
class VhostRestoreTest {
  private final ControlPlane plane = new ControlPlane();

  @Test
  void storesDurableQueuesAndBindingsBetweenDurableEnds() {
    plane.declare("durable");
    plane.declare(plane.me, new QueueDeclaration("transient", false, false, false, Arguments.NONE));
    plane.exchange("x", "fanout");
    plane.exchange(new ExchangeDeclaration("t", "fanout", false, false, false, Arguments.NONE));
    plane.bind("x", "durable", "1");
    plane.bind("x", "transient", "2");
    plane.bind("t", "durable", "3");

    assertThat(stored(QueuePut.class))
        .extracting(q -> q.declaration().name())
        .containsExactly("durable");
    assertThat(stored(BindingPut.class))
        .extracting(b -> b.declaration().routingKey())
        .containsExactly("1");
  }

  @Test
  void storesNothingOfExclusiveQueuesThoughTheyAreDurable() {
    int before = plane.store.appends;

    plane.declare(plane.me, new QueueDeclaration("mine", true, true, false, Arguments.NONE));
    plane.bind("amq.topic", "mine", "k");
    plane.delete("mine");

    assertThat(plane.store.appends).isEqualTo(before);
  }

  @Test
  void givesStoredQueuesIdsThatNoneHasHad() {
    plane.declare("a");
    plane.declare(plane.me, ControlPlane.exclusive("mine"));
    plane.declare("b");
    plane.delete("b");
    plane.declare("b");

    assertThat(plane.vhost.queue("a").id()).isEqualTo(1);
    assertThat(plane.vhost.queue("mine").id()).isZero();
    assertThat(plane.vhost.queue("b").id()).isEqualTo(3);
    assertThat(stored(QueuePut.class)).extracting(QueuePut::id).containsExactly(1L, 3L);
  }

  @Test
  void goesOnWithIdsAboveThoseItRestores() {
    restore(vhost("v"), queue("v", "q", 41));
    plane.loops.await(
        plane.group.metadata(),
        () -> {
          plane.commands.queueIds().raiseAbove(7);
          return Future.succeededFuture();
        });

    plane.declare("a");

    assertThat(plane.vhosts.find("v").queue("q").id()).isEqualTo(41);
    assertThat(plane.vhost.queue("a").id()).isEqualTo(42);
  }

  @Test
  void passesOverWhatBelongsToNothing() {
    restore(
        vhost("v"),
        new ExchangePut("gone", exchange("x", "fanout")),
        new ExchangePut("v", exchange("x", "fanout")),
        queue("gone", "q", 1),
        queue("v", "q", 2),
        binding("gone", "x", "q"),
        binding("v", "gone", "q"),
        binding("v", "x", "gone"),
        binding("v", "x", "q"));

    Vhost vhost = plane.vhosts.find("v");
    assertThat(plane.vhosts.find("gone")).isNull();
    assertThat(vhost.plan().bindings.all())
        .containsExactly(new BindingDeclaration("x", "q", false, "k", Arguments.NONE));
    assertThat(vhost.queues()).containsOnlyKeys("q");
  }

  @Test
  void refusesAnExchangeOfATypeThatNoPluginProvides() {
    assertThatThrownBy(
            () -> restore(vhost("v"), new ExchangePut("v", exchange("x", "x-third-party"))))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("exchange 'x' in vhost 'v'")
        .hasMessageContaining("no plugin provides: 'x-third-party'");
  }

  private <T extends MetadataRecord> List<T> stored(Class<T> kind) {
    return plane.store.load().result().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void restore(MetadataRecord.Put... records) {
    plane.loops.await(
        plane.group.metadata(),
        () -> {
          plane.commands.restore(List.of(records));
          return Future.succeededFuture();
        });
  }

  private static VhostPut vhost(String name) {
    return new VhostPut(name, VhostSettings.NONE);
  }

  private static ExchangeDeclaration exchange(String name, String type) {
    return new ExchangeDeclaration(name, type, true, false, false, Arguments.NONE);
  }

  private static QueuePut queue(String vhost, String name, long id) {
    return new QueuePut(vhost, ControlPlane.durable(name), id);
  }

  private static BindingPut binding(String vhost, String source, String queue) {
    return new BindingPut(vhost, new BindingDeclaration(source, queue, false, "k", Arguments.NONE));
  }
}

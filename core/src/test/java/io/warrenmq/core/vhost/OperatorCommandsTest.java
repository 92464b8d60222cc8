package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.QueuePut;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an operator does to queues beside declaring them: pausing, browsing, moving messages. */
class OperatorCommandsTest {
  private final ControlPlane plane = new ControlPlane();

  private void pause(Requester requester, String name, boolean pause) {
    plane.loops.await(
        plane.loop, () -> plane.commands.pauseQueue(plane.vhost, requester, name, pause));
  }

  private void browse(Requester requester, String name) {
    plane.loops.await(
        plane.loop,
        () -> plane.commands.browseQueue(plane.vhost, requester, name, 0, (index, copy) -> true));
  }

  private long move(String from, String to) {
    return plane
        .loops
        .await(plane.loop, () -> plane.commands.moveMessages(plane.vhost, plane.me, from, to, 10))
        .moved();
  }

  private static void refused(ThrowingCallable command, String text) {
    assertThatThrownBy(command).hasMessageContaining(text);
  }

  private List<QueuePut> stored() {
    return plane.store.load().result().stream()
        .filter(QueuePut.class::isInstance)
        .map(QueuePut.class::cast)
        .toList();
  }

  @Test
  void aPauseIsKeptUntilItEnds() {
    plane.declare("q");

    pause(plane.me, "q", true);
    assertThat(plane.vhost.queue("q").isPaused()).isTrue();
    assertThat(stored()).extracting(QueuePut::paused).containsExactly(true);
    List<MetadataRecord.Put> kept = plane.store.load().result();

    pause(plane.me, "q", false);
    assertThat(plane.vhost.queue("q").isPaused()).isFalse();
    assertThat(stored()).extracting(QueuePut::paused).containsExactly(false);

    ControlPlane next = new ControlPlane();
    next.loops.await(
        next.group.metadata(),
        () -> {
          next.commands.restore(kept);
          return Future.succeededFuture();
        });
    assertThat(next.vhosts.find("/").queue("q").isPaused()).isTrue();
  }

  @Test
  void aPauseOfAQueueThatEndsWithTheBrokerIsKeptNowhere() {
    plane.declare(plane.me, ControlPlane.exclusive("mine"));
    int before = plane.store.appends();

    pause(plane.me, "mine", true);

    assertThat(plane.vhost.queue("mine").isPaused()).isTrue();
    assertThat(plane.store.appends()).isEqualTo(before);
    refused(() -> pause(plane.other, "mine", false), "cannot obtain exclusive access");
  }

  @Test
  void listenersHearOfAPause() {
    plane.declare("q");

    pause(plane.me, "q", true);
    pause(plane.me, "q", false);

    assertThat(plane.listener.takeNames()).endsWith("queue.paused", "queue.resumed");
  }

  @Test
  void whoMayNotConfigureDoesNotPause() {
    plane.declare("q");
    plane.denied.refusals.add("configure queue q");

    refused(() -> pause(plane.me, "q", true), "configure access to queue 'q'");
    refused(() -> pause(plane.me, "nope", true), "no queue 'nope' in vhost '/'");
    assertThat(plane.vhost.queue("q").isPaused()).isFalse();
  }

  @Test
  void whoMayNotReadDoesNotBrowse() {
    plane.declare("q");
    plane.declare(plane.me, ControlPlane.exclusive("mine"));
    browse(plane.me, "q");
    plane.denied.refusals.add("read queue q");

    refused(() -> browse(plane.me, "q"), "read access to queue 'q'");
    refused(() -> browse(plane.me, "nope"), "no queue 'nope' in vhost '/'");
    refused(() -> browse(plane.other, "mine"), "cannot obtain exclusive access");
  }

  @Test
  void aMoveNeedsToReadAndToPublishToTheDefaultExchange() {
    plane.declare("a");
    plane.declare("b");
    assertThat(move("a", "b")).isZero();
    refused(() -> move("a", "nope"), "no queue 'nope' in vhost '/'");
    refused(() -> move("nope", "a"), "no queue 'nope' in vhost '/'");
    refused(() -> move("a", "a"), "cannot be moved to where they are");

    plane.denied.refusals.add("write exchange amq.default");
    refused(() -> move("a", "b"), "write access to exchange 'amq.default'");
    plane.denied.refusals.clear();
    plane.denied.refusals.add("read queue a");
    refused(() -> move("a", "b"), "read access to queue 'a'");
  }
}

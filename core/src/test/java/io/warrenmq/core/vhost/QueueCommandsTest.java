package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.api.resource.QueueStatus;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QueueCommandsTest {
  private static final String LOCKED =
      "cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be originally"
          + " declared on another connection or the exclusive property value does not match that of"
          + " the original declaration.";

  private final ControlPlane plane = new ControlPlane();

  @Test
  void declaresDurableQueue() {
    QueueStatus status = plane.declare("q");

    QueueDeclaration typed = ControlPlane.durable("q", "x-queue-type", "classic");
    assertThat(status).isEqualTo(new QueueStatus(typed, 0, 0, true));
    assertThat(plane.vhost.queue("q").declaration()).isEqualTo(typed);
    assertThat(plane.declare("q")).isEqualTo(new QueueStatus(typed, 0, 0, false));
  }

  @Test
  void ofDeclarationsAtTheSameTimeOneMakesTheQueue() {
    Future<QueueStatus> first = startDeclare("q");
    Future<QueueStatus> second = startDeclare("q");
    plane.loops.run();

    assertThat(first.result().isNew()).isTrue();
    assertThat(second.result().isNew()).isFalse();
  }

  @Test
  void anybodyMayLookAtAnExclusiveQueue() {
    QueueStatus mine = plane.declare(plane.me, ControlPlane.exclusive("mine"));

    QueueStatus seen =
        plane.loops.await(
            plane.loop, () -> plane.commands.inspectQueue(plane.vhost, plane.other, "mine"));

    assertThat(seen).isEqualTo(new QueueStatus(mine.declaration(), 0, 0, false));
    assertThat(seen.declaration().exclusive()).isTrue();
    assertThatThrownBy(() -> check(plane.other, "mine")).hasMessageStartingWith("cannot obtain");
    assertRefused(
        () ->
            plane.loops.await(
                plane.loop, () -> plane.commands.inspectQueue(plane.vhost, plane.me, "nope")),
        ErrorKind.NOT_FOUND,
        "no queue 'nope' in vhost '/'");
  }

  @Test
  void choosesNamesOfTwentyTwoUrlSafeCharacters() {
    String first = plane.declare("").name();
    String second = plane.declare("").name();

    assertThat(first).matches("amq\\.gen-[A-Za-z0-9_-]{22}").isNotEqualTo(second);
    assertThat(plane.vhost.queue(first)).isNotNull();
  }

  @Test
  void quorumQueuesAreNotServerNamed() {
    assertRefused(
        () -> plane.declare("", "x-queue-type", "quorum"),
        ErrorKind.PRECONDITION_FAILED,
        "Cannot declare a server-named queue for type rabbit_quorum_queue");
  }

  @Test
  void redeclaringAnEqualQueueStoresNothing() {
    plane.declare("q", "x-max-length", 1);
    int appends = plane.store.appends;

    QueueStatus status = plane.declare("q", "x-max-length", 1L);

    assertThat(status.name()).isEqualTo("q");
    assertThat(plane.store.appends).isEqualTo(appends);
  }

  @Test
  void refusesInequivalentProperties() {
    plane.declare("q");

    assertRefused(
        () -> declare("q", false, false, false),
        ErrorKind.INEQUIVALENT,
        "inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is"
            + " 'true'");
    assertRefused(
        () -> declare("q", true, false, true),
        ErrorKind.INEQUIVALENT,
        "inequivalent arg 'auto_delete' for queue 'q' in vhost '/': received 'true' but current is"
            + " 'false'");
    assertRefused(() -> declare("q", true, true, false), ErrorKind.RESOURCE_LOCKED, LOCKED);
  }

  @Test
  void exclusiveQueuesAreNeverDurable() {
    declare("q", true, true, false);

    declare("q", false, true, false);

    assertThat(plane.vhost.queue("q").declaration().durable()).isFalse();
  }

  @Test
  void rendersInequivalentArgumentsAsRabbitDoes() {
    assertInequivalent(null, 1, "the value '1' of type 'signedint' but current is none");
    assertInequivalent(1, null, "none but current is the value '1' of type 'signedint'");
    assertInequivalent(1, 2, "'2' but current is '1'");
    assertInequivalent(null, 1.5, "the value '1.5' of type 'double' but current is none");
    assertInequivalent(null, 2.5f, "the value '2.5' of type 'float' but current is none");
    assertInequivalent(
        null, new BigDecimal("1.5"), "the value '{1,15}' of type 'decimal' but current is none");
    assertInequivalent(
        null,
        List.of(1, "a"),
        "the value '[{signedint,1},{longstr,<<\"a\">>}]' of type 'array' but current is none");
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("a", 1);
    table.put("b", "x");
    assertInequivalent(
        null,
        table,
        "the value '[{<<\"a\">>,signedint,1},{<<\"b\">>,longstr,<<\"x\">>}]' of type 'table' but"
            + " current is none");
    assertInequivalent(
        null, Arguments.VOID, "the value 'undefined' of type 'void' but current is none");
    assertInequivalent("z", Arguments.VOID, "none but current is 'z'");
    assertInequivalent(
        null, new Timestamp(5000), "the value '5' of type 'timestamp' but current is none");
    assertInequivalent(null, true, "the value 'true' of type 'bool' but current is none");
    assertInequivalent(null, (byte) -3, "the value '-3' of type 'byte' but current is none");
    assertInequivalent("z", List.of(1), "'[{signedint,1}]' but current is 'z'");
    assertInequivalent(1, 1.0, "'1.0' but current is '1'");
  }

  // An argument whose value no rule restricts shows every type.
  private void assertInequivalent(Object current, Object received, String text) {
    String argument = "x-queue-master-locator";
    plane.declare("e", current == null ? new Object[0] : new Object[] {argument, current});
    assertRefused(
        () ->
            plane.declare(
                "e", received == null ? new Object[0] : new Object[] {argument, received}),
        ErrorKind.INEQUIVALENT,
        "inequivalent arg 'x-queue-master-locator' for queue 'e' in vhost '/': received " + text);
    plane.delete("e");
  }

  @Test
  void comparesTypesAndOrderOfArgumentsAsRabbitDoes() {
    plane.declare("q", "x-message-ttl", 1, "x-expires", 100000);

    assertRefused(
        () -> plane.declare("q", "x-message-ttl", 2, "x-expires", 200000),
        ErrorKind.INEQUIVALENT,
        "inequivalent arg 'x-expires' for queue 'q' in vhost '/': received '200000' but current is"
            + " '100000'");
    assertRefused(
        () -> plane.declare("q", "x-message-ttl", 1, "x-expires", 100000, "x-queue-type", "quorum"),
        ErrorKind.INEQUIVALENT,
        "inequivalent arg 'x-queue-type' for queue 'q' in vhost '/': received 'quorum' but current"
            + " is 'classic'");
  }

  @Test
  void ignoresArgumentsThatNoQueueKnowsWhenRedeclaring() {
    plane.declare("q");

    assertThat(plane.declare("q", "foo", "bar").name()).isEqualTo("q");
  }

  @Test
  void takesTheVhostsDefaultTypeWhereTheQueueMayHaveIt() {
    ControlPlane quorum =
        new ControlPlane(ResourceLimits.NONE, new VhostSettings("", List.of(), "quorum", -1, -1));

    quorum.declare("q");
    quorum.declare(quorum.me, ControlPlane.exclusive("x"));

    assertThat(quorum.vhost.queue("q").options().type()).isEqualTo(QueueType.QUORUM);
    assertThat(quorum.vhost.queue("x").options().type()).isEqualTo(QueueType.CLASSIC);
  }

  @Test
  void refusesReservedAndLongNames() {
    assertRefused(
        () -> plane.declare("amq.foo"),
        ErrorKind.ACCESS_REFUSED,
        "queue name 'amq.foo' contains reserved prefix 'amq.*'");
    assertRefused(
        () -> plane.declare("ü".repeat(128)),
        ErrorKind.TOO_LARGE,
        "queue name is longer than 255 bytes");
    assertThat(plane.declare("a\r\nb").name()).isEqualTo("ab");
  }

  @Test
  void checksPermissions() {
    plane.denied.refusals.add("configure queue q");
    assertRefused(
        () -> plane.declare("q"),
        ErrorKind.ACCESS_REFUSED,
        "configure access to queue 'q' in vhost '/' refused for user 'u'");
    assertRefused(
        () -> plane.delete("q"),
        ErrorKind.ACCESS_REFUSED,
        "configure access to queue 'q' in vhost '/' refused for user 'u'");
    plane.denied.refusals.add("write exchange amq.default");
    assertRefused(
        () -> plane.declare("dead", "x-dead-letter-exchange", ""),
        ErrorKind.ACCESS_REFUSED,
        "write access to exchange 'amq.default' in vhost '/' refused for user 'u'");
    plane.denied.refusals.add("read queue dead");
    assertRefused(
        () -> plane.declare("dead", "x-dead-letter-exchange", "x"),
        ErrorKind.ACCESS_REFUSED,
        "read access to queue 'dead' in vhost '/' refused for user 'u'");
    assertRefused(
        () ->
            plane.loops.await(
                plane.loop, () -> plane.commands.purgeQueue(plane.vhost, plane.me, "dead")),
        ErrorKind.ACCESS_REFUSED,
        "read access to queue 'dead' in vhost '/' refused for user 'u'");
  }

  @Test
  void refusesDeadLetterExchangeThatIsNoText() {
    assertRefused(
        () -> plane.declare("q", "x-dead-letter-exchange", 1, "x-message-ttl", -1),
        ErrorKind.PRECONDITION_FAILED,
        "invalid type 'signedint' for arg 'x-dead-letter-exchange' in queue 'q' in vhost '/'");
  }

  @Test
  void exclusiveQueuesAreTheirConnectionsOwn() {
    plane.declare(plane.me, ControlPlane.exclusive("q"));

    assertRefused(
        () -> plane.declare(plane.other, ControlPlane.exclusive("q")),
        ErrorKind.RESOURCE_LOCKED,
        LOCKED);
    assertRefused(() -> declare("q", false, false, false), ErrorKind.RESOURCE_LOCKED, LOCKED);
    assertRefused(() -> check(plane.other, "q"), ErrorKind.RESOURCE_LOCKED, LOCKED);
    assertRefused(
        () ->
            plane.loops.await(
                plane.loop,
                () -> plane.commands.deleteQueue(plane.vhost, plane.other, "q", false, false)),
        ErrorKind.RESOURCE_LOCKED,
        LOCKED);
    assertRefused(
        () -> plane.bind(plane.other, ControlPlane.binding("amq.direct", "q", "k")),
        ErrorKind.RESOURCE_LOCKED,
        LOCKED);
    assertThat(check(plane.me, "q").name()).isEqualTo("q");
  }

  @Test
  void exclusiveQueuesGoWithTheirConnection() {
    plane.declare(plane.me, ControlPlane.exclusive("q"));
    plane.declare(plane.me, ControlPlane.exclusive("r"));
    plane.declare(plane.other, ControlPlane.exclusive("s"));
    plane.bind("amq.fanout", "q", "");

    plane.loops.await(
        plane.loop, () -> plane.commands.connectionClosed(plane.loop, plane.connection));

    assertThat(plane.vhost.queues()).containsOnlyKeys("s");
    assertThat(plane.bindings()).isEmpty();
  }

  @Test
  void aDeclarationThatIsOvertakenByItsConnectionsEndLeavesNothing() {
    plane.loops.await(
        plane.loop, () -> plane.commands.connectionClosed(plane.loop, plane.connection));

    assertThatThrownBy(() -> plane.declare(plane.me, ControlPlane.exclusive("q")))
        .isInstanceOf(BrokerException.class);
    assertThat(plane.vhost.queue("q")).isNull();
  }

  @Test
  void tellsWhatIsMissing() {
    assertRefused(
        () -> check(plane.me, "nope"), ErrorKind.NOT_FOUND, "no queue 'nope' in vhost '/'");
    assertRefused(
        () ->
            plane.loops.await(
                plane.loop, () -> plane.commands.purgeQueue(plane.vhost, plane.me, "nope")),
        ErrorKind.NOT_FOUND,
        "no queue 'nope' in vhost '/'");
    assertThat(plane.delete("nope")).isZero();
  }

  private void deleteFromMe(String queue, boolean ifUnused, boolean ifEmpty) {
    plane.loops.await(
        plane.loop,
        () -> plane.commands.deleteQueue(plane.vhost, plane.me, queue, ifUnused, ifEmpty));
  }

  @Test
  void doesNotDeleteAQuorumQueueOnConditions() {
    plane.declare("q", "x-queue-type", "quorum");

    assertRefused(
        () -> deleteFromMe("q", true, true),
        ErrorKind.UNSUPPORTED,
        "cannot delete queue 'q' in vhost '/'. queue.delete operations with if-unused flag set are"
            + " not supported by quorum queues");
    assertRefused(
        () -> deleteFromMe("q", false, true),
        ErrorKind.UNSUPPORTED,
        "cannot delete queue 'q' in vhost '/'. queue.delete operations with if-empty flag set are"
            + " not supported by quorum queues");

    assertThat(plane.vhost.queue("q")).isNotNull();
    deleteFromMe("q", false, false);
    deleteFromMe("q", true, true); // Nothing is there to look at.
    assertThat(plane.vhost.queue("q")).isNull();
  }

  @Test
  void doesNotDeleteAQueueInUseWhenAskedNotTo() {
    plane.declare("q");
    plane.consume("q");

    assertRefused(
        () -> deleteFromMe("q", true, false),
        ErrorKind.PRECONDITION_FAILED,
        "queue 'q' in vhost '/' in use");

    assertThat(check(plane.me, "q").consumerCount()).isEqualTo(1);
    assertThat(plane.delete("q")).isZero();
    assertThat(plane.vhost.queue("q")).isNull();
  }

  @Test
  void autoDeleteQueueGoesWithItsLastConsumer() {
    declare("q", false, false, true);
    var consumer = plane.consume("q");

    plane.loops.await(plane.loop, consumer::cancel);

    assertThat(plane.vhost.queue("q")).isNull();
  }

  @Test
  void autoDeleteQueueIsGoneWhenTheCancellationOfItsLastConsumerIsAnswered() {
    for (int seed = 0; seed < 100; seed++) {
      ControlPlane seeded = new ControlPlane(ResourceLimits.NONE, VhostSettings.NONE, seed);
      String name = "q" + seed; // on either loop
      seeded.declare(seeded.me, new QueueDeclaration(name, false, false, true, Arguments.NONE));
      var consumer = seeded.consume(name);

      Boolean gone =
          seeded.loops.await(
              seeded.loop, () -> consumer.cancel().map(done -> seeded.vhost.queue(name) == null));

      assertThat(gone).isTrue();
    }
  }

  @Test
  void autoDeleteQueueWithoutItsLastConsumerIsMissingBeforeTheStoreKnows() {
    declare("q", true, false, true);
    var consumer = plane.consume("q");
    plane.store.hold = true;
    Future<Void> cancelled = plane.loops.start(plane.loop, consumer::cancel);
    plane.loops.run();
    Queue old = plane.vhost.queue("q");

    assertThat(old).isNotNull();
    assertThat(cancelled.isComplete()).isFalse();
    assertRefused(() -> check(plane.me, "q"), ErrorKind.NOT_FOUND, "no queue 'q' in vhost '/'");
    Future<QueueStatus> anew =
        plane.loops.start(
            plane.loop,
            () ->
                plane.commands.declareQueue(
                    plane.vhost,
                    plane.me,
                    new QueueDeclaration("q", true, false, true, Arguments.NONE)));
    plane.loops.run();
    completeHeld();
    completeHeld();

    assertThat(cancelled.succeeded()).isTrue();
    assertThat(anew.result().name()).isEqualTo("q");
    assertThat(plane.vhost.queue("q")).isNotNull().isNotSameAs(old);
  }

  @Test
  void unusedQueueExpires() {
    plane.declare("q", "x-expires", 1000);
    plane.loops.advance(600);
    plane.declare("q", "x-expires", 1000);
    plane.loops.advance(600);
    assertThat(plane.vhost.queue("q")).isNotNull();

    plane.loops.advance(600);

    assertThat(plane.vhost.queue("q")).isNull();
    assertThat(plane.loops.await(plane.loop, plane.store::load))
        .noneMatch(record -> record.toString().contains("name=q"));
  }

  @Test
  void deletingAQueueTakesItsBindingsAlong() {
    plane.declare("q");
    plane.declare("r");
    plane.bind("amq.direct", "q", "k");
    plane.bind("amq.direct", "r", "k");

    plane.delete("q");

    assertThat(plane.bindings()).containsExactly(ControlPlane.binding("amq.direct", "r", "k"));
  }

  @Test
  void nothingIsSeenBeforeTheStoreHasIt() {
    plane.store.hold = true;
    Future<QueueStatus> first = startDeclare("q");
    Future<QueueStatus> again = startDeclare("q");
    Future<QueueStatus> otherwise =
        plane.loops.start(
            plane.loop,
            () ->
                plane.commands.declareQueue(
                    plane.vhost, plane.me, ControlPlane.durable("q", "x-max-length", 1)));
    plane.loops.run();

    assertThat(plane.vhost.queue("q")).isNull();
    assertThat(first.isComplete()).isFalse();
    assertThat(again.isComplete()).isFalse();
    assertThat(otherwise.failed()).isTrue();

    completeHeld();

    assertThat(first.result().name()).isEqualTo("q");
    assertThat(again.result().name()).isEqualTo("q");
    assertThat(plane.vhost.queue("q")).isNotNull();
  }

  @Test
  void manyDeclarationsShareOneSync() {
    plane.store.hold = true;
    Future<QueueStatus> first = startDeclare("a");
    Future<QueueStatus> second = startDeclare("b");
    plane.loops.run();
    assertThat(plane.store.held).hasSize(2);

    // Even when the store answers out of order, changes are seen in theirs.
    plane.loops.await(plane.group.metadata(), () -> answer(1));
    assertThat(plane.vhost.queue("b")).isNull();
    plane.loops.await(plane.group.metadata(), () -> answer(0));

    assertThat(first.succeeded()).isTrue();
    assertThat(second.succeeded()).isTrue();
  }

  private Future<Void> answer(int index) {
    plane.store.held.get(index).complete();
    return Future.succeededFuture();
  }

  @Test
  void afterAFailureOfTheStoreNothingChanges() {
    plane.store.hold = true;
    Future<QueueStatus> first = startDeclare("a");
    plane.loops.run();
    plane.loops.await(
        plane.group.metadata(),
        () -> {
          plane.store.held.get(0).fail("disk full");
          return Future.succeededFuture();
        });

    assertThat(first.cause())
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERNAL));
    assertThatThrownBy(() -> plane.declare("b")).hasMessageContaining("disk full");
    assertThatThrownBy(() -> plane.declare("a")).hasMessageContaining("disk full");
    assertThat(plane.vhost.queues()).isEmpty();
  }

  @Test
  void aNameCanBeDeclaredAnewWhileItsQueueEnds() {
    plane.declare("q", "x-max-length", 1);
    plane.store.hold = true;
    Future<Long> deleted =
        plane.loops.start(
            plane.loop, () -> plane.commands.deleteQueue(plane.vhost, plane.me, "q", false, false));
    plane.loops.run(); // It has ended; that its name is free waits for the store.
    assertThat(plane.vhost.queue("q")).isNotNull();
    Future<QueueStatus> equal =
        plane.loops.start(
            plane.loop,
            () ->
                plane.commands.declareQueue(
                    plane.vhost, plane.me, ControlPlane.durable("q", "x-max-length", 1)));
    Queue old = plane.vhost.queue("q");
    plane.loops.run();
    completeHeld();
    completeHeld();

    assertThat(deleted.succeeded()).isTrue();
    assertThat(equal.result().name()).isEqualTo("q");
    assertThat(plane.vhost.queue("q")).isNotNull().isNotSameAs(old);
  }

  @Test
  void keepsLimitsOnQueues() {
    ControlPlane limited =
        new ControlPlane(new ResourceLimits(2, -1, -1), VhostSettings.NONE.withLimits(-1, 1));
    limited.declare("q1");

    assertRefused(
        () -> limited.declare("q2"),
        ErrorKind.LIMIT_REACHED,
        "cannot declare queue 'q2': queue limit in vhost '/' (1) is reached");
    assertThat(limited.declare("q1").name()).isEqualTo("q1");
  }

  @Test
  void keepsTheClustersLimitOnQueues() {
    ControlPlane limited = new ControlPlane(new ResourceLimits(1, -1, -1), VhostSettings.NONE);
    limited.declare("q1");

    assertRefused(
        () -> limited.declare("q2"),
        ErrorKind.LIMIT_REACHED,
        "cannot declare queue 'q2': queue limit in cluster (1) is reached");
  }

  // ---- helpers ----

  private Future<QueueStatus> startDeclare(String name) {
    return plane.loops.start(
        plane.loop,
        () -> plane.commands.declareQueue(plane.vhost, plane.me, ControlPlane.durable(name)));
  }

  private void completeHeld() {
    plane.loops.await(
        plane.group.metadata(),
        () -> {
          plane.store.held.forEach(promise -> promise.tryComplete());
          return Future.succeededFuture();
        });
  }

  private QueueStatus declare(String name, boolean durable, boolean exclusive, boolean autoDelete) {
    return plane.declare(
        plane.me, new QueueDeclaration(name, durable, exclusive, autoDelete, Arguments.NONE));
  }

  private QueueStatus check(Requester requester, String name) {
    return plane.loops.await(
        plane.loop, () -> plane.commands.checkQueue(plane.vhost, requester, name));
  }

  static void assertRefused(ThrowingCallable call, ErrorKind kind, String text) {
    BrokerException refused = catchThrowableOfType(BrokerException.class, call);
    assertThat(refused).as("refusal: %s", text).isNotNull();
    assertThat(refused.text()).isEqualTo(text);
    assertThat(refused.kind()).isEqualTo(kind);
  }
}

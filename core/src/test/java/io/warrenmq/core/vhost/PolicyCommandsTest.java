package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.event.BrokerEvent;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.policy.AppliedPolicies;
import io.warrenmq.core.policy.EffectiveValue;
import io.warrenmq.core.policy.EffectiveValue.Source;
import io.warrenmq.core.policy.Policies;
import io.warrenmq.core.queue.Overflow;
import io.warrenmq.core.queue.Queue;
import io.warrenmq.core.queue.QueueOptions;
import io.warrenmq.core.routing.Router;
import io.warrenmq.core.routing.TestMessages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyCommandsTest {
  private final ControlPlane plane = new ControlPlane();
  private final PolicyCommands policies = new PolicyCommands(plane.metadata, plane.vhosts);

  private boolean set(String name, String pattern, long priority, Object... keysAndValues) {
    return put(false, name, "all", pattern, priority, keysAndValues);
  }

  private boolean put(
      boolean operator,
      String name,
      String applyTo,
      String pattern,
      long priority,
      Object... keysAndValues) {
    return plane.loops.await(
        plane.group.metadata(),
        () ->
            policies.put(
                "/", operator, name, Policies.fields(pattern, applyTo, priority, keysAndValues)));
  }

  private void clear(boolean operator, String name) {
    plane.loops.await(plane.group.metadata(), () -> policies.delete("/", operator, name));
  }

  private Queue queue(String name) {
    return plane.vhost.queue(name);
  }

  private QueueOptions options(String name) {
    return queue(name).options();
  }

  // ---- queues ----

  @Test
  void aQueueThatIsThereFollows() {
    plane.declare("q");

    set("p", "^q", 0, "max-length", 5L, "overflow", "reject-publish");

    assertThat(options("q").maxLength()).isEqualTo(5);
    assertThat(options("q").overflow()).isEqualTo(Overflow.REJECT_PUBLISH);
    assertThat(queue("q").policies().policyName()).isEqualTo("p");

    set("p", "^q", 0, "max-length", 4L);
    assertThat(options("q").maxLength()).isEqualTo(4);
    assertThat(options("q").overflow()).isEqualTo(Overflow.DROP_HEAD);

    clear(false, "p");
    assertThat(options("q")).isSameAs(QueueOptions.CLASSIC);
    assertThat(queue("q").policies()).isSameAs(AppliedPolicies.NONE);
  }

  @Test
  void aQueueComesIntoBeingUnderAPolicy() {
    set("p", "^q", 0, "max-length", 5L);

    plane.declare("q", "x-max-length", 7L, "x-message-ttl", 1L);
    plane.declare("other", "x-max-length", 7L);

    assertThat(options("q").maxLength()).isEqualTo(5);
    assertThat(options("q").messageTtlMs()).isEqualTo(1);
    assertThat(queue("q").policies().policyName()).isEqualTo("p");
    assertThat(options("other").maxLength()).isEqualTo(7);
    clear(false, "p");
    assertThat(options("q").maxLength()).isEqualTo(7);
  }

  @Test
  void aQueueIsDeclaredAnewAsItWasDeclared() {
    set("p", "^q", 0, "max-length", 5L);
    plane.declare("q");

    assertThat(plane.declare("q").isNew()).isFalse();
    assertThatThrownBy(() -> plane.declare("q", "x-max-length", 5L))
        .hasMessageContaining("inequivalent arg 'x-max-length'");
  }

  @Test
  void aQuorumQueueGetsItsLimitBackWhenAPolicyGoes() {
    plane.declare("q", "x-queue-type", "quorum");

    set("p", "^q", 0, "delivery-limit", 3L);
    assertThat(options("q").deliveryLimit()).isEqualTo(3);
    set("p", "^q", 0, "delivery-limit", -1L);
    assertThat(options("q").deliveryLimit()).isEqualTo(-1);
    clear(false, "p");
    assertThat(options("q").deliveryLimit()).isEqualTo(20);
  }

  @Test
  void operatorsCapWhatPoliciesAndArgumentsSay() {
    plane.declare("q", "x-max-length", 50L);
    set("p", "^q", 0, "max-length", 100L, "dead-letter-exchange", "dlx");

    put(true, "cap", "queues", "", 0, "max-length", 10L);

    assertThat(options("q").maxLength()).isEqualTo(10);
    assertThat(options("q").deadLetterExchange()).isEqualTo("dlx");
    assertThat(queue("q").policies().policyName()).isEqualTo("p");
    assertThat(queue("q").policies().operatorPolicyName()).isEqualTo("cap");
    assertThat(queue("q").policies().definition())
        .isEqualTo(Map.of("max-length", 10L, "dead-letter-exchange", "dlx"));
    assertThat(queue("q").effective())
        .containsEntry("max-length", new EffectiveValue(10L, Source.OPERATOR_POLICY, "cap"))
        .containsEntry("dead-letter-exchange", new EffectiveValue("dlx", Source.POLICY, "p"))
        .containsEntry("queue-type", new EffectiveValue("classic", Source.ARGUMENT, null))
        .containsEntry("overflow", new EffectiveValue("drop-head", Source.DEFAULT, null));
    clear(true, "cap");
    assertThat(options("q").maxLength()).isEqualTo(50);
  }

  @Test
  void timesBeyondAllUseAreTheLongestThereIs() {
    plane.declare("q");

    set("p", "^q", 0, "message-ttl", Long.MAX_VALUE, "expires", Long.MAX_VALUE);

    assertThat(options("q").messageTtlMs()).isEqualTo(ArgumentRule.EXPIRY_MS_MAX);
    assertThat(options("q").expiresMs()).isEqualTo(ArgumentRule.EXPIRY_MS_MAX);
  }

  @Test
  void policiesThatChangeInQuickSuccessionLeaveTheLast() {
    plane.declare("q");

    plane.loops.start(plane.group.metadata(), () -> put("p", 1));
    plane.loops.start(plane.group.metadata(), () -> put("p", 2));
    plane.loops.start(plane.group.metadata(), () -> policies.delete("/", false, "p"));
    plane.loops.run();
    assertThat(options("q").maxLength()).isEqualTo(-1);

    plane.loops.start(plane.group.metadata(), () -> put("p", 3));
    plane.loops.start(plane.group.metadata(), () -> policies.delete("/", false, "p"));
    plane.loops.start(plane.group.metadata(), () -> put("p", 4));
    plane.loops.run();
    assertThat(options("q").maxLength()).isEqualTo(4);
  }

  private Future<Boolean> put(String name, long maxLength) {
    return policies.put("/", false, name, Policies.fields("", "all", 0, "max-length", maxLength));
  }

  @Test
  void aQueueThatIsBeingStoredWhileAPolicyIsSetIsUnderIt() {
    plane.store.hold = true;
    plane.loops.start(
        plane.loop,
        () -> plane.commands.declareQueue(plane.vhost, plane.me, ControlPlane.durable("a")));
    plane.loops.run();
    plane.loops.start(plane.group.metadata(), () -> put("p", 1));
    plane.loops.run();
    plane.loops.start(
        plane.loop,
        () -> plane.commands.declareQueue(plane.vhost, plane.me, ControlPlane.durable("b")));
    plane.loops.run();
    assertThat(plane.vhost.policies().isEmpty()).isTrue();

    plane.loops.start(
        plane.group.metadata(),
        () -> {
          plane.store.held.forEach(answer -> answer.complete());
          return Future.succeededFuture();
        });
    plane.loops.run();

    assertThat(options("a").maxLength()).isEqualTo(1);
    assertThat(options("b").maxLength()).isEqualTo(1);
  }

  // ---- many queues ----

  @Test
  void aThousandQueuesAreLookedAtInATurnAndThoseThatStayTheSameAreNotTold() {
    declareMany(10_000);
    Map<String, QueueOptions> before = new HashMap<>();
    plane.vhost.queues().values().forEach(queue -> before.put(queue.name(), queue.options()));

    Future<Boolean> set = plane.loops.start(plane.group.metadata(), () -> put("p", 5));
    long afterOneTurn = underPolicies();
    plane.loops.run();

    assertThat(afterOneTurn).isEqualTo(PolicySweep.QUEUES_PER_TURN);
    assertThat(set.succeeded()).isTrue();
    assertThat(underPolicies()).isEqualTo(10_000);
    // All the same, and so one object.
    assertThat(distinctOptions()).hasSize(1);

    set("few", "^q1...$", 1, "max-length", 6L); // A thousand of them.
    assertThat(distinctOptions()).hasSize(2);
    assertThat(
            plane.vhost.queues().values().stream()
                .filter(queue -> "few".equals(queue.policies().policyName())))
        .hasSize(1000);

    clear(false, "few");
    clear(false, "p");
    assertThat(plane.vhost.queues().values())
        .allMatch(queue -> queue.options() == before.get(queue.name()));
  }

  private void declareMany(int count) {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      QueueDeclaration declaration = ControlPlane.durable("q" + i);
      all.add(
          plane.loops.start(
              plane.loop, () -> plane.commands.declareQueue(plane.vhost, plane.me, declaration)));
    }
    plane.loops.run();
    assertThat(all).allMatch(Future::succeeded);
  }

  private long underPolicies() {
    return plane.vhost.queues().values().stream()
        .filter(queue -> queue.policies() != AppliedPolicies.NONE)
        .count();
  }

  private Set<QueueOptions> distinctOptions() {
    Set<QueueOptions> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    plane.vhost.queues().values().forEach(queue -> distinct.add(queue.options()));
    return distinct;
  }

  // ---- exchanges ----

  @Test
  void messagesThatMatchNothingGoWhereAPolicySays() {
    plane.exchange("x", "direct");
    plane.exchange("rest", "fanout");
    plane.declare("q");
    plane.bind("rest", "q", "");
    Exchange exchange = plane.vhost.exchange("x");
    Router router = new Router(); // It remembers routes.
    Message message = TestMessages.keyed("x", "nobody's");
    assertThat(router.route(plane.vhost, exchange, message)).isEmpty();

    put(false, "p", "exchanges", "^x", 0, "alternate-exchange", "rest");
    assertThat(exchange.policies().policyName()).isEqualTo("p");
    assertThat(router.route(plane.vhost, exchange, message)).containsExactly(queue("q"));

    clear(false, "p");
    assertThat(router.route(plane.vhost, exchange, message)).isEmpty();
    assertThat(exchange.policies()).isSameAs(AppliedPolicies.NONE);
  }

  @Test
  void anExchangesArgumentComesBeforeAPolicy() {
    plane.exchange(
        new ExchangeDeclaration(
            "x", "direct", true, false, false, ControlPlane.args("alternate-exchange", "own")));
    set("p", "", 0, "alternate-exchange", "rest");

    plane.exchange("y", "direct");

    assertThat(plane.vhost.exchange("x").alternateExchange()).isEqualTo("own");
    assertThat(plane.vhost.exchange("x").effective())
        .containsExactly(
            Map.entry("alternate-exchange", new EffectiveValue("own", Source.ARGUMENT, null)));
    assertThat(plane.vhost.exchange("y").alternateExchange()).isEqualTo("rest");
    assertThat(plane.vhost.exchange("amq.topic").alternateExchange()).isEqualTo("rest");
    assertThat(plane.vhost.exchange("").alternateExchange()).isNull();
  }

  // ---- what is kept and told ----

  @Test
  void aRestartFindsAllOfItAgain() {
    plane.declare("q");
    plane.exchange("x", "direct");
    set("p", "", 1, "max-length", 5L, "alternate-exchange", "rest");
    set("gone", "", 2, "max-length", 1L);
    clear(false, "gone");
    put(true, "cap", "queues", "", 0, "max-length", 3L);
    List<MetadataRecord.Put> records = plane.store.load().result();

    ControlPlane other = new ControlPlane();
    other.loops.await(
        other.group.metadata(),
        () -> {
          other.commands.restore(records);
          return Future.succeededFuture();
        });

    Vhost vhost = other.vhosts.find("/");
    assertThat(vhost.queue("q").options().maxLength()).isEqualTo(3);
    assertThat(vhost.exchange("x").alternateExchange()).isEqualTo("rest");
    assertThat(vhost.policies().all(false)).isEqualTo(plane.vhost.policies().all(false));
    assertThat(vhost.policies().all(true)).isEqualTo(plane.vhost.policies().all(true));
  }

  @Test
  void tellsWhetherItIsNewAndStoresNothingWhenItIsTheSame() {
    assertThat(set("p", "", 0, "max-length", 5L)).isTrue();
    int appends = plane.store.appends;

    assertThat(set("p", "", 0, "max-length", 5L)).isFalse();
    assertThat(plane.store.appends).isEqualTo(appends);
    assertThat(set("p", "", 0, "max-length", 6L)).isFalse();
    assertThat(plane.store.appends).isEqualTo(appends + 1);
    assertThat(policies.find("/", false, "p").definition()).isEqualTo(Map.of("max-length", 6L));
    assertThat(policies.find("/", true, "p")).isNull();
    assertThat(policies.all(false)).hasSize(1);
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> clear(false, "none"))
        .isInstanceOf(BrokerException.class)
        .hasMessage("Parameter does not exist");
    assertThatThrownBy(
            () ->
                plane.loops.await(
                    plane.group.metadata(),
                    () ->
                        policies.put(
                            "none", false, "p", Policies.fields("", "all", 0, "max-length", 1L))))
        .hasMessage("no vhost 'none'");
  }

  @Test
  void whatIsRefusedChangesNothing() {
    plane.declare("q");
    set("p", "", 0, "max-length", 5L);

    assertThatThrownBy(() -> set("p", "(", 0, "max-length", 4L))
        .hasMessageStartingWith("Validation failed");

    assertThat(options("q").maxLength()).isEqualTo(5);
  }

  @Test
  void tellsListenersAsRabbitMqDoes() {
    plane.listener.events.clear();

    set("p", "^q", 1, "max-length", 5L);
    put(true, "o", "queues", "", 0, "max-length", 5L);
    clear(false, "p");
    clear(true, "o");

    assertThat(plane.listener.events)
        .extracting(BrokerEvent::name)
        .containsExactly(
            "policy.set",
            "parameter.set",
            "policy.set",
            "policy.cleared",
            "parameter.cleared",
            "operator.policy.cleared");
    assertThat(plane.listener.events.get(0).attributes())
        .isEqualTo(
            Map.of(
                "name", "p",
                "vhost", "/",
                "pattern", "^q",
                "apply-to", "all",
                "priority", 1L,
                "definition", Map.of("max-length", 5L),
                "user_who_performed_action", "rmq-internal"));
    assertThat(plane.listener.events.get(1).attributes())
        .containsEntry("component", "operator_policy")
        .containsEntry("name", "o");
  }

  @Test
  void policiesGoWithTheirVhost() {
    set("p", "", 0, "max-length", 5L);

    plane.loops.await(plane.group.metadata(), () -> plane.commands.deleteVhost("/"));

    assertThat(plane.store.load().result()).isEmpty();
    assertThat(policies.all(false)).isEmpty();
  }
}

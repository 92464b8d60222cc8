package io.warrenmq.core.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.queue.Queue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients on two loops that change the same few things at once, over a store that takes its time;
 * from a seed.
 */
class ControlPlaneSimTest {
  private static final int COMMANDS = 400;
  private static final List<String> QUEUES = List.of("q0", "q1", "q2", "q3");
  private static final List<String> EXCHANGES = List.of("x0", "x1", "x2");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void whateverTheOrderAllViewsAgreeInTheEnd(long seed) {
    ControlPlane plane = new ControlPlane(ResourceLimits.NONE, VhostSettings.NONE, seed);
    Random random = new Random(seed);
    plane.store.hold = true;
    List<Future<?>> answers = new ArrayList<>();
    List<Requester> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(client(plane, i));
    }

    for (int i = 0; i < COMMANDS; i++) {
      int which = random.nextInt(clients.size());
      Requester client = clients.get(which);
      if (random.nextInt(20) == 0) {
        clients.set(which, client(plane, i + 10));
        answers.add(close(plane, client));
      } else {
        answers.add(plane.loops.start(client.loop(), () -> command(plane, client, random)));
      }
      if (random.nextInt(3) == 0) {
        plane.loops.run();
        answerStore(plane, random.nextInt(3));
      }
    }
    clients.forEach(client -> answers.add(close(plane, client)));
    plane.loops.run();
    while (!plane.store.held.isEmpty()) {
      answerStore(plane, plane.store.held.size());
      plane.loops.run();
    }

    assertThat(answers).allSatisfy(ControlPlaneSimTest::isProperAnswer);
    assertViewsAgree(plane);
  }

  private static Requester client(ControlPlane plane, int number) {
    Loop loop = plane.group.eventLoops().get(number % 2);
    return plane.requester(new ControlPlane.NamedConnection("c" + number), loop);
  }

  private static Future<?> close(ControlPlane plane, Requester client) {
    BrokerConnection connection = client.connection();
    return plane.loops.start(
        client.loop(), () -> plane.commands.connectionClosed(client.loop(), connection));
  }

  private static void answerStore(ControlPlane plane, int count) {
    for (int i = 0; i < count && !plane.store.held.isEmpty(); i++) {
      Promise<Void> oldest = plane.store.held.remove(0);
      plane.loops.start(
          plane.group.metadata(),
          () -> {
            oldest.complete();
            return Future.succeededFuture();
          });
    }
  }

  private static Future<?> command(ControlPlane plane, Requester client, Random random) {
    VhostCommands commands = plane.commands;
    Vhost vhost = plane.vhost;
    String queue = QUEUES.get(random.nextInt(QUEUES.size()));
    String exchange = EXCHANGES.get(random.nextInt(EXCHANGES.size()));
    String other = EXCHANGES.get(random.nextInt(EXCHANGES.size()));
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          commands.declareQueue(
              vhost,
              client,
              new QueueDeclaration(
                  queue, random.nextBoolean(), random.nextInt(4) == 0, false, Arguments.NONE));
      case 2 -> commands.deleteQueue(vhost, client, queue, random.nextBoolean(), false);
      case 3 ->
          commands.declareExchange(
              vhost,
              client,
              new ExchangeDeclaration(
                  exchange, "direct", true, exchange.equals("x0"), false, Arguments.NONE));
      case 4 -> commands.deleteExchange(vhost, client, exchange, random.nextBoolean());
      case 5 -> commands.bind(vhost, client, ControlPlane.binding(exchange, queue, "k"));
      case 6 -> commands.bind(vhost, client, ControlPlane.toExchange(exchange, other, "k"));
      default -> commands.unbind(vhost, client, ControlPlane.binding(exchange, queue, "k"));
    };
  }

  private static void isProperAnswer(Future<?> answer) {
    assertThat(answer.isComplete()).isTrue();
    if (answer.failed()) {
      assertThat(answer.cause())
          .isInstanceOfSatisfying(
              BrokerException.class,
              refusal -> assertThat(refusal.kind()).isNotEqualTo(ErrorKind.INTERNAL));
    }
  }

  /** What is planned, what loops see, what routers know and what the store has are the same. */
  private static void assertViewsAgree(ControlPlane plane) {
    Vhost vhost = plane.vhost;
    VhostPlan plan = vhost.plan();
    assertThat(vhost.queues()).isEqualTo(plan.queues);
    assertThat(vhost.queues().values()).allMatch(queue -> queue.exclusiveOwner() == null);
    Set<String> named = new HashSet<>(vhost.exchanges().keySet());
    named.remove("");
    assertThat(named).isEqualTo(plan.exchanges.keySet());
    assertThat(plan.bindings.all())
        .allSatisfy(
            binding -> {
              assertThat(plan.exchanges).containsKey(binding.source());
              assertThat(plan.destination(binding.destination(), binding.toExchange())).isNotNull();
            });
    for (Exchange exchange : plan.exchanges.values()) {
      assertThat(exchange.isDeleted()).isFalse();
      assertThat(routed(exchange))
          .containsExactlyInAnyOrderElementsOf(
              plan.bindings.from(exchange.name()).stream()
                  .map(BindingDeclaration::destination)
                  .toList());
    }
    assertThat(stored(plane)).isEqualTo(durable(plane));
  }

  private static List<String> routed(Exchange exchange) {
    List<Destination> found = new ArrayList<>();
    Message message =
        new Message(new NoFormat(), new byte[0], 0, false, -1, -1, 0, "", "k", List.of());
    exchange.router().route(message, "k", found::add);
    return found.stream().map(Destination::name).toList();
  }

  private static Set<Object> stored(ControlPlane plane) {
    Set<Object> stored = new HashSet<>();
    for (MetadataRecord.Put put : plane.store.memory.load().result()) {
      stored.add(put.key());
    }
    return stored;
  }

  private static Set<Object> durable(ControlPlane plane) {
    VhostPlan plan = plane.vhost.plan();
    Set<Object> durable = new HashSet<>();
    durable.add(new MetadataRecord.VhostPut("/", VhostSettings.NONE).key());
    plan.exchanges.keySet().forEach(x -> durable.add(new MetadataRecord.ExchangePut.Key("/", x)));
    for (Queue queue : plan.queues.values()) {
      if (queue.declaration().durable()) {
        durable.add(new MetadataRecord.QueuePut.Key("/", queue.name()));
      }
    }
    for (BindingDeclaration binding : plan.bindings.all()) {
      Queue queue = binding.toExchange() ? null : plan.queues.get(binding.destination());
      if (binding.toExchange() || (queue != null && queue.declaration().durable())) {
        durable.add(new MetadataRecord.BindingPut("/", binding));
      }
    }
    return durable;
  }
}

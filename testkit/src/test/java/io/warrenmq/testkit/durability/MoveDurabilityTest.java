package io.warrenmq.testkit.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.warrenmq.api.auth.Principal;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.log.LogOptions;
import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.core.vhost.Requester;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.testkit.fault.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broker that ends while messages are moved from one queue to another. */
class MoveDurabilityTest {
  private static final int COUNT = 600;
  private static final Principal OPERATOR = new Principal("guest", Set.of());
  private static final LogOptions LOG =
      new LogOptions(64 << 10, 256 << 10, SyncPolicy.BEFORE_CONFIRM, 50);
  private static final PagingOptions PAGING = new PagingOptions(40_000, 10_000, 1L << 30, 8 << 10);

  private final SimulatedDisk metadata = new SimulatedDisk(1);
  private final SimulatedDisk messages = new SimulatedDisk(2);
  private SimulatedNode node;
  private Loop loop;
  private VhostAccess session;

  private void start(long seed) throws IOException {
    node = new SimulatedNode(3, seed, metadata, messages, LOG, PAGING);
    loop = node.loops.loop(0);
    BrokerConnection connection = node.connect(loop);
    node.loops.run(loop, () -> session = connection.openSession((id, accepted) -> {}));
  }

  private void declare(String name) {
    node.await(
        loop,
        () -> session.declareQueue(new QueueDeclaration(name, true, false, false, Arguments.NONE)));
  }

  private static Message message(int number) {
    byte[] body = new byte[200];
    ByteBuffer.wrap(body).putInt(number);
    return new Message(
        BodyFormat.INSTANCE,
        body,
        0,
        true,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        0,
        "",
        "from",
        List.of());
  }

  private void startMove() {
    Vhost vhost = Objects.requireNonNull(node.broker.vhosts().find("/"));
    loop.execute(
        () ->
            node.broker
                .commands()
                .moveMessages(vhost, new Requester(OPERATOR, null, "", loop), "from", "to", COUNT));
  }

  private List<Integer> drain(String queue) {
    List<Integer> numbers = new ArrayList<>();
    for (@Nullable GetResult next; (next = get(queue)) != null; ) {
      numbers.add(ByteBuffer.wrap(next.delivery().message().bytes()).getInt());
    }
    return numbers;
  }

  private @Nullable GetResult get(String queue) {
    return node.await(loop, () -> nullable(session.get(queue, true)));
  }

  private static Future<@Nullable GetResult> nullable(Future<@Nullable GetResult> future) {
    return future;
  }

  @ParameterizedTest
  @CsvSource({
    "5, false",
    "40, false",
    "90, false",
    "200, false",
    "400, false",
    "1000, false",
    "5, true",
    "40, true",
    "90, true",
    "200, true",
    "400, true",
    "1000, true"
  })
  void losesNothingAndKeepsTheOrder(int steps, boolean powerCut) throws IOException {
    start(steps);
    declare("from");
    declare("to");
    node.loops.run(
        loop,
        () -> {
          for (int i = 0; i < COUNT; i++) {
            session.publish(message(i), VhostAccess.NO_CONFIRM);
          }
        });

    startMove();
    for (int i = 0; i < steps && node.loops.step(); i++) {
      // It ends somewhere in between.
    }
    if (powerCut) {
      messages.crash();
      metadata.crash();
    } else {
      messages.endProcess();
      metadata.endProcess();
    }
    start(steps + 1);

    List<Integer> to = drain("to");
    List<Integer> from = drain("from");
    Set<Integer> all = new TreeSet<>(to);
    all.addAll(from);
    assertThat(all).hasSize(COUNT);
    assertThat(to).isSorted().doesNotHaveDuplicates();
    assertThat(from).isSorted().doesNotHaveDuplicates();
    assertThat(to).isEqualTo(IntStream.range(0, to.size()).boxed().toList());
  }
}

package io.warrenmq.testkit.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.SessionListener;
import io.warrenmq.api.broker.Transaction;
import io.warrenmq.api.broker.UnfinishedBytes;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.GetResult;
import io.warrenmq.api.queue.SettleOutcome;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.BindingDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.log.LogOptions;
import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.core.queue.PagingOptions;
import io.warrenmq.testkit.fault.SimulatedDisk;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What consumers add to messages that they give back, over the ends of a broker. */
class AddedAnnotationsTest {
  private static final Map<String, Object> BUSY = Map.of("x-opt-why", "busy");
  private static final LogOptions LOG =
      new LogOptions(4 << 10, 64 << 10, SyncPolicy.BEFORE_CONFIRM, 50);
  private static final PagingOptions PAGING = new PagingOptions(20_000, 5_000, 1L << 30, 8 << 10);

  private final SimulatedDisk metadata = new SimulatedDisk(1);
  private final SimulatedDisk messages = new SimulatedDisk(2);
  private SimulatedNode node;
  private Loop loop;
  private BrokerConnection connection;
  private VhostAccess session;

  @BeforeEach
  void start() throws IOException {
    node = new SimulatedNode(1, 3, metadata, messages, LOG, PAGING);
    loop = node.loops.loop(0);
    connection = node.connect(loop);
    node.loops.run(loop, () -> session = connection.openSession(ignored()));
  }

  private static SessionListener ignored() {
    return (publishId, accepted) -> {};
  }

  private void declare(String name, Map<String, Object> arguments) {
    node.await(
        loop,
        () ->
            session.declareQueue(
                new QueueDeclaration(name, true, false, false, Arguments.of(arguments))));
  }

  private void publish(String exchange, String key, int bytes) {
    node.loops.run(
        loop,
        () ->
            session.publish(
                new Message(
                    BodyFormat.INSTANCE,
                    new byte[bytes],
                    0,
                    true,
                    Message.NO_PRIORITY,
                    Message.NO_TTL,
                    0,
                    exchange,
                    key,
                    List.of()),
                VhostAccess.NO_CONFIRM));
  }

  private @Nullable GetResult get(String queue) {
    return node.await(loop, () -> nullable(session.get(queue, false)));
  }

  private static Future<@Nullable GetResult> nullable(Future<@Nullable GetResult> future) {
    return future;
  }

  private Delivery take(String queue) {
    return Objects.requireNonNull(get(queue)).delivery();
  }

  private void settle(Delivery delivery, SettleOutcome outcome, Map<String, Object> added) {
    node.loops.run(loop, () -> session.settle(delivery, outcome, added));
  }

  private static Map<String, Object> added(Delivery delivery) {
    return delivery.message().annotations().values();
  }

  private void kill() throws IOException {
    messages.endProcess();
    metadata.endProcess();
    start();
  }

  private void cutPower() throws IOException {
    messages.crash();
    metadata.crash();
    start();
  }

  private void stop() throws IOException {
    node.loops.run(loop, connection::close);
    node.stop();
    cutPower(); // What it left is safe.
  }

  // ---- what is kept ----

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void areThereAfterAKill(String type) throws IOException {
    declare("q", Map.of("x-queue-type", type));
    publish("", "q", 100);
    settle(take("q"), SettleOutcome.REQUEUE, BUSY);

    kill();

    Delivery again = take("q");
    assertThat(added(again)).isEqualTo(BUSY);
    assertThat(again.isRedelivered()).isTrue();
    settle(again, SettleOutcome.COMPLETE, Map.of());
    assertThat(get("q")).isNull();
    kill();
    assertThat(get("q")).isNull();
  }

  @Test
  void areThereAfterAPowerCut() throws IOException {
    declare("q", Map.of());
    publish("", "q", 100);
    settle(take("q"), SettleOutcome.RELEASE, BUSY);

    cutPower();

    assertThat(added(take("q"))).isEqualTo(BUSY);
  }

  @Test
  void areThereAfterAStopWithWhatWasAddedInOtherLives() throws IOException {
    declare("q", Map.of("x-queue-type", "quorum", "x-delivery-limit", 10L));
    publish("", "q", 100);
    settle(take("q"), SettleOutcome.REQUEUE, Map.of("x-a", 1L, "x-b", "old"));
    kill();
    settle(take("q"), SettleOutcome.REQUEUE, Map.of("x-b", "new"));
    stop();

    Delivery again = take("q");

    assertThat(added(again)).isEqualTo(Map.of("x-a", 1L, "x-b", "new"));
    assertThat(again.deliveryCount()).isEqualTo(2);
  }

  @Test
  void haveTheirTypesStill() throws IOException {
    Map<String, Object> every = new HashMap<>();
    every.put("x-null", Arguments.VOID);
    every.put("x-bool", true);
    every.put("x-byte", (byte) -1);
    every.put("x-short", (short) -2);
    every.put("x-int", -3);
    every.put("x-long", -4L);
    every.put("x-ubyte", Unsigned.ubyte(200));
    every.put("x-ushort", Unsigned.ushort(60_000));
    every.put("x-uint", Unsigned.uint(4_000_000_000L));
    every.put("x-ulong", Unsigned.ulong(-1));
    every.put("x-float", 1.5f);
    every.put("x-double", 2.5);
    every.put("x-decimal", new BigDecimal("1.25"));
    every.put("x-char", 'ä');
    every.put("x-time", new Timestamp(7));
    every.put("x-uuid", new UUID(1, 2));
    every.put("x-binary", new Binary(new byte[] {1, 2}));
    every.put("x-text", "täxt");
    every.put("x-symbol", new Symbol("s"));
    every.put("x-list", Arrays.asList(1, null, List.of("a")));
    every.put("x-map", Map.of(new Symbol("k"), List.of(1L), 2, "v"));
    declare("q", Map.of());
    publish("", "q", 100);
    settle(take("q"), SettleOutcome.RELEASE, every);

    kill();

    assertThat(added(take("q"))).isEqualTo(every);
  }

  @Test
  void areTheMessagesOfOneQueueAlone() throws IOException {
    declare("one", Map.of());
    declare("other", Map.of());
    for (String queue : List.of("one", "other")) {
      node.await(
          loop,
          () ->
              session.bind(new BindingDeclaration("amq.fanout", queue, false, "", Arguments.NONE)));
    }
    publish("amq.fanout", "", 100); // Which the log has once.
    settle(take("one"), SettleOutcome.RELEASE, BUSY);

    kill();

    assertThat(added(take("one"))).isEqualTo(BUSY);
    assertThat(added(take("other"))).isEmpty();
  }

  @Test
  void areLoggedAnewWhenTheirFileGoes() throws IOException {
    declare("q", Map.of());
    declare("others", Map.of());
    publish("", "q", 100);
    settle(take("q"), SettleOutcome.RELEASE, BUSY);
    List<String> before = messages.list();
    for (int i = 0; i < 300; i++) {
      publish("", "others", 4000);
      settle(take("others"), SettleOutcome.DISCARD, BUSY);
      publish("", "others", 4000);
      settle(take("others"), SettleOutcome.COMPLETE, Map.of());
    }
    node.loops.advanceMs(60_000);
    assertThat(messages.list()).doesNotContainAnyElementsOf(before);

    kill();

    assertThat(added(take("q"))).isEqualTo(BUSY);
    assertThat(get("q")).isNull();
    assertThat(get("others")).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void takeMessagesOutOfTheirSegments(boolean toTheBack) throws IOException {
    declare("q", toTheBack ? Map.of("x-queue-type", "quorum", "x-delivery-limit", -1L) : Map.of());
    for (int i = 0; i < 100; i++) {
      publish("", "q", 1000 + i);
    }
    assertThat(messages.list()).anyMatch(name -> name.endsWith(".seg"));
    List<Delivery> out = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      out.add(take("q"));
    }
    for (int i = 0; i < 100; i += 2) {
      settle(out.get(i), SettleOutcome.REQUEUE, BUSY);
    }

    kill();

    Map<Integer, Map<String, Object>> seen = new HashMap<>();
    for (GetResult next; (next = get("q")) != null; ) {
      Message message = next.delivery().message();
      assertThat(seen.put(message.bodyLength() - 1000, added(next.delivery()))).isNull();
      settle(next.delivery(), SettleOutcome.COMPLETE, Map.of());
    }
    assertThat(seen).hasSize(100);
    seen.forEach(
        (number, values) -> assertThat(values).isEqualTo(number % 2 == 0 ? BUSY : Map.of()));
    kill();
    assertThat(get("q")).isNull();
    node.loops.advanceMs(60_000);
    assertThat(messages.list()).noneMatch(name -> name.endsWith(".seg"));
  }

  @Test
  void goOnWithADeadLetter() throws IOException {
    declare("dead", Map.of());
    declare("q", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead"));
    publish("", "q", 100);
    settle(take("q"), SettleOutcome.DISCARD, BUSY);

    kill();

    Delivery letter = take("dead");
    assertThat(added(letter)).isEqualTo(BUSY);
    assertThat(letter.message().annotations().deaths()).hasSize(1);
    assertThat(get("q")).isNull();
  }

  // ---- transactions ----

  private Transaction transaction(UnfinishedBytes unfinished) {
    return new Transaction(
        loop,
        connection,
        session,
        unfinished,
        new Transaction.Owner() {
          @Override
          public long nextPublishId() {
            return 1;
          }

          @Override
          public void onUnroutable(Message message, boolean mandatory) {
            throw new AssertionError("nothing is published");
          }
        });
  }

  @Test
  void comeWithACommitAndNotBefore() throws IOException {
    declare("q", Map.of());
    publish("", "q", 100);
    long[] held = new long[1];
    Transaction within = transaction(new UnfinishedBytes(1000, more -> held[0] += more));
    Delivery delivery = take("q");
    node.loops.run(
        loop, () -> assertThat(within.settle(1, delivery, SettleOutcome.RELEASE, BUSY)).isTrue());
    assertThat(held[0]).isPositive();
    assertThat(get("q")).isNull();

    node.await(loop, within::commit);

    assertThat(held[0]).isZero();
    kill();
    assertThat(added(take("q"))).isEqualTo(BUSY);
  }

  @Test
  void areForgottenByARollback() {
    declare("q", Map.of());
    publish("", "q", 100);
    long[] held = new long[1];
    Transaction within = transaction(new UnfinishedBytes(1000, more -> held[0] += more));
    Delivery delivery = take("q");
    node.loops.run(
        loop,
        () -> {
          within.settle(1, delivery, SettleOutcome.RELEASE, BUSY);
          within.rollback().forEach(each -> session.settle(each.delivery(), SettleOutcome.REQUEUE));
        });

    assertThat(held[0]).isZero();
    assertThat(added(take("q"))).isEmpty();
  }

  @Test
  void areHeldBackAsFarAsThereIsRoom() {
    declare("q", Map.of());
    publish("", "q", 100);
    UnfinishedBytes unfinished = new UnfinishedBytes(1000, more -> {});
    Transaction within = transaction(unfinished);
    Delivery delivery = take("q");
    assertThat(unfinished.take((128 << 20) - 10)).isTrue();

    node.loops.run(
        loop, () -> assertThat(within.settle(1, delivery, SettleOutcome.RELEASE, BUSY)).isFalse());

    assertThat(within.rollback()).isEmpty();
  }
}

package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclare;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclareOk;
import io.warrenmq.amqp091.method.Method;
import io.warrenmq.amqp091.method.QueueMethod.QueueBind;
import io.warrenmq.amqp091.method.QueueMethod.QueueBindOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.LongString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys, headers and bindings that are made to be expensive. */
@Timeout(60)
class RoutingAbuseIT extends HostileTest {
  private RawClient withQueue(String exchange, String type, FieldTable arguments)
      throws IOException {
    RawClient client = ready();
    client.ask(
        1,
        new ExchangeDeclare(exchange, type, false, false, true, false, false, arguments),
        ExchangeDeclareOk.class);
    client.ask(1, queue("q-" + exchange), QueueDeclareOk.class);
    return client;
  }

  private static QueueDeclare queue(String name) {
    return new QueueDeclare(name, false, false, true, false, false, FieldTable.EMPTY);
  }

  private static QueueBind bind(String exchange, String key, FieldTable arguments) {
    return new QueueBind("q-" + exchange, exchange, key, false, arguments);
  }

  private static <T extends Method> void fence(RawClient client) throws IOException {
    client.ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  /** Messages in the queue of that exchange. */
  private static long count(RawClient client, String exchange) throws IOException {
    return client.ask(1, queue("q-" + exchange), QueueDeclareOk.class).messageCount();
  }

  @Test
  void manyHashesAgainstManyDots() throws Exception {
    RawClient client = withQueue("hashes", "topic", FieldTable.EMPTY);
    client.ask(1, bind("hashes", "#" + ".#".repeat(127), FieldTable.EMPTY), QueueBindOk.class);
    client.ask(
        1, bind("hashes", "#.a" + ".#.a".repeat(62) + ".b", FieldTable.EMPTY), QueueBindOk.class);
    client.ask(1, bind("hashes", "*.#" + ".*.#".repeat(62), FieldTable.EMPTY), QueueBindOk.class);
    Frames frames = Frames.of();
    for (int i = 0; i < 100; i++) {
      frames.publish(1, "hashes", ".".repeat(255), "dots");
      frames.publish(1, "hashes", "a" + ".a".repeat(127), "as");
    }

    client.send(frames);

    assertThat(count(client, "hashes")).isEqualTo(200);
    assertThat(canary().slowestMs()).isLessThan(3000);
  }

  @Test
  void thousandsOfCarbonCopies() throws Exception {
    RawClient client = withQueue("copies", "topic", FieldTable.EMPTY);
    client.ask(1, bind("copies", "#.#.#", FieldTable.EMPTY), QueueBindOk.class);
    List<Object> keys = Collections.nCopies(20_000, LongString.of(""));
    BasicProperties many = cc(keys);
    BasicProperties one = cc(List.of(LongString.of(".".repeat(60_000))));
    Frames frames = Frames.of();
    for (int i = 0; i < 10; i++) {
      frames.publish(1, "copies", "k", many, new byte[1]);
      frames.publish(1, "copies", "k", one, new byte[1]);
    }

    client.send(frames);

    assertThat(count(client, "copies")).isEqualTo(20);
    assertThat(canary().slowestMs()).isLessThan(3000);
  }

  private static BasicProperties cc(List<Object> keys) {
    return BasicProperties.builder()
        .headers(FieldTable.builder().put("CC", keys).put("BCC", keys.subList(0, 1)).build())
        .build();
  }

  @Test
  void carbonCopiesOfAWrongType() throws Exception {
    RawClient client = ready();
    BasicProperties properties =
        BasicProperties.builder().headers(FieldTable.builder().put("CC", 1).build()).build();

    client.send(Frames.of().publish(1, "", "nowhere", properties, new byte[1]));

    client.expectChannelClose(
        1,
        406,
        "PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,\"CC\",signedint}");
  }

  @Test
  void wideAndDeepHeadersAgainstManyBindings() throws Exception {
    RawClient client = withQueue("headers", "headers", FieldTable.EMPTY);
    FieldTable deep = FieldTable.builder().put("v", 1).build();
    for (int depth = 0; depth < 40; depth++) {
      deep = FieldTable.builder().put("t", deep).build();
    }
    FieldTable.Builder wide = FieldTable.builder();
    for (int i = 0; i < 6000; i++) {
      wide.put("header-" + i, i);
    }
    FieldTable headers = wide.build();
    FieldTable wanted = headers.toBuilder().put("deep", deep).build();
    for (int i = 0; i < 50; i++) {
      FieldTable arguments = wanted.toBuilder().put("n", i).build();
      client.ask(1, bind("headers", "", arguments), QueueBindOk.class);
    }
    Frames frames = Frames.of();
    for (int i = 0; i < 20; i++) {
      frames.publish(
          1,
          "headers",
          "",
          BasicProperties.builder().headers(i % 2 == 0 ? headers : wanted).build(),
          new byte[1]);
    }

    client.send(frames);

    fence(client);
    assertThat(canary().slowestMs()).isLessThan(3000);
  }

  @Test
  void tablesNestedBeyondAllMeasure() throws Exception {
    for (int depth : new int[] {63, 1000, 15_000}) {
      RawClient client = ready();

      client.send(Frames.of().method(1, 50, 10, declareWith(nested(depth))));

      if (depth < 64) {
        client.expect(QueueDeclareOk.class);
      } else if (isOurs()) {
        client.expectClose(502, "SYNTAX_ERROR - field table nested deeper than 64 levels");
      }
    }
  }

  /** queue.declare, of an exclusive queue named by the server, with a table of arguments. */
  private static byte[] declareWith(byte[] table) {
    return io.netty.buffer.ByteBufUtil.getBytes(
        io.netty.buffer.Unpooled.buffer()
            .writeShort(0)
            .writeByte(0)
            .writeByte(4)
            .writeInt(table.length)
            .writeBytes(table));
  }

  /** A table in a table in a table, encoded, without the outermost length. */
  private static byte[] nested(int depth) {
    byte[] bytes = new byte[depth * 7];
    for (int level = 0; level < depth; level++) {
      int rest = bytes.length - (level + 1) * 7;
      int at = level * 7;
      bytes[at] = 1;
      bytes[at + 1] = 'x';
      bytes[at + 2] = 'F';
      bytes[at + 3] = (byte) (rest >> 24);
      bytes[at + 4] = (byte) (rest >> 16);
      bytes[at + 5] = (byte) (rest >> 8);
      bytes[at + 6] = (byte) rest;
    }
    return bytes;
  }

  @Test
  void weightsThatWouldMakeAHugeRing() throws Exception {
    long before = Memory.heap();
    RawClient client = withQueue("ring", "x-consistent-hash", FieldTable.EMPTY);
    Frames frames = Frames.of();
    for (int i = 0; i < 2000; i++) {
      String queue = "ring-" + i;
      frames
          .method(1, new QueueDeclare(queue, false, false, true, false, true, FieldTable.EMPTY))
          .method(1, new QueueBind(queue, "ring", "10000", true, FieldTable.EMPTY));
    }

    client.send(frames);

    fence(client);
    assertThat(canary().slowestMs()).isLessThan(3000);
    if (isOurs()) {
      assertThat(Memory.heap() - before).isLessThan(Memory.mb(16));
    }
  }

  @Test
  void aHistoryOfLargeMessages() throws Exception {
    long before = Memory.heap();
    FieldTable keep = FieldTable.builder().put("x-recent-history-length", 10_000).build();
    RawClient client = withQueue("history", "x-recent-history", keep);
    for (int i = 0; i < 200; i++) {
      client.send(
          Frames.of().publish(1, "history", "", BasicProperties.EMPTY, new byte[1_000_000]));
    }

    fence(client);

    if (isOurs()) {
      assertThat(Memory.heap() - before).isLessThan(Memory.mb(80));
    }
  }

  @Test
  void manyKeysToAFanoutOfManyQueues() throws Exception {
    RawClient client = ready();
    client.ask(
        1,
        new ExchangeDeclare("fan", "fanout", false, false, true, false, false, FieldTable.EMPTY),
        ExchangeDeclareOk.class);
    FieldTable none = FieldTable.builder().put("x-max-length", 0).build();
    List<String> names = new ArrayList<>();
    Frames frames = Frames.of();
    for (int i = 0; i < 3000; i++) {
      names.add("fan-" + i);
      frames
          .method(1, new QueueDeclare("fan-" + i, false, false, true, false, true, none))
          .method(1, new QueueBind("fan-" + i, "fan", "", true, FieldTable.EMPTY));
    }
    client.send(frames);
    fence(client);
    long before = Memory.heap();

    Frames publishes = Frames.of();
    for (int i = 0; i < 2000; i++) {
      publishes.publish(1, "fan", "key-" + i, "x");
    }
    client.send(publishes);
    fence(client);

    if (isOurs()) {
      assertThat(Memory.heap() - before).isLessThan(Memory.mb(12));
    }
  }
}

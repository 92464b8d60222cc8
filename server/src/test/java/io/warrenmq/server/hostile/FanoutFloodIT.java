package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclare;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDeclareOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueBind;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.wire.FieldTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few bytes that make much work: each of them a message to thousands of queues. */
@Timeout(60)
class FanoutFloodIT extends HostileTest {
  private static final int QUEUES = 5000;
  private static final int PUBLISHES = 1000; // 43 KB, within what is read at once
  private static final int ROUNDS = 20; // A loop that is held for all of the flood sees one.

  /** All on one loop, so that whoever waits, waits for the publisher. */
  FanoutFloodIT() {
    super("warren.event_loops=1");
  }

  private static void fence(RawClient client) throws IOException {
    client.ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  private RawClient withFanout() throws IOException {
    RawClient client = ready();
    client.ask(
        1,
        new ExchangeDeclare("wide", "fanout", false, false, true, false, false, FieldTable.EMPTY),
        ExchangeDeclareOk.class);
    FieldTable nothing = FieldTable.builder().put("x-max-length", 0).build();
    Frames frames = Frames.of();
    for (int i = 0; i < QUEUES; i++) {
      frames
          .method(1, new QueueDeclare("wide-" + i, false, false, true, false, true, nothing))
          .method(1, new QueueBind("wide-" + i, "wide", "", true, FieldTable.EMPTY));
    }
    client.send(frames);
    fence(client);
    return client;
  }

  @Test
  void othersAreServedWhileAFanoutIsFlooded() throws Exception {
    RawClient client = withFanout();
    Frames publishes = Frames.of();
    for (int i = 0; i < PUBLISHES; i++) {
      publishes.publish(1, "wide", "", "x");
    }
    long before = canary().rounds();

    client.send(publishes);
    fence(client);

    long rounds = canary().rounds() - before;
    assertThat(rounds).isGreaterThan(ROUNDS);
    assertThat(canary().slowestMs()).isLessThan(1000);
  }
}

package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.warrenmq.amqp091.method.BasicMethod.BasicConsume;
import io.warrenmq.amqp091.method.BasicMethod.BasicConsumeOk;
import io.warrenmq.amqp091.method.BasicMethod.BasicQos;
import io.warrenmq.amqp091.method.BasicMethod.BasicQosOk;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclareOk;
import io.warrenmq.amqp091.wire.FieldTable;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that have stopped reading, and are not to keep their connections for that. */
@Timeout(60)
class StalledReaderIT extends HostileTest {
  private static final int BODY = 100_000;
  private static final int MESSAGES = 100; // more than kernel and broker hold for one connection

  StalledReaderIT() {
    super("tcp_listen_options.send_timeout=400");
  }

  private static QueueDeclare queue(String name, boolean autoDelete) {
    return new QueueDeclare(name, false, false, false, autoDelete, false, FieldTable.EMPTY);
  }

  private static BasicConsume consume(String queue) {
    return new BasicConsume(queue, "c", false, true, false, false, FieldTable.EMPTY);
  }

  private void fill(String queue) throws IOException {
    RawClient publisher = ready();
    publisher.ask(1, queue(queue, true), QueueDeclareOk.class);
    for (int i = 0; i < MESSAGES; i++) {
      publisher.send(Frames.of().publish(1, "", queue, BasicProperties.EMPTY, new byte[BODY]));
    }
    publisher.ask(1, queue(queue, true), QueueDeclareOk.class);
  }

  @Test
  void cutsAConsumerThatReadsNothing() throws Exception {
    Assumptions.assumeTrue(isOurs(), "it looks into our own broker");
    fill("stalled");
    RawClient idle = ready(); // Nothing waits for it: it may be silent.
    RawClient consumer = narrowClient().open().channel(1);
    int others = core().connections().count() - 1;

    consumer.send(Frames.of().method(1, consume("stalled")));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(core().connections().count()).isEqualTo(others));
    idle.ask(1, new BasicQos(0, 1, false), BasicQosOk.class);
  }

  /** The kernel takes more from the broker in large steps only, which are further apart. */
  @Test
  void keepsAConsumerThatReadsALittle() throws Exception {
    Assumptions.assumeTrue(isOurs(), "it looks into our own broker");
    fill("slow");
    RawClient consumer = narrowClient().open().channel(1);
    consumer.ask(1, consume("slow"), BasicConsumeOk.class);

    int all = core().connections().count();
    long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
    while (System.nanoTime() < end) {
      canary().checkSinging(); // paces it
      assertThat(consumer.read(8192)).hasSize(8192);
    }

    assertThat(core().connections().count()).isEqualTo(all);
  }
}

package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.warrenmq.amqp091.method.BasicMethod.BasicPublish;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpenOk;
import io.warrenmq.amqp091.method.TxMethod.TxSelect;
import io.warrenmq.amqp091.method.TxMethod.TxSelectOk;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages and transactions that are begun and never finished. */
@Timeout(60)
class UnfinishedIT extends HostileTest {
  private static final byte[] PART = new byte[131_064];
  private static final String TOO_MUCH =
      "RESOURCE_ERROR - unfinished messages and transactions of this connection take more than"
          + " 134217728 bytes";

  private void checkReleased(long heap) throws Exception {
    canary().checkSinging();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(Memory.heap() - heap).isLessThan(Memory.mb(8)));
  }

  /** Two megabytes of sixteen. */
  private static Frames begin(int channel) {
    Frames frames =
        Frames.of()
            .method(channel, new ChannelOpen())
            .method(channel, new BasicPublish("", "nowhere", false, false))
            .header(channel, 16_000_000);
    for (int i = 0; i < 16; i++) {
      frames.body(channel, PART);
    }
    return frames;
  }

  @Test
  void boundsBodiesThatHaveComeInPart() throws Exception {
    long heap = Memory.heap();
    RawClient client = client().open();
    for (int channel = 1; channel <= 50; channel++) {
      client.send(begin(channel)).expect(ChannelOpenOk.class);
    }

    for (int channel = 51; channel <= 70; channel++) {
      client.trySend(begin(channel));
    }

    client.expectClose(506, TOO_MUCH);
    checkReleased(heap);
  }

  @Test
  void boundsTransactions() throws Exception {
    long heap = Memory.heap();
    RawClient client = ready();
    client.ask(1, new TxSelect(), TxSelectOk.class);
    for (int i = 0; i < 150; i++) {
      client.trySend(
          Frames.of().publish(1, "", "nowhere", BasicProperties.EMPTY, new byte[1_000_000]));
    }

    client.expectClose(506, TOO_MUCH);
    checkReleased(heap);
  }
}

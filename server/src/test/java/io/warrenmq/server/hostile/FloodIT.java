package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.warrenmq.amqp091.method.ChannelMethod.ChannelOpen;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.amqp091.method.QueueMethod.QueueDeclare;
import io.warrenmq.amqp091.wire.FieldTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections by the hundred that say little, nothing, or go at once. */
@Timeout(60)
class FloodIT extends HostileTest {
  private static final int MANY = 1000;

  FloodIT() {
    super("handshake_timeout=2000", "connection_max=1500");
  }

  private void checkReleased(long heap) throws Exception {
    await().atMost(Duration.ofSeconds(20)).until(() -> core().connections().count() == 2);
    canary().checkSinging();
    assertThat(canary().slowestMs()).isLessThan(5000);
    closeClients();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(Memory.heap() - heap).isLessThan(Memory.mb(8)));
  }

  @Test
  void survivesConnectionsThatSayNothing() throws Exception {
    long heap = Memory.heap();
    List<RawClient> silent = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      silent.add(client());
    }

    for (RawClient client : silent) {
      client.expectEnd();
    }
    silent.clear();
    checkReleased(heap);
  }

  @Test
  void survivesConnectionsThatStopHalfWay() throws Exception {
    long heap = Memory.heap();
    List<RawClient> clients = new ArrayList<>();
    byte[] startOk = RawClient.startOk(FieldTable.EMPTY).bytes();
    for (int i = 0; i < MANY; i++) {
      RawClient client = client().send(RawClient.PROTOCOL);
      client.send(Arrays.copyOf(startOk, i % startOk.length));
      clients.add(client);
    }

    for (RawClient client : clients) {
      while (client.next() != null) {
        // What it said before.
      }
    }
    clients.clear();
    checkReleased(heap);
  }

  @Test
  void survivesClientsThatCrashAtOnce() throws Exception {
    long heap = Memory.heap();
    byte[] all =
        Frames.of()
            .raw(RawClient.PROTOCOL)
            .raw(RawClient.startOk(FieldTable.EMPTY).bytes())
            .method(0, new ConnectionTuneOk(2047, 131_072, 1))
            .raw(RawClient.openFrame().bytes())
            .method(1, new ChannelOpen())
            .method(1, new QueueDeclare("", false, false, true, false, false, FieldTable.EMPTY))
            .bytes();

    for (int i = 0; i < MANY; i++) {
      RawClient client = RawClient.connect(address());
      client.send(Arrays.copyOf(all, (int) ((long) i * all.length / MANY)));
      client.reset();
    }

    checkReleased(heap);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Objects.requireNonNull(core().vhosts().find("/")).queues().size() == 1);
  }

  @Test
  void closesConnectionsBeyondTheLimit() throws Exception {
    List<RawClient> open = new ArrayList<>();
    for (int i = 0; i < 1498; i++) {
      open.add(client());
    }

    // One too many: accepted by the kernel, then closed.
    RawClient over = client();
    over.trySend(Frames.of().raw(RawClient.PROTOCOL));
    over.expectEnd();

    for (RawClient client : open) {
      client.close();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() -> client().open().channel(1));
  }
}

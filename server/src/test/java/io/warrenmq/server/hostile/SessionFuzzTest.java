package io.warrenmq.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionClose;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionCloseOk;
import io.warrenmq.amqp091.method.ExchangeMethod.ExchangeDelete;
import io.warrenmq.amqp091.method.QueueMethod.QueueDelete;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A recorded session, mutated at random and replayed on several connections at the same time. The
 * system property {@code warren.fuzz.factor} says how many times ten thousand mutations, {@code
 * warren.fuzz.seed} from which seed.
 */
class SessionFuzzTest extends HostileTest {
  private static final int MUTATIONS = 10_000;
  private static final int MUTATIONS_OF_A_SESSION = 16; // at most
  private static final int WORKERS = 8;
  private static final int SILENCE_MS = 100;
  private static final byte[] CLOSE =
      Frames.of().method(0, new ConnectionClose(200, "", 0, 0)).bytes();

  private final long seed = Long.getLong("warren.fuzz.seed", System.nanoTime());
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<Integer, Integer> closes = new ConcurrentHashMap<>();

  @Test
  void nothingBreaksUnderMutatedSessions() throws Exception {
    System.out.println("warren.fuzz.seed = " + seed);
    Session session = Session.recorded();
    replay(session.bytes(), RawClient.PATIENCE_MS);
    assertThat(closes).as("the session as recorded").containsOnlyKeys(0);
    deleteAll();
    Set<Thread> threads = brokerThreads();
    long heap = Memory.heap();
    long direct = Memory.direct();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failures.add(e));

    try {
      work(session);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    canary().checkSinging();
    deleteAll();
    assertThat(failures).as("seed %d", seed).isEmpty();
    assertThat(brokerThreads()).as("threads, seed %d", seed).containsAll(threads);
    assertThat(core().connections().count()).as("connections, seed %d", seed).isEqualTo(2);
    assertThat(Memory.heap() - heap).as("heap, seed %d", seed).isLessThan(Memory.mb(16));
    assertThat(Memory.direct() - direct).as("direct, seed %d", seed).isLessThan(Memory.mb(32));
    // The mutations have reached what they are to reach: a fair share of each kind of refusal.
    assertThat(closes.keySet()).as("seed %d", seed).contains(501, 502, 504, 505, 540);
  }

  private void work(Session session) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(MUTATIONS * Integer.getInteger("warren.fuzz.factor", 1));
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      Random random = new Random(seed + i);
      Thread worker = new Thread(() -> attack(session, random, left), "fuzz-" + i);
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      worker.join();
    }
  }

  private void attack(Session session, Random random, AtomicInteger left) {
    while (failures.isEmpty()) {
      int mutations = 1 + random.nextInt(MUTATIONS_OF_A_SESSION);
      if (left.addAndGet(-mutations) < 0) {
        return;
      }
      byte[] bytes = session.mutated(random, mutations);
      try {
        replay(bytes, SILENCE_MS);
      } catch (IOException | RuntimeException | AssertionError e) {
        failures.add(e);
      }
    }
  }

  /**
   * Sends, with a close behind it, and reads until the broker closes. When nothing comes for a
   * while (it waits for the rest of a frame, or does not talk to us any more), hangs up.
   */
  private void replay(byte[] bytes, int patienceMs) throws IOException {
    try (RawClient client = RawClient.connect(address())) {
      client.patience(patienceMs);
      try {
        client.send(RawClient.PROTOCOL).send(bytes).send(CLOSE);
        readToEnd(client);
      } catch (SocketTimeoutException silent) {
        client.patience(RawClient.PATIENCE_MS).endOutput();
        readToEnd(client);
      } catch (SocketException reset) {
        // By a broker that has had enough while we were sending.
      }
    }
  }

  private void readToEnd(RawClient client) throws IOException {
    for (RawClient.Frame frame; (frame = client.next()) != null; ) {
      if (frame.channel() == 0 && frame.method() instanceof ConnectionClose close) {
        closes.merge(close.replyCode(), 1, Integer::sum);
        client.trySend(Frames.of().method(0, new ConnectionCloseOk()));
      } else if (frame.channel() == 0 && frame.method() instanceof ConnectionCloseOk) {
        closes.merge(0, 1, Integer::sum);
      }
    }
  }

  private static Set<Thread> brokerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(vert\\.x|warren-(?!passwords)).*"))
        .collect(Collectors.toSet());
  }

  /** Deletes what the sessions have left: queues and exchanges of any name. */
  private void deleteAll() throws IOException {
    var vhost = Objects.requireNonNull(core().vhosts().find("/"));
    try (RawClient client = RawClient.connect(address()).open().channel(1)) {
      for (String queue : vhost.queues().keySet()) {
        if (!queue.startsWith("amq.gen-")) { // the canary's
          client.send(Frames.of().method(1, new QueueDelete(queue, false, false, true)));
        }
      }
      for (String exchange : vhost.exchanges().keySet()) {
        if (!exchange.isEmpty() && !exchange.startsWith("amq.")) {
          client.send(Frames.of().method(1, new ExchangeDelete(exchange, false, true)));
        }
      }
      client.send(Frames.of().method(0, new ConnectionClose(200, "", 0, 0)));
      client.expect(ConnectionCloseOk.class);
      client.expectEnd();
    }
  }
}

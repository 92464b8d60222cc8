package io.warrenmq.server.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;

/**
 * Sessions of MQTT's three versions, mutated and played on several connections at the same time,
 * while a client of good manners publishes and receives. The system property {@code
 * warren.fuzz.factor} says how many times six thousand mutations, {@code warren.fuzz.seed} from
 * which seed.
 */
class MqttFuzzTest extends HostileTest {
  private static final int MUTATIONS = 6_000;
  private static final int MUTATIONS_OF_A_SESSION = 8; // at most
  private static final int WORKERS = 8;
  private static final int SILENCE_MS = 100;
  private static final int PATIENCE_MS = 20_000;
  private static final int[] LEVELS = {5, 5, 4, 3};
  private static final byte[] DISCONNECT = {(byte) 0xe0, 0};
  private static final int CONNACK = 2;
  private static final int DISCONNECTED = 14;

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  // Types of packets that came; with CONNACK and DISCONNECT also their codes.
  private final ConcurrentMap<String, Integer> answers = new ConcurrentHashMap<>();

  MqttFuzzTest() {
    super(
        "mqtt.listeners.tcp.default=127.0.0.1:0",
        "mqtt.max_session_expiry_interval_seconds=1",
        "warren.event_loops=2");
  }

  @Test
  void nothingBreaksUnderSessionsMutatedInKnownWays() throws Exception {
    attack(1, MUTATIONS / 3);
  }

  @Test
  void nothingBreaksUnderMutatedSessions() throws Exception {
    long seed = Long.getLong("warren.fuzz.seed", System.nanoTime());
    System.out.println("warren.fuzz.seed = " + seed);

    attack(seed, MUTATIONS * Integer.getInteger("warren.fuzz.factor", 1));
  }

  private void attack(long seed, int mutations) throws Exception {
    for (int level : LEVELS) {
      play(MqttSession.of(level).bytes(), PATIENCE_MS);
      assertThat(answers.get("2 0")).as("the session of level %d is let in", level).isNotNull();
    }
    long heap = Memory.heap();
    long direct = Memory.direct();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failures.add(e));
    try (Neighbour neighbour = new Neighbour()) {
      work(seed, mutations, neighbour);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(failures).as("seed %d", seed).isEmpty();
    Awaitility.await()
        .atMost(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .untilAsserted(
            () -> {
              assertThat(core().connections().count()).as("connections").isEqualTo(2);
              assertThat(queues()).as("queues of sessions, seed %d", seed).isEmpty();
            });
    assertThat(Memory.heap() - heap).as("heap, seed %d", seed).isLessThan(Memory.mb(16));
    assertThat(Memory.direct() - direct).as("direct, seed %d", seed).isLessThan(Memory.mb(32));
    // The mutations have reached what they are to reach.
    assertThat(answers.keySet())
        .as("seed %d", seed)
        .contains("2 0", "3", "4", "5", "6", "7", "9", "11", "13", "14 129", "14 130", "14 142");
  }

  private List<String> queues() {
    return Objects.requireNonNull(core().vhosts().find("/")).queues().keySet().stream()
        .filter(queue -> queue.startsWith("mqtt-subscription-"))
        .toList();
  }

  private void work(long seed, int mutations, Neighbour neighbour) throws Exception {
    AtomicInteger left = new AtomicInteger(mutations);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      MqttSession session = MqttSession.of(LEVELS[i % LEVELS.length]);
      Random random = new Random(seed * WORKERS + i);
      char client = (char) ('a' + i);
      Thread worker = new Thread(() -> work(session, random, client, left), "fuzz-" + i);
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        neighbour.sing();
        worker.join(1);
      }
    }
    neighbour.sing();
  }

  private void work(MqttSession session, Random random, char client, AtomicInteger left) {
    while (failures.isEmpty()) {
      int mutations = 1 + random.nextInt(MUTATIONS_OF_A_SESSION);
      if (left.addAndGet(-mutations) < 0) {
        return;
      }
      try {
        play(session.mutated(random, mutations, client), SILENCE_MS);
      } catch (IOException | RuntimeException | AssertionError e) {
        failures.add(e);
      }
    }
  }

  /**
   * Sends, with a DISCONNECT behind it, and reads until the broker closes. When nothing comes for a
   * while (it waits for the rest of a packet), hangs up.
   */
  private void play(byte[] bytes, int patienceMs) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(mqttAddress(), PATIENCE_MS);
      socket.setSoTimeout(patienceMs);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      try {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().write(DISCONNECT);
        readToEnd(in);
      } catch (SocketTimeoutException silent) {
        socket.setSoTimeout(PATIENCE_MS);
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
      } catch (SocketException reset) {
        // By a broker that has had enough while we were sending.
      }
    }
  }

  private void readToEnd(DataInputStream in) throws IOException {
    try {
      while (true) {
        int first = in.readUnsignedByte();
        byte[] body = new byte[length(in)];
        in.readFully(body);
        int type = first >> 4;
        assertThat(type).as("type of a packet").isIn(2, 3, 4, 5, 6, 7, 9, 11, 13, 14);
        String code = type == CONNACK ? " " + (body[1] & 0xff) : "";
        if (type == DISCONNECTED) {
          code = " " + (body[0] & 0xff);
        }
        answers.merge(type + code, 1, Integer::sum);
      }
    } catch (EOFException end) {
      // The broker has closed.
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int digit = in.readUnsignedByte();
      length |= (digit & 0x7f) << shift;
      if (digit < 0x80) {
        return length;
      }
    }
    throw new AssertionError("a remaining length of five bytes");
  }

  /** A client that others must not disturb. For one thread. */
  private final class Neighbour implements AutoCloseable {
    private static final String TOPIC = "neighbour/sings";

    private final BlockingQueue<String> arrived = new ArrayBlockingQueue<>(16);
    private final MqttClient client;
    private int count;

    Neighbour() throws Exception {
      client =
          new MqttClient(
              "tcp://127.0.0.1:" + mqttAddress().getPort(), "neighbour", new MemoryPersistence());
      client.setTimeToWait(PATIENCE_MS);
      client.connect();
      client.subscribe(
          TOPIC, 1, (topic, message) -> arrived.add(new String(message.getPayload(), UTF_8)));
    }

    /** Its message comes, once and before any other. */
    void sing() throws Exception {
      String text = "song " + count++;
      client.publish(TOPIC, text.getBytes(UTF_8), 1, false);
      assertThat(arrived.poll(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEqualTo(text);
    }

    @Override
    public void close() throws Exception {
      client.disconnect();
      client.close();
    }
  }
}

package io.warrenmq.server.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Sessions of STOMP, mutated and played on several connections at the same time, while a client of
 * good manners publishes and receives. The system property {@code warren.fuzz.factor} says how many
 * times four thousand sessions, {@code warren.fuzz.seed} from which seed.
 */
class StompFuzzTest extends HostileTest {
  private static final int SESSIONS = 4_000;
  private static final int WORKERS = 8;
  private static final int SILENCE_MS = 50;
  private static final int PATIENCE_MS = 20_000;
  private static final String[] FRAMES = {
    "SUBSCRIBE\nid:1\ndestination:/queue/stomp-fuzz\nack:client-individual\nreceipt:s\n\n",
    "SUBSCRIBE\nid:2\ndestination:/topic/fuzz.*\nack:client\nprefetch-count:3\n\n",
    "SUBSCRIBE\nid:3\ndestination:/exchange/amq.direct/f\nselector:a = 'b'\nx-max-length:9\n\n",
    "SEND\ndestination:/queue/stomp-fuzz\nreceipt:m\npersistent:true\na:b\\cc\n\nbody",
    "SEND\ndestination:/topic/fuzz.a\ncontent-length:4\npriority:3\nexpiration:100\n\nab\0c",
    "SEND\ndestination:/queue/stomp-fuzz\nreply-to:/temp-queue/x\nreceipt:t\n\nask",
    "BEGIN\ntransaction:t\nreceipt:b\n\n",
    "SEND\ndestination:/queue/stomp-fuzz\ntransaction:t\n\nin",
    "ACK\nid:T_1@@session@@1\ntransaction:t\n\n",
    "NACK\nid:T_1@@session@@1\nrequeue:false\n\n",
    "COMMIT\ntransaction:t\nreceipt:c\n\n",
    "ABORT\ntransaction:t\n\n",
    "UNSUBSCRIBE\nid:1\nreceipt:u\n\n",
    "UNSUBSCRIBE\nid:2\ndurable:true\n\n",
    "\n\r\n",
  };

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, Integer> answers = new ConcurrentHashMap<>();

  StompFuzzTest() {
    super("stomp.listeners.tcp.default=127.0.0.1:0", "warren.event_loops=2");
  }

  @Test
  void nothingBreaksUnderSessionsMutatedInKnownWays() throws Exception {
    attack(1, SESSIONS / 4);
  }

  @Test
  void nothingBreaksUnderMutatedSessions() throws Exception {
    long seed = Long.getLong("warren.fuzz.seed", System.nanoTime());
    System.out.println("warren.fuzz.seed = " + seed);

    attack(seed, SESSIONS * Integer.getInteger("warren.fuzz.factor", 1));
  }

  private void attack(long seed, int sessions) throws Exception {
    play(bytes(session(new Random(1), 0)), PATIENCE_MS);
    long heap = Memory.heap();
    long direct = Memory.direct();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failures.add(e));
    try {
      work(seed, sessions);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(failures).as("seed %d", seed).isEmpty();
    Awaitility.await()
        .atMost(PATIENCE_MS, TimeUnit.MILLISECONDS)
        .untilAsserted(
            () -> {
              assertThat(core().connections().count()).as("connections of the canary").isEqualTo(2);
              assertThat(queues()).as("queues that end with clients, seed %d", seed).isEmpty();
            });
    assertThat(Memory.heap() - heap).as("heap, seed %d", seed).isLessThan(Memory.mb(24));
    assertThat(Memory.direct() - direct).as("direct, seed %d", seed).isLessThan(Memory.mb(32));
    // The mutations have reached what they are to reach.
    assertThat(answers.keySet())
        .as("seed %d", seed)
        .contains("CONNECTED", "MESSAGE", "RECEIPT", "ERROR malformed", "ERROR Bad command");
  }

  private List<String> queues() {
    return Objects.requireNonNull(core().vhosts().find("/")).queues().keySet().stream()
        .filter(queue -> queue.startsWith("stomp."))
        .toList();
  }

  private void work(long seed, int sessions) throws Exception {
    AtomicInteger left = new AtomicInteger(sessions);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      Random random = new Random(seed * WORKERS + i);
      Thread worker = new Thread(() -> work(random, left), "fuzz-" + i);
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        canary().checkSinging();
        worker.join(1);
      }
    }
  }

  private void work(Random random, AtomicInteger left) {
    while (failures.isEmpty() && left.getAndDecrement() > 0) {
      try {
        play(bytes(session(random, 1 + random.nextInt(4))), SILENCE_MS);
      } catch (IOException | RuntimeException | AssertionError e) {
        failures.add(e);
      }
    }
  }

  private static byte[] bytes(String session) {
    return session.getBytes(ISO_8859_1);
  }

  /** A login, some frames, a DISCONNECT; with so many mutations behind the login, or in it. */
  private static String session(Random random, int mutations) {
    StringBuilder frames = new StringBuilder();
    int count = mutations == 0 ? FRAMES.length : 1 + random.nextInt(FRAMES.length);
    for (int i = 0; i < count; i++) {
      String frame = FRAMES[mutations == 0 ? i : random.nextInt(FRAMES.length)];
      frames.append(frame).append(frame.startsWith("\n") ? "" : "\0");
    }
    StringBuilder login =
        new StringBuilder("CONNECT\naccept-version:1." + random.nextInt(3) + "\nhost:/\n\n\0");
    for (int i = 0; i < mutations; i++) {
      mutate(random.nextInt(8) == 0 ? login : frames, random);
    }
    return login.append(frames).append("DISCONNECT\nreceipt:d\n\n\0").toString();
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + 1 + random.nextInt(6));
    switch (random.nextInt(7)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, text.substring(at, end).repeat(random.nextInt(9) == 0 ? 900 : 2));
      case 2 -> text.setCharAt(at, "\n\r:\\\0 @".charAt(random.nextInt(7)));
      case 3 -> text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
      case 4 -> text.insert(at, "\ncontent-length:" + (random.nextInt(12) - 2) + "\n");
      case 5 -> text.insert(at, (char) random.nextInt(256));
      default -> text.insert(Math.max(0, text.lastIndexOf("\0", at)), "x:" + "y".repeat(99) + "\n");
    }
    if (text.isEmpty()) {
      text.append('\n');
    }
  }

  /** Sends, and reads until the broker closes; when nothing comes for a while, hangs up. */
  private void play(byte[] bytes, int patienceMs) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(address("stomp"), PATIENCE_MS);
      socket.setSoTimeout(patienceMs);
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(bytes);
        in.transferTo(received);
      } catch (SocketTimeoutException silent) {
        socket.setSoTimeout(PATIENCE_MS);
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
      } catch (SocketException reset) {
        // By a broker that has had enough while we were sending.
      }
      note(received.toString(UTF_8));
    }
  }

  private void note(String received) {
    for (String line : received.split("[\n\0]+")) {
      if (line.startsWith("message:")) {
        answers.merge("ERROR " + line.substring("message:".length()), 1, Integer::sum);
      } else if (line.equals("CONNECTED") || line.equals("MESSAGE") || line.equals("RECEIPT")) {
        answers.merge(line, 1, Integer::sum);
      }
    }
  }
}

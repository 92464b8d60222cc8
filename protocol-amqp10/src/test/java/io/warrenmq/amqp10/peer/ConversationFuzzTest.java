package io.warrenmq.amqp10.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.performative.Close;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.End;
import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.api.message.Unsigned;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whole conversations, mutated, with a broker whose queues fill, go and come back meanwhile. The
 * broker answers in frames and with its own conditions, or goes on; takes no more memory than what
 * came deserves; settles each delivery once; and does not disturb a neighbour. The system property
 * {@code warren.fuzz.factor} says how many times six hundred conversations, {@code
 * warren.fuzz.seed} from which seed, which without a factor is always the same.
 */
class ConversationFuzzTest {
  private static final int CONVERSATIONS = 600;
  private static final int CONVERSATIONS_OF_A_BROKER = 100;
  private static final int MUTATIONS_MAX = 6;
  private static final long GARBAGE_BYTES_MAX = 30_000_000;
  private static final int GARBAGE_FACTOR = 2_000; // for each byte that was sent
  private static final String INTERNAL = AmqpCondition.INTERNAL_ERROR.symbol();
  private static final Set<String> CONDITIONS =
      Stream.of(AmqpCondition.values()).map(AmqpCondition::symbol).collect(Collectors.toSet());
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  // What the broker has said, and how often.
  private final TreeMap<String, Integer> said = new TreeMap<>();
  private PeerBroker broker;
  private Peer neighbour;
  private long songs;
  private int restless; // conversations after which time passed

  @Test
  void nothingBreaksUnderMutatedConversations() {
    int factor = Integer.getInteger("warren.fuzz.factor", 1);
    long seed = Long.getLong("warren.fuzz.seed", factor > 1 ? System.nanoTime() : 1);
    System.out.println("warren.fuzz.seed = " + seed);

    for (int i = 0; i < CONVERSATIONS * factor; i++) {
      if (i % CONVERSATIONS_OF_A_BROKER == 0) {
        startBroker(seed + i);
      }
      play(seed, i);
    }

    // The mutations have reached what they are to reach.
    assertThat(said.keySet())
        .as("seed %d", seed)
        .contains(
            "Open",
            "Begin",
            "Attach",
            "Flow",
            "Transfer",
            "Disposition",
            "Detach",
            "End",
            "Close",
            "Close amqp:decode-error",
            "Close amqp:illegal-state",
            "Close amqp:not-allowed",
            "Close amqp:connection:framing-error",
            "End amqp:session:unattached-handle",
            "End amqp:session:handle-in-use",
            "End amqp:transaction:unknown-id",
            "Detach amqp:not-found",
            "Detach amqp:resource-deleted",
            "Detach amqp:transaction:unknown-id");
  }

  /** Without mutations nothing is wrong with the frames, so that no connection is closed for it. */
  @Test
  void conversationsAreSound() {
    startBroker(1);
    for (int i = 0; i < 50; i++) {
      Random random = new Random(i);
      converse(Conversation.random(random), random, "conversation " + i);
    }

    assertThat(said.keySet())
        .filteredOn(each -> each.startsWith("Close ") || each.contains("decode"))
        .isSubsetOf("Close " + AmqpCondition.CONNECTION_FORCED.symbol());
  }

  private void startBroker(long seed) {
    broker = PeerBroker.with().seed(seed).messageMax(50_000).start();
    broker.declare("q");
    broker.declare("neighbour");
    neighbour = broker.open();
    neighbour.begin(0);
    neighbour.attachSender(0, 0, "/queues/neighbour");
    neighbour.attachReceiver(0, 1, "/queues/neighbour");
    songs = 0;
  }

  private void play(long seed, int number) {
    Random random = new Random(seed * 1_000_003 + number);
    List<Step> steps = Conversation.random(random);
    int mutations = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(MUTATIONS_MAX);
    List<Step> mutated = new Mutations(random).mutated(steps, mutations);
    String as = "seed " + seed + ", conversation " + number;
    try {
      converse(mutated, random, as);
    } catch (RuntimeException | AssertionError | StackOverflowError failure) {
      StringBuilder all = new StringBuilder(as);
      mutated.forEach(step -> all.append('\n').append(HexFormat.of().formatHex(step.bytes())));
      throw new AssertionError(all.toString(), failure);
    }
  }

  private void converse(List<Step> steps, Random random, String as) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Peer peer = broker.connect();
    peer.takeAnySize();
    broker.publish("q", "1", "2", "3", "4", "5", "6");
    long sent = 0;
    for (byte[] part : parts(steps, random)) {
      peer.sendBytes(part);
      sent += part.length;
      disturb(peer, random);
    }
    end(peer, random);
    listen(peer);
    long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(taken)
        .as("bytes taken for %d, %s", sent, as)
        .isLessThan(GARBAGE_BYTES_MAX + GARBAGE_FACTOR * sent);

    assertThat(broker.connectionCount()).as("connections").isEqualTo(1);
    assertThat(broker.unsettledCount()).as("unsettled deliveries").isZero();
    sing();
    tidyUp();
  }

  /** The steps' bytes, in parts that need not be frames. */
  private static List<byte[]> parts(List<Step> steps, Random random) {
    List<byte[]> parts = new ArrayList<>();
    byte[] rest = {};
    for (Step step : steps) {
      rest = Messages.join(rest, step.bytes());
      switch (random.nextInt(4)) {
        case 0 -> {} // with the next one
        case 1 -> {
          int cut = random.nextInt(rest.length + 1);
          parts.add(Arrays.copyOf(rest, cut));
          rest = Arrays.copyOfRange(rest, cut, rest.length);
        }
        default -> {
          parts.add(rest);
          rest = new byte[0];
        }
      }
    }
    parts.add(rest);
    return parts;
  }

  /** Something happens on the other side of the broker. */
  private void disturb(Peer peer, Random random) {
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> {
        if (broker.hasQueue("q")) {
          broker.publish("q", "a", "b", "x".repeat(random.nextInt(1_000)));
        }
      }
      case 4 -> broker.delete("q");
      case 5 -> broker.declareAgain("q");
      case 6 -> peer.setWritable(random.nextBoolean());
      case 7 -> broker.loops.advanceMs(random.nextInt(3) * 500L);
      default -> {}
    }
  }

  private void end(Peer peer, Random random) {
    peer.setWritable(true);
    switch (random.nextInt(3)) {
      case 0 -> peer.cut();
      case 1 -> broker.shutDown(peer);
      default -> {}
    }
    if (!peer.isCut() && random.nextInt(10) == 0 && restless++ < 20) {
      broker.loops.advanceMs(31_000);
    }
    peer.cut();
  }

  /** Reads what the broker has said: headers and frames, and conditions that are its own. */
  private void listen(Peer peer) {
    for (Object body; (body = peer.hear()) != Peer.SILENCE; ) {
      String name = body == null ? "empty" : body.getClass().getSimpleName();
      said.merge(name, 1, Integer::sum);
      ErrorValue error = errorOf(body);
      if (error != null) {
        assertThat(CONDITIONS).as(error.description()).contains(error.condition());
        assertThat(error.condition()).as(error.description()).isNotEqualTo(INTERNAL);
        said.merge(name + " " + error.condition(), 1, Integer::sum);
      }
    }
  }

  private static @Nullable ErrorValue errorOf(@Nullable Object body) {
    if (body instanceof Close close) {
      return close.error();
    } else if (body instanceof End end) {
      return end.error();
    }
    return body instanceof Detach detach ? detach.error() : null;
  }

  /** The neighbour's message comes, and nothing else. */
  private void sing() {
    Flow flow = Flow.of().window(songs, 10).handle(1).deliveryCount(songs).credit(1);
    neighbour.send(0, flow);
    neighbour.send(0, Transfer.of(0, songs, Messages.data("song " + songs)).settled());
    Object body = neighbour.hear();
    while (body instanceof Flow) {
      body = neighbour.hear();
    }
    assertThat(body).isInstanceOf(Transfer.class);
    Transfer song = (Transfer) body;
    assertThat(song.get(1)).isEqualTo(Unsigned.uint(songs));
    assertThat(Messages.body(song.payload())).isEqualTo("song " + songs);
    neighbour.send(0, HotFrame.Disposition.receiver(songs, null).settled().state(0x24));
    songs++;
  }

  private void tidyUp() {
    for (String queue : List.copyOf(broker.queues())) {
      if (!queue.equals("neighbour")) {
        assertThat(broker.consumers(queue)).as("consumers of %s", queue).isZero();
        broker.delete(queue);
      }
    }
    broker.declare("q");
  }
}

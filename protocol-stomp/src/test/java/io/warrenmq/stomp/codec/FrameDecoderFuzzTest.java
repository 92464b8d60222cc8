package io.warrenmq.stomp.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.testkit.wire.TakenBytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Frames of all commands and versions, mutated and cut: only the codec's own fault may come of it,
 * the same one however the bytes arrive, nothing behind them is read, and little memory is taken.
 * The system property {@code warren.fuzz.factor} says how many times twenty thousand inputs, {@code
 * warren.fuzz.seed} from which seed.
 */
class FrameDecoderFuzzTest {
  private static final int INPUTS = 20_000;
  private static final long GARBAGE_BYTES_MAX = 40_000; // the frame's arrays, a fault's text
  private static final int GARBAGE_FACTOR = 200; // for each byte that has arrived

  private static final String[] SEEDS = {
    "CONNECT\naccept-version:1.0,1.1,1.2\nhost:/\nlogin:guest\npasscode:gu:est\\\n\n^",
    "STOMP\r\naccept-version:1.2\r\nhost:a\r\nheart-beat:1000,0\r\n\r\n^\n",
    "SEND\ndestination:/queue/a\ncontent-length:12\n\nhello^ world^",
    "SEND\ndestination:/topic/a.b\npersistent:true\nown:a\\nb\\cc\\\\d\nreceipt:1\n\nhello^\n",
    "SEND\ndestination:/exchange/x/k\nключ:значение\nurl:http://a:1/\nown:1\nown:2\n\n^",
    "SEND\r\ndestination:/amq/queue/a\r\ncontent-length:0\r\ntype:a\\rb\r\n\r\n^",
    "SUBSCRIBE\nid:1\ndestination:/queue/a\nack:client-individual\nprefetch-count:10\n\n^",
    "UNSUBSCRIBE\nid:1\n\n^\n\n",
    "ACK\nid:T_1@@session@@1\n\n^NACK\nid:T_1@@session@@2\nrequeue:false\n\n^",
    "BEGIN\ntransaction:a\n\n^COMMIT\ntransaction:a\n\n^ABORT\ntransaction:b\n\n^",
    "\n^\r\nDISCONNECT\nreceipt:77\n\n^",
  };

  /** What came of some bytes: the frames, and the fault behind them. */
  private record Outcome(List<String> frames, @Nullable String fault) {}

  @Test
  void seedsAreSound() {
    for (StompVersion version : StompVersion.values()) {
      for (String seed : SEEDS) {
        byte[] bytes = bytes(seed);
        Outcome outcome = read(version, bytes, bytes.length);
        assertThat(outcome.fault).as(seed).isNull();
        assertThat(outcome.frames).as(seed).isNotEmpty();
      }
    }
  }

  @Test
  void whatIsMutatedInKnownWaysIsReadOrRefused() {
    fuzz(1, INPUTS);
  }

  @Test
  void whateverComesIsReadOrRefused() {
    long seed = Long.getLong("warren.fuzz.seed", System.nanoTime());
    System.out.println("warren.fuzz.seed = " + seed);

    fuzz(seed, INPUTS * Integer.getInteger("warren.fuzz.factor", 1));
  }

  private static byte[] bytes(String seed) {
    return seed.replace('^', '\0').getBytes(UTF_8);
  }

  private static void fuzz(long seed, int inputs) {
    Random random = new Random(seed);
    TreeMap<String, Integer> summaries = new TreeMap<>();
    int read = 0;
    for (int i = 0; i < inputs; i++) {
      StompVersion version = StompVersion.values()[random.nextInt(3)];
      byte[] input = mutated(random);
      String as =
          "seed %d, input %d, version %s: %s"
              .formatted(seed, i, version, HexFormat.of().formatHex(input));
      Outcome outcome;
      try {
        outcome = check(version, input, random, as);
      } catch (RuntimeException bug) {
        throw new AssertionError(as, bug);
      }
      if (outcome.fault == null) {
        read++;
      } else {
        summaries.merge(outcome.fault.substring(0, outcome.fault.indexOf(':')), 1, Integer::sum);
      }
    }
    // The mutations have reached what they are to reach.
    assertThat(summaries.keySet())
        .as("seed %d", seed)
        .containsExactlyInAnyOrder("Invalid header", "malformed", "too_large");
    assertThat(read).as("read, seed %d", seed).isBetween(inputs / 10, inputs / 10 * 9);
  }

  private static Outcome check(StompVersion version, byte[] input, Random random, String as) {
    TakenBytes.assertAtMost(
        GARBAGE_BYTES_MAX + (long) GARBAGE_FACTOR * input.length,
        as,
        () -> read(version, input, input.length));
    Outcome whole = read(version, input, input.length);
    assertThat(read(version, input, 1 + random.nextInt(input.length + 1)))
        .as("in pieces, %s", as)
        .isEqualTo(whole);
    return whole;
  }

  private static Outcome read(StompVersion version, byte[] bytes, int piece) {
    FrameDecoder decoder = Frames.decoder(version);
    List<String> frames = new ArrayList<>();
    ByteBuf arrived = Unpooled.buffer(bytes.length, bytes.length); // There is nothing behind it.
    try {
      for (int at = 0; at < bytes.length; at += piece) {
        arrived.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
        Frames.read(decoder, arrived, frames);
      }
      return new Outcome(frames, null);
    } catch (StompFault fault) {
      return new Outcome(frames, fault.getMessage());
    }
  }

  private static byte[] mutated(Random random) {
    byte[] input = bytes(SEEDS[random.nextInt(SEEDS.length)]);
    if (random.nextInt(4) == 0) {
      ByteArrayOutputStream two = new ByteArrayOutputStream();
      two.writeBytes(input);
      two.writeBytes(bytes(SEEDS[random.nextInt(SEEDS.length)]));
      input = two.toByteArray();
    }
    for (int n = random.nextInt(4); n > 0; n--) {
      input = mutate(input, random);
    }
    return input;
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(8), bytes.length - at);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    switch (random.nextInt(7)) {
      case 0 -> {} // a hole
      case 1 -> { // twice, or very often
        for (int n = random.nextInt(8) == 0 ? 500 : 2; n > 0; n--) {
          out.write(bytes, at, length);
        }
      }
      case 2 -> { // another line
        String[] lines = {
          "a:b\n",
          "content-length:5\n",
          "content-length:9x\n",
          "\\q:\\\n",
          ":\n",
          "a\n",
          "\r\n",
          "\r"
        };
        out.writeBytes(lines[random.nextInt(lines.length)].getBytes(ISO_8859_1));
        out.write(bytes, at, length);
      }
      case 3 -> { // a bit
        out.write(bytes[at] ^ 1 << random.nextInt(8));
        out.write(bytes, at + 1, length - 1);
      }
      case 4 -> { // a character that means something
        out.write("\n\r:\\\0".charAt(random.nextInt(5)));
        out.write(bytes, at + 1, length - 1);
      }
      case 5 -> { // the end is missing
        return out.toByteArray();
      }
      default -> {
        byte[] some = new byte[length];
        random.nextBytes(some);
        out.writeBytes(some);
      }
    }
    out.write(bytes, at + length, bytes.length - at - length);
    return out.toByteArray();
  }
}

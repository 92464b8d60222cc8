package io.warrenmq.amqp10.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.performative.Performative;
import io.warrenmq.amqp10.performative.Performatives;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.testkit.wire.TakenBytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Frames of all kinds, mutated and cut: only the codec's own fault may come of it, nothing behind
 * the frame is read, little memory is taken, and what is read can be written and read again. The
 * system property {@code warren.fuzz.factor} says how many times twenty thousand frames, {@code
 * warren.fuzz.seed} from which seed.
 */
class FrameDecodeFuzzTest {
  private static final int FRAMES = 20_000;
  private static final int SEEDS_OF_A_KIND = 40;
  private static final long GARBAGE_BYTES_MAX = 20_000;
  private static final int GARBAGE_FACTOR = 300; // for each byte of a frame
  private static final int WRITTEN_BYTES_MAX = 16 * 1024; // of what is read again
  private static final String FAULT = "fault";

  /** The kinds of the fields of what is read where it lies: number, boolean, value. */
  private static final Map<Integer, String> HOT =
      Map.of(0x13, "nnnnnnnnbbv", 0x14, "nnvnbbnvbbb", 0x15, "bnnbvb");

  private static final List<byte[]> SEEDS = new ArrayList<>();

  @BeforeAll
  static void makeSeeds() {
    Random random = new Random(1);
    RandomValues values = new RandomValues(random);
    AnyForm forms = new AnyForm(random, true);
    for (int i = 0; i < SEEDS_OF_A_KIND; i++) {
      for (Performative each : Performatives.all(random)) {
        ByteBuf body = Unpooled.buffer();
        if (random.nextBoolean()) {
          each.write(body);
        } else {
          List<@Nullable Object> fields = Performatives.fieldsOf(each);
          body.writeBytes(forms.bytes(Described.of(each.code(), fields)));
        }
        SEEDS.add(ByteBufUtil.getBytes(body));
      }
      for (Map.Entry<Integer, String> hot : HOT.entrySet()) {
        List<@Nullable Object> fields = new ArrayList<>();
        for (char kind : hot.getValue().toCharArray()) {
          fields.add(
              switch (random.nextInt(8) == 0 ? ' ' : kind) {
                case 'n' -> Unsigned.uint(random.nextInt() >>> 8 * random.nextInt(4));
                case 'b' -> random.nextBoolean();
                case 'v' -> random.nextBoolean() ? values.binary() : values.value(1);
                default -> null;
              });
        }
        byte[] list = forms.bytes(new ArrayList<>(fields));
        if (TypeCode.width(list[0] & 0xff) < 0 && (list[0] & 0xe0) == 0xc0 || list.length == 1) {
          ByteBuf body = Unpooled.buffer().writeShort(0x53).writeByte(hot.getKey());
          SEEDS.add(ByteBufUtil.getBytes(body.writeBytes(list).writeZero(random.nextInt(20))));
        }
      }
    }
  }

  @Test
  void seedsAreSound() {
    for (byte[] body : SEEDS) {
      byte[] frame = framed(body, 2);
      assertThat(read(Unpooled.wrappedBuffer(frame), 0))
          .as(HexFormat.of().formatHex(frame))
          .doesNotStartWith(FAULT);
    }
  }

  @Test
  void whatIsMutatedInKnownWaysIsReadOrRefused() {
    fuzz(1, FRAMES);
  }

  @Test
  void whateverComesIsReadOrRefused() {
    long seed = Long.getLong("warren.fuzz.seed", System.nanoTime());
    System.out.println("warren.fuzz.seed = " + seed);

    fuzz(seed, FRAMES * Integer.getInteger("warren.fuzz.factor", 1));
  }

  private static void fuzz(long seed, int frames) {
    Random random = new Random(seed);
    TreeMap<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < frames; i++) {
      byte[] frame = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
      String as = "seed " + seed + ", frame " + i + ": " + HexFormat.of().formatHex(frame);
      String outcome;
      try {
        outcome = check(frame, random, as);
      } catch (RuntimeException | StackOverflowError bug) {
        throw new AssertionError(as, bug);
      }
      outcomes.merge(outcome.substring(0, FAULT.length()), 1, Integer::sum);
    }
    // The mutations have reached what they are to reach.
    assertThat(outcomes.get(FAULT))
        .as("refused, seed %d", seed)
        .isBetween(frames / 10, frames / 10 * 9);
    assertThat(outcomes.keySet())
        .as("seed %d", seed)
        .contains(
            "Open[", "Begin", "Attac", "Detac", "End[e", "Close", "Mecha", "Init[", "Chall",
            "Respo", "Outco", "0x13 ", "0x14 ", "0x15 ");
  }

  private static String check(byte[] frame, Random random, String as) {
    TakenBytes.assertAtMost(
        GARBAGE_BYTES_MAX + (long) GARBAGE_FACTOR * frame.length, as, () -> tryToDecode(frame));
    String outcome = read(Unpooled.wrappedBuffer(frame), 0);
    byte[] around = new byte[100];
    random.nextBytes(around);
    ByteBuf among = Unpooled.copiedBuffer(around, frame, around);
    assertThat(read(among, around.length)).as("among others, %s", as).isEqualTo(outcome);
    return outcome;
  }

  private static void tryToDecode(byte[] frame) {
    try {
      decode(Unpooled.wrappedBuffer(frame), 0);
    } catch (DecodeFault fault) {
      // It is the memory that counts.
    }
  }

  /** What a frame says, or the fault that it is. */
  private static String read(ByteBuf in, int start) {
    try {
      Object read = decode(in, start);
      Object again = read instanceof Performative performative ? again(performative) : null;
      return String.valueOf(again == null ? read : again);
    } catch (DecodeFault fault) {
      assertThat(fault.detail().length()).as(fault.detail()).isBetween(10, 150);
      return FAULT + " " + fault.detail();
    }
  }

  private static Object decode(ByteBuf in, int start) {
    int to = start + (int) Frames.size(in, start);
    int from = Frames.bodyAt(in, start);
    int code = FrameCursor.code(in, from, to);
    String kinds = HOT.get(code);
    if (kinds != null) {
      return new Hot(code, hot(in, from, to, kinds));
    }
    byte[] bytes = ByteBufUtil.getBytes(in, from, to - from);
    return Performative.of(new ValueReader(bytes, 0, bytes.length).read());
  }

  private record Hot(int code, List<@Nullable Object> fields) {
    @Override
    public String toString() {
      return "0x%x %s".formatted(code, fields);
    }
  }

  private static List<@Nullable Object> hot(ByteBuf in, int from, int to, String kinds) {
    FrameCursor cursor = new FrameCursor();
    cursor.begin(in, from, to);
    if (cursor.payloadAt() < from + 4 || cursor.payloadAt() > to) {
      throw new AssertionError("a payload at " + cursor.payloadAt());
    }
    List<@Nullable Object> fields = new ArrayList<>();
    for (int i = 0; i < kinds.length(); i++) {
      fields.add(
          switch (kinds.charAt(i)) {
            case 'n' -> cursor.hasNext() ? cursor.uint(0) : "absent";
            case 'b' -> cursor.bool(i % 2 == 0);
            default -> cursor.isEmptyOutcome(0x24) ? "accepted" : cursor.value();
          });
    }
    cursor.skip();
    return fields;
  }

  /** What is written is what was read, but for what is never written; null when that is large. */
  private static @Nullable Performative again(Performative read) {
    Performative first = read;
    Performative second = null;
    for (int i = 0; i < 2; i++) {
      ByteBuf out = Unpooled.buffer();
      first.write(out);
      if (out.writerIndex() > WRITTEN_BYTES_MAX) {
        return null;
      }
      byte[] bytes = ByteBufUtil.getBytes(out);
      try {
        second = Performative.of(new ValueReader(bytes, 0, bytes.length).read());
      } catch (DecodeFault fault) {
        throw new AssertionError("written from " + read, fault);
      }
      if (i > 0) {
        assertThat(second).isEqualTo(first);
      }
      first = second;
    }
    return second;
  }

  // ---- mutations ----

  private static byte[] framed(byte[] body, int words) {
    ByteBuf out = Unpooled.buffer();
    int start = Frames.begin(out, Frames.TYPE_AMQP, 1);
    out.writeZero(4 * (words - 2)).setByte(4, words);
    out.writeBytes(body);
    Frames.end(out, start);
    return ByteBufUtil.getBytes(out);
  }

  /** With a few mutations, mostly of the body. */
  private static byte[] mutated(byte[] seed, Random random) {
    byte[] body = seed;
    for (int n = random.nextInt(4); n > 0; n--) {
      body = mutateBytes(body, random);
    }
    byte[] frame = framed(body, random.nextInt(16) == 0 ? 3 : 2);
    if (random.nextInt(16) == 0) {
      frame[4] = (byte) random.nextInt(256);
    }
    return random.nextInt(12) == 0 ? cut(frame, random) : frame;
  }

  /** A frame that ends early, and says so. */
  private static byte[] cut(byte[] frame, Random random) {
    int length = Frames.HEADER_BYTES + random.nextInt(frame.length - Frames.HEADER_BYTES + 1);
    byte[] some = Arrays.copyOf(frame, length);
    Unpooled.wrappedBuffer(some).setInt(0, length);
    return some;
  }

  private static byte[] mutateBytes(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    // More often than not near the beginning, where the descriptor and the sizes are.
    int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 16));
    int length = Math.min(1 + random.nextInt(8), bytes.length - at);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    switch (random.nextInt(8)) {
      case 0 -> {} // a hole
      case 1 -> { // twice
        out.write(bytes, at, length);
        out.write(bytes, at, length);
      }
      case 2 -> { // some inserted
        out.writeBytes(random(length, random));
        out.write(bytes, at, length);
      }
      case 3 -> { // a bit
        out.write(bytes[at] ^ 1 << random.nextInt(8));
        out.write(bytes, at + 1, length - 1);
      }
      case 4 -> { // a number that is often at a bound
        int[] bounds = {0, 1, 2, 0x7f, 0x80, 0xff};
        out.write(bounds[random.nextInt(bounds.length)]);
        out.write(bytes, at + 1, length - 1);
      }
      case 5, 6 -> { // a constructor
        Integer[] codes = TypeCodes.ALL.toArray(new Integer[0]);
        Arrays.sort(codes);
        out.write(codes[random.nextInt(codes.length)]);
        out.write(bytes, at + 1, length - 1);
      }
      default -> out.writeBytes(random(length, random));
    }
    out.write(bytes, at + length, bytes.length - at - length);
    return out.toByteArray();
  }

  private static byte[] random(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

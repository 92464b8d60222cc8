package io.warrenmq.mqtt.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.testkit.wire.TakenBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Packets of all types and versions, mutated and cut: only the codec's own fault may come of it,
 * the same one however the bytes arrive, nothing behind the packet is read, and little memory is
 * taken. The system property {@code warren.fuzz.factor} says how many times twenty thousand
 * packets, {@code warren.fuzz.seed} from which seed.
 */
class PacketDecoderFuzzTest {
  private static final int PACKETS = 20_000;
  private static final int PACKET_BYTES_MAX = 10_000;
  // A field of the most bytes there can be, before it is found not to be there; and small things.
  private static final long GARBAGE_BYTES_MAX = 80_000;
  private static final int GARBAGE_FACTOR = 200; // for each byte of a packet

  private static final List<Seed> SEEDS = new ArrayList<>();

  /** A sound packet, and the CONNECT of its version. */
  private record Seed(byte[] connect, byte[] packet) {}

  /** What came of some bytes: the packets, and the reason of a fault after them. */
  private record Outcome(List<String> packets, @Nullable Integer reason) {}

  @BeforeAll
  static void readSeeds() throws IOException {
    TreeMap<Integer, byte[]> connects = new TreeMap<>();
    try (var file =
        PacketDecoderFuzzTest.class.getResourceAsStream("/io/warrenmq/mqtt/packets.hex")) {
      for (String line :
          new String(Objects.requireNonNull(file).readAllBytes(), UTF_8).split("\n")) {
        if (!line.startsWith("#")) {
          String[] parts = line.split(" ");
          byte[] packet = HexFormat.of().parseHex(parts[1]);
          int level = Math.abs(Integer.parseInt(parts[0]));
          connects.putIfAbsent(level, packet);
          SEEDS.add(new Seed(Objects.requireNonNull(connects.get(level)), packet));
        }
      }
    }
  }

  @Test
  void seedsAreSound() {
    for (Seed seed : SEEDS) {
      Outcome outcome = read(seed, seed.packet, seed.packet.length);
      assertThat(outcome.reason).as(HexFormat.of().formatHex(seed.packet)).isNull();
      assertThat(outcome.packets).hasSize(1);
    }
  }

  @Test
  void whatIsMutatedInKnownWaysIsReadOrRefused() {
    fuzz(1, PACKETS);
  }

  @Test
  void whateverComesIsReadOrRefused() {
    long seed = Long.getLong("warren.fuzz.seed", System.nanoTime());
    System.out.println("warren.fuzz.seed = " + seed);

    fuzz(seed, PACKETS * Integer.getInteger("warren.fuzz.factor", 1));
  }

  private static void fuzz(long seed, int packets) {
    Random random = new Random(seed);
    TreeMap<Integer, Integer> reasons = new TreeMap<>();
    for (int i = 0; i < packets; i++) {
      Seed of = SEEDS.get(random.nextInt(SEEDS.size()));
      byte[] packet = mutated(of.packet, random);
      String as = "seed " + seed + ", packet " + i + ": " + HexFormat.of().formatHex(packet);
      Outcome outcome;
      try {
        outcome = check(of, packet, random, as);
      } catch (RuntimeException bug) {
        throw new AssertionError(as, bug);
      }
      reasons.merge(outcome.reason == null ? 0 : outcome.reason, 1, Integer::sum);
    }
    // The mutations have reached what they are to reach.
    assertThat(reasons.keySet())
        .as("seed %d", seed)
        .contains(0, 0x81, 0x82, 0x84, 0x8f, 0x90, 0x95);
    assertThat(reasons.get(0)).as("read, seed %d", seed).isBetween(packets / 10, packets / 10 * 9);
  }

  private static Outcome check(Seed seed, byte[] packet, Random random, String as) {
    TakenBytes.assertAtMost(
        GARBAGE_BYTES_MAX + (long) GARBAGE_FACTOR * packet.length,
        as,
        () -> read(seed, packet, packet.length));
    Outcome whole = read(seed, packet, packet.length);
    if (whole.reason != null) {
      assertThat(whole.reason).as(as).isBetween(0x80, 0xA2);
    }
    assertThat(read(seed, packet, random.nextInt(packet.length + 1)))
        .as("in two pieces, %s", as)
        .isEqualTo(whole);
    return whole;
  }

  /** Reads a packet of a connection that has said CONNECT, in two pieces. */
  private static Outcome read(Seed seed, byte[] bytes, int cut) {
    PacketDecoder decoder = new PacketDecoder(Packets.LIMITS, PACKET_BYTES_MAX);
    boolean first = seed.packet[0] >> 4 == PacketType.CONNECT;
    if (!first) {
      Packets.of(decoder, Unpooled.wrappedBuffer(seed.connect));
    }
    Packets packets = new Packets();
    ByteBuf arrived = Unpooled.buffer(bytes.length, bytes.length); // There is nothing behind it.
    try {
      arrived.writeBytes(bytes, 0, cut);
      while (decoder.decode(arrived, packets)) {
        // until there is no whole one
      }
      arrived.writeBytes(bytes, cut, bytes.length - cut);
      while (decoder.decode(arrived, packets)) {
        // until there is no whole one
      }
      return new Outcome(packets.all, null);
    } catch (MqttFault fault) {
      return new Outcome(packets.all, fault.reasonCode());
    }
  }

  /** With a few mutations, and more often than not with a length that is right. */
  private static byte[] mutated(byte[] packet, Random random) {
    int header = packet[1] < 0 ? 3 : 2;
    byte[] body = Arrays.copyOfRange(packet, header, packet.length);
    for (int n = random.nextInt(4); n > 0; n--) {
      body = mutateBytes(body, random);
    }
    int first = random.nextInt(16) == 0 ? random.nextInt(256) : packet[0] & 0xff;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    int length = random.nextInt(16) == 0 ? random.nextInt(20_000) : body.length;
    for (int rest = length; ; rest >>>= 7) {
      boolean last = rest < 0x80;
      out.write(last ? rest : rest & 0x7f | 0x80);
      if (last) {
        break;
      }
    }
    out.writeBytes(body);
    byte[] all = out.toByteArray();
    return switch (random.nextInt(12)) {
      case 0 -> Arrays.copyOf(all, random.nextInt(all.length + 1)); // nothing follows
      case 1 -> mutateBytes(all, random); // the length too
      default -> all;
    };
  }

  private static byte[] mutateBytes(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(8), bytes.length - at);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    switch (random.nextInt(6)) {
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

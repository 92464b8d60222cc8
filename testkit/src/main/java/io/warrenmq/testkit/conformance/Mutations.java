package io.warrenmq.testkit.conformance;

import java.util.Arrays;
import java.util.Random;

/** Bytes as hostile or broken clients send them. Stateless. */
final class Mutations {
  private Mutations() {}

  /** Random bytes, at least one. */
  static byte[] garbage(Random random, int lengthMax) {
    byte[] bytes = new byte[1 + random.nextInt(lengthMax)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The same bytes but for a few that are others, are missing, or come twice. */
  static byte[] mutate(Random random, byte[] original) {
    byte[] bytes = original.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 1; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)));
        case 3 -> bytes = spliced(bytes, at, Math.max(0, at - random.nextInt(8)));
        default -> bytes = Arrays.copyOf(bytes, at + 1);
      }
    }
    return bytes;
  }

  /** What is before one place, and then what is from another one on. */
  private static byte[] spliced(byte[] bytes, int before, int from) {
    byte[] result = Arrays.copyOf(bytes, before + bytes.length - from);
    System.arraycopy(bytes, from, result, before, bytes.length - from);
    return result;
  }
}

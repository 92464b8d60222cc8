package io.warrenmq.testkit.conformance;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The same bytes in other pieces, none across a border of the given ones. Stateless. */
final class Splits {
  private Splits() {}

  static byte[] join(List<byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Cut once more, before the byte of this number, counted over all pieces. */
  static List<byte[]> cut(List<byte[]> pieces, int at) {
    List<byte[]> result = new ArrayList<>();
    int from = 0;
    for (byte[] piece : pieces) {
      int inside = at - from;
      if (inside > 0 && inside < piece.length) {
        result.add(Arrays.copyOf(piece, inside));
        result.add(Arrays.copyOfRange(piece, inside, piece.length));
      } else {
        result.add(piece);
      }
      from += piece.length;
    }
    return result;
  }

  /** Byte by byte. */
  static List<byte[]> single(List<byte[]> pieces) {
    List<byte[]> result = new ArrayList<>();
    for (byte b : join(pieces)) {
      result.add(new byte[] {b});
    }
    return result;
  }

  /** In pieces of any length. */
  static List<byte[]> random(List<byte[]> pieces, long seed) {
    Random random = new Random(seed);
    List<byte[]> result = new ArrayList<>();
    for (byte[] piece : pieces) {
      for (int from = 0; from < piece.length; ) {
        int to = Math.min(piece.length, from + 1 + random.nextInt(1 << random.nextInt(10)));
        result.add(Arrays.copyOfRange(piece, from, to));
        from = to;
      }
    }
    return result;
  }
}

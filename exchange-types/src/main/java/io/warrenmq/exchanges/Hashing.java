package io.warrenmq.exchanges;

/** Hashing of routing keys and the choice of a bucket. */
final class Hashing {
  private Hashing() {}

  /** 64 well-mixed bits of a text: FNV-1a over its characters, then a finaliser. */
  static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
    hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return hash ^ (hash >>> 33);
  }

  /**
   * Jump consistent hash (Lamping and Veach, 2014): a bucket of 0 to {@code buckets} less one. When
   * buckets are added at the end, keys move only to the new ones.
   */
  static long jump(long hash, long buckets) {
    long key = hash;
    long bucket = -1;
    long next = 0;
    while (next < buckets) {
      bucket = next;
      key = key * 2862933555777941757L + 1;
      next = (long) ((bucket + 1) * ((double) (1L << 31) / ((key >>> 33) + 1)));
    }
    return bucket;
  }
}

package io.warrenmq.server.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the key that was probably meant by one that nobody knows. */
final class NearestKey {

  private NearestKey() {}

  /** The nearest known key, wildcards filled in from {@code unknown}; null when none is near. */
  static @Nullable String of(String unknown, KeyRegistry registry) {
    List<String> written = KeyName.segments(unknown);
    int limit = Math.max(2, unknown.length() / 4);
    String nearest = null;
    boolean isSupported = false;
    int best = limit + 1;
    for (ConfigKey key : registry.keys()) {
      String candidate = filled(key, written);
      int distance = distance(unknown, candidate, limit + 1);
      // At equal distance, a key that does something is the better advice.
      boolean isBetter = distance == best && key.isSupported() && !isSupported;
      if (distance <= limit && (distance < best || isBetter)) {
        best = distance;
        nearest = candidate;
        isSupported = key.isSupported();
      }
    }
    return nearest != null
        ? nearest
        : registry.supportedKeys().stream()
            .map(ConfigKey::name)
            .filter(name -> name.startsWith(unknown + "."))
            .findFirst()
            .orElse(null);
  }

  private static String filled(ConfigKey key, List<String> written) {
    List<String> segments = key.segments();
    if (segments.size() != written.size() || !key.isPattern()) {
      return key.name();
    }
    List<String> filled = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      filled.add(KeyName.isWildcard(segments.get(i)) ? written.get(i) : segments.get(i));
    }
    return KeyName.join(filled);
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from {@code a} to {@code
   * b} (optimal string alignment); {@code limit} or more may be reported as {@code limit}.
   */
  static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int cost = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost = Math.min(cost, beforeLast[j - 2] + 1);
        }
        row[j] = cost;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}

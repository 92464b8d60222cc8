package io.warrenmq.cli.command;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the word that was probably meant by one that nobody knows. */
final class Nearest {
  private Nearest() {}

  /** Says that a word is unknown, and which was meant if one is near. */
  static String unknown(String kind, String word, Collection<String> known) {
    String nearest = of(word, known);
    return "there is no %s '%s'%s"
        .formatted(kind, word, nearest == null ? "." : ". Did you mean '" + nearest + "'?");
  }

  /** The nearest of the known words; null when none is near. */
  static @Nullable String of(String word, Collection<String> known) {
    String nearest = null;
    int best = Math.max(2, word.length() / 4) + 1;
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < best
          || (distance == best && nearest != null && candidate.compareTo(nearest) < 0)) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Insertions, deletions and replacements that lead from {@code a} to {@code b} (Levenshtein). */
  static int distance(String a, String b) {
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
      }
      int[] free = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}

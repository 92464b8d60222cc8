package io.warrenmq.core.selector;

/**
 * What stands between two {@code %} of a {@link LikePattern}: so many characters, no more and no
 * less. Offsets are of UTF-16, as in {@code String}. Immutable; any loop.
 */
sealed interface LikePiece permits LiteralPiece, WildPiece {
  /** What the methods say when it is not there. */
  int ABSENT = -1;

  /** Where it ends when it stands at {@code at} and does not go beyond {@code end}. */
  int endAt(String text, int at, int end);

  /** Where the first of it from {@code from} on ends, at {@code end} or before. In linear time. */
  int endOfFirst(String text, int from, int end);

  /**
   * Where as many characters as it has, up to the end of the text, begin: {@code from} or later.
   */
  int startOfLast(String text, int from);
}

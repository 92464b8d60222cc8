package io.warrenmq.core.selector;

/** A piece that stands for itself. Found by the algorithm of Knuth, Morris and Pratt. */
final class LiteralPiece implements LikePiece {
  private final String literal;
  private final int[] borders; // for each length of a beginning: its longest proper end that is one

  LiteralPiece(String literal) {
    this.literal = literal;
    this.borders = new int[literal.length() + 1];
    int border = 0;
    for (int length = 2; length <= literal.length(); length++) {
      border = step(border, literal.charAt(length - 1));
      borders[length] = border;
    }
  }

  /** How much of the beginning is matched after one more character, when {@code matched} was. */
  private int step(int matched, char next) {
    int length = matched;
    while (length > 0 && literal.charAt(length) != next) {
      length = borders[length];
    }
    return literal.charAt(length) == next ? length + 1 : 0;
  }

  @Override
  public int endAt(String text, int at, int end) {
    int stop = at + literal.length();
    return stop <= end && text.startsWith(literal, at) ? stop : ABSENT;
  }

  @Override
  public int endOfFirst(String text, int from, int end) {
    if (literal.isEmpty()) {
      return from;
    }
    int matched = 0;
    for (int at = from; at < end; at++) {
      matched = step(matched, text.charAt(at));
      if (matched == literal.length()) {
        return at + 1;
      }
    }
    return ABSENT;
  }

  @Override
  public int startOfLast(String text, int from) {
    int start = text.length() - literal.length();
    return start >= from ? start : ABSENT;
  }
}

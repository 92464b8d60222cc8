package io.warrenmq.core.selector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pattern of a {@code LIKE}: {@code %} stands for any characters or none, {@code _} for one,
 * which is a code point of Unicode. Matching goes through the text once, and never back. Immutable;
 * any loop.
 */
final class LikePattern {
  /** No escape character. */
  static final int NO_ESCAPE = -1;

  private final List<LikePiece> pieces; // what is between the wildcards

  private LikePattern(List<LikePiece> pieces) {
    this.pieces = pieces;
  }

  /** A pattern that cannot be used, and why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    Refused(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /**
   * Takes a pattern apart.
   *
   * @param escape the code point that takes the meaning from the one behind it, or {@link
   *     #NO_ESCAPE}
   */
  static LikePattern of(String pattern, int escape) throws Refused {
    List<LikePiece> pieces = new ArrayList<>();
    int[] characters = pattern.codePoints().toArray();
    int[] piece = new int[characters.length];
    int length = 0;
    for (int i = 0; i < characters.length; i++) {
      int character = characters[i];
      if (character == escape) {
        if (++i == characters.length) {
          throw new Refused("nothing stands behind the last escape character of the pattern");
        }
        piece[length++] = characters[i];
      } else if (character == '%') {
        pieces.add(piece(piece, length, !pieces.isEmpty()));
        length = 0;
      } else {
        piece[length++] = character == '_' ? WildPiece.ANY : character;
      }
    }
    pieces.add(piece(piece, length, false));
    return new LikePattern(pieces);
  }

  private static LikePiece piece(int[] characters, int length, boolean isSought) throws Refused {
    boolean wild = false;
    for (int i = 0; i < length; i++) {
      wild |= characters[i] == WildPiece.ANY;
    }
    if (!wild) {
      return new LiteralPiece(new String(characters, 0, length));
    } else if (isSought && length > WildPiece.FINDABLE_MAX) {
      throw new Refused(
          "between two % there may be "
              + WildPiece.FINDABLE_MAX
              + " characters when there is a _ among them");
    }
    return new WildPiece(Arrays.copyOf(characters, length));
  }

  boolean matches(String text) {
    LikePiece first = pieces.get(0);
    int at = first.endAt(text, 0, text.length());
    int last = pieces.size() - 1;
    if (at == LikePiece.ABSENT || last == 0) {
      return at == text.length();
    }
    int tail = pieces.get(last).startOfLast(text, at);
    if (tail == LikePiece.ABSENT
        || pieces.get(last).endAt(text, tail, text.length()) != text.length()) {
      return false;
    }
    // What is found first leaves the most for the others: there is no need to look again.
    for (int i = 1; i < last; i++) {
      at = pieces.get(i).endOfFirst(text, at, tail);
      if (at == LikePiece.ABSENT) {
        return false;
      }
    }
    return true;
  }
}

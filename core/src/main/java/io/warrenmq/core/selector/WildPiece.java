package io.warrenmq.core.selector;

import java.util.Arrays;

/**
 * A piece with {@code _} in it. Found by Baeza-Yates' and Gonnet's bits, of which there are {@link
 * #FINDABLE_MAX}: bit n says that the first n + 1 characters match the text read so far.
 */
final class WildPiece implements LikePiece {
  /** Any one character. */
  static final int ANY = -1;

  /** Characters of the longest that can be looked for. */
  static final int FINDABLE_MAX = Long.SIZE;

  private final int[] characters; // code points, or ANY
  private final int[] letters; // which code points there are, ascending
  private final long[] places; // where each of the letters, or ANY, stands
  private final long wild; // where ANY stands

  WildPiece(int[] characters) {
    this.characters = characters;
    this.letters =
        Arrays.stream(characters).filter(each -> each != ANY).sorted().distinct().toArray();
    this.wild = places(ANY);
    this.places = Arrays.stream(letters).mapToLong(letter -> places(letter) | wild).toArray();
  }

  private long places(int character) {
    long bits = 0;
    for (int i = 0; i < Math.min(characters.length, FINDABLE_MAX); i++) {
      if (characters[i] == character) {
        bits |= 1L << i;
      }
    }
    return bits;
  }

  @Override
  public int endAt(String text, int at, int end) {
    int position = at;
    for (int character : characters) {
      if (position >= end) {
        return ABSENT;
      }
      int found = text.codePointAt(position);
      if (character != ANY && character != found) {
        return ABSENT;
      }
      position += Character.charCount(found);
    }
    return position <= end ? position : ABSENT;
  }

  @Override
  public int endOfFirst(String text, int from, int end) {
    assert characters.length <= FINDABLE_MAX;
    long whole = 1L << (characters.length - 1);
    long matched = 0;
    int position = from;
    while (position < end) {
      int found = text.codePointAt(position);
      position += Character.charCount(found);
      int letter = Arrays.binarySearch(letters, found);
      matched = (matched << 1 | 1) & (letter >= 0 ? places[letter] : wild);
      if ((matched & whole) != 0) {
        return position <= end ? position : ABSENT;
      }
    }
    return ABSENT;
  }

  @Override
  public int startOfLast(String text, int from) {
    int position = text.length();
    for (int i = 0; i < characters.length && position >= from; i++) {
      position =
          position == from
              ? ABSENT
              : position - Character.charCount(text.codePointBefore(position));
    }
    return position >= from ? position : ABSENT;
  }
}

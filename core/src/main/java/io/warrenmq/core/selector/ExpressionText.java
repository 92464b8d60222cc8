package io.warrenmq.core.selector;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;

/**
 * The text of a filter, and what is wrong with it where.
 *
 * @param dialect how it is to be read
 * @param text as the client sent it
 */
record ExpressionText(Dialect dialect, String text) {
  /** Characters of the longest. */
  static final int LENGTH_MAX = 65_536;

  private static final int EXCERPT = 24; // characters shown before and behind the place

  /**
   * Checks its length.
   *
   * @throws BrokerException MALFORMED when it is too long
   */
  ExpressionText {
    if (text.length() > LENGTH_MAX) {
      throw new BrokerException(
          ErrorKind.MALFORMED,
          dialect.text() + " of " + text.length() + " characters; at most " + LENGTH_MAX + " fit");
    }
  }

  int length() {
    return text.length();
  }

  /** The character there; {@code \0} beyond the end. */
  char at(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  /**
   * A refusal that points at a place: {@code invalid selector at character 5: expected a value,
   * near "a = |AND b"}.
   *
   * @param index from 0, up to the length
   */
  BrokerException malformed(int index, String reason) {
    int from = Math.max(0, index - EXCERPT);
    int to = Math.min(text.length(), index + EXCERPT);
    return new BrokerException(
        ErrorKind.MALFORMED,
        "invalid "
            + dialect.text()
            + " at character "
            + (index + 1)
            + ": "
            + reason
            + ", near \""
            + (from > 0 ? "..." : "")
            + printable(text.substring(from, index))
            + '|'
            + printable(text.substring(index, to))
            + (to < text.length() ? "..." : "")
            + '"');
  }

  /** Without what would break a line of a log or a header of a protocol, or half a character. */
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character ->
                printable.appendCodePoint(
                    Character.isISOControl(character)
                            || Character.getType(character) == Character.SURROGATE
                        ? ' '
                        : character));
    return printable.toString();
  }
}

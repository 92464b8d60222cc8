package io.warrenmq.testkit.architecture;

/**
 * A Java source taken apart: {@code code} is the source with comments and the insides of literals
 * blanked, {@code comments} with everything but comments blanked. Both keep the source's length and
 * line breaks, so an offset means the same in all.
 */
record SourceText(String code, String comments) {
  static SourceText of(String source) {
    char[] code = source.toCharArray();
    char[] comments = source.toCharArray();
    int at = 0;
    while (at < source.length()) {
      int end = commentEnd(source, at);
      if (end > at) {
        blank(code, at, end);
      } else {
        end = literalEnd(source, at);
        blank(comments, at, Math.max(end, at + 1));
        if (end > at) {
          blank(code, at, end);
        }
      }
      at = Math.max(end, at + 1);
    }
    return new SourceText(new String(code), new String(comments));
  }

  /** Where the comment that begins at {@code at} ends, or {@code at} if none begins there. */
  private static int commentEnd(String source, int at) {
    if (source.startsWith("//", at)) {
      return endOrLength(source, source.indexOf('\n', at), 0);
    }
    if (source.startsWith("/*", at)) {
      return endOrLength(source, source.indexOf("*/", at + 2), 2);
    }
    return at;
  }

  /**
   * Where the text block, string or character that begins at {@code at} ends, or {@code at} if none
   * begins there.
   */
  private static int literalEnd(String source, int at) {
    if (source.startsWith("\"\"\"", at)) {
      return closing(source, at + 3, "\"\"\"");
    }
    char quote = source.charAt(at);
    return quote == '"' || quote == '\'' ? closing(source, at + 1, String.valueOf(quote)) : at;
  }

  private static int closing(String source, int from, String quote) {
    int at = from;
    while (at < source.length() && !source.startsWith(quote, at)) {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + quote.length(), source.length());
  }

  private static int endOrLength(String source, int found, int length) {
    return found < 0 ? source.length() : found + length;
  }

  private static void blank(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] != '\n') {
        text[i] = ' ';
      }
    }
  }
}

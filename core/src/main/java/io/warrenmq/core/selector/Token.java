package io.warrenmq.core.selector;

/** What an expression's text is made of. */
enum Token {
  NAME,
  /** A name in quotes or brackets: never a keyword, never a field's name. */
  QUOTED_NAME,
  TEXT,
  NUMBER,
  BYTES,
  AND,
  OR,
  NOT,
  BETWEEN,
  LIKE,
  ESCAPE,
  IN,
  IS,
  NULL,
  TRUE,
  FALSE,
  UTC,
  OPEN,
  CLOSE,
  COMMA,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  PLUS,
  MINUS,
  TIMES,
  DIVIDED_BY,
  MODULO,
  END;

  /** Whether it is a word of the language. */
  boolean isKeyword() {
    return compareTo(AND) >= 0 && compareTo(UTC) <= 0;
  }
}

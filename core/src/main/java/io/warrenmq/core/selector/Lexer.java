package io.warrenmq.core.selector;

import io.warrenmq.api.message.Binary;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Cuts an expression into tokens, one after the other. One thread. */
final class Lexer {
  private static final int SHOWN_MAX = 20; // characters of a token in a refusal

  private final ExpressionText text;
  private final boolean isSql;
  private Token token = Token.END;
  private int start;
  private int at;
  private Object value = "";

  /** Before the first token. */
  Lexer(ExpressionText text) {
    this.text = text;
    this.isSql = text.dialect() == Dialect.AMQP_SQL;
  }

  /** The token. */
  Token token() {
    return token;
  }

  /** Where it begins. */
  int start() {
    return start;
  }

  /** The text of a name or text. */
  String string() {
    return (String) value;
  }

  /** The value of a literal. */
  Object value() {
    return value;
  }

  /** How the token looks in a refusal. */
  String shown() {
    return token == Token.END ? "the end" : image();
  }

  private String image() {
    String image = text.text().substring(start, Math.min(at, start + SHOWN_MAX));
    return '\'' + ExpressionText.printable(image) + (at > start + SHOWN_MAX ? "...'" : "'");
  }

  /** Goes to the next token. */
  void next() {
    while (at < text.length() && " \t\f\r\n".indexOf(text.at(at)) >= 0) {
      at++;
    }
    start = at;
    if (at == text.length()) {
      token = Token.END;
      return;
    }
    char first = text.at(at);
    Token symbol = symbol(first);
    if (symbol != null) {
      token = symbol;
    } else if (first == '\'' || (first == '"' && isSql)) {
      quoted(first, Token.TEXT);
    } else if (first == '"') {
      quoted(first, Token.QUOTED_NAME);
    } else if (first == '[' && isSql) {
      bracketed();
    } else if (isDigit(first) || (first == '.' && isDigit(text.at(at + 1)))) {
      number();
    } else if (isNameStart(codePoint())) {
      word();
    } else {
      at += Character.charCount(codePoint());
      throw text.malformed(start, "unexpected character " + image());
    }
  }

  /** The operator or separator that begins here, which is passed; {@code null} when none does. */
  private @Nullable Token symbol(char first) {
    char second = text.at(at + 1);
    Token found =
        switch (first) {
          case '(' -> Token.OPEN;
          case ')' -> Token.CLOSE;
          case ',' -> Token.COMMA;
          case '+' -> Token.PLUS;
          case '-' -> Token.MINUS;
          case '*' -> Token.TIMES;
          case '/' -> Token.DIVIDED_BY;
          case '%' -> Token.MODULO;
          case '=' -> Token.EQUAL;
          case '>' -> second == '=' ? Token.GREATER_OR_EQUAL : Token.GREATER;
          case '<' ->
              second == '=' ? Token.LESS_OR_EQUAL : second == '>' ? Token.NOT_EQUAL : Token.LESS;
          case '!' -> second == '=' && isSql ? Token.NOT_EQUAL : null;
          default -> null;
        };
    if (found != null) {
      at +=
          switch (found) {
            case GREATER_OR_EQUAL, LESS_OR_EQUAL, NOT_EQUAL -> 2;
            default -> 1;
          };
    }
    return found;
  }

  /** Text up to the next such quote that is not doubled. */
  private void quoted(char quote, Token kind) {
    StringBuilder content = new StringBuilder();
    at++;
    while (true) {
      int end = text.text().indexOf(quote, at);
      if (end < 0) {
        throw text.malformed(start, "the closing " + quote + " is missing");
      }
      content.append(text.text(), at, end);
      at = end + 1;
      if (text.at(at) != quote) {
        break;
      }
      content.append(quote);
      at++;
    }
    token = kind;
    value = content.toString();
  }

  /** A name in brackets, in which brackets are doubled and there are no control characters. */
  private void bracketed() {
    StringBuilder content = new StringBuilder();
    at++;
    while (text.at(at) != ']' || text.at(at + 1) == ']') {
      char next = text.at(at);
      if (at >= text.length()) {
        throw text.malformed(start, "the closing ] is missing");
      } else if (next < ' ' || next == 0x7F) {
        throw text.malformed(at, "a name may have no control characters");
      } else if (next == '[' && text.at(at + 1) != '[') {
        throw text.malformed(at, "a [ within a name must be doubled");
      }
      content.append(next);
      at += next == '[' || next == ']' ? 2 : 1;
    }
    at++;
    token = Token.QUOTED_NAME;
    value = content.toString();
  }

  private void number() {
    if (isSql && text.at(at) == '0' && text.at(at + 1) == 'x') {
      bytes();
      return;
    }
    Numeral numeral = new Numeral(text, at);
    value = numeral.read();
    at = numeral.end();
    token = Token.NUMBER;
  }

  private void bytes() {
    at += 2;
    int from = at;
    while (HexFormat.isHexDigit(text.at(at))) {
      at++;
    }
    if (at == from || (at - from) % 2 != 0 || isNamePart(codePoint())) {
      throw text.malformed(at, "bytes are written as 0x and pairs of hex digits");
    }
    value = new Binary(HexFormat.of().parseHex(text.text(), from, at));
    token = Token.BYTES;
  }

  private void word() {
    skipName();
    // SQL's names have one dot, behind the section; those of JMS, which has none, any number.
    while (text.at(at) == '.'
        && isNamePart(text.at(at + 1))
        && (!isSql || text.text().indexOf('.', start) == at)) {
      at++;
      skipName();
    }
    String word = text.text().substring(start, at);
    Token keyword = text.dialect().keyword(word);
    if (keyword == null && text.dialect().isReserved(word)) {
      throw text.malformed(start, image() + " is not supported");
    }
    token = keyword == null ? Token.NAME : keyword;
    value = word;
  }

  private void skipName() {
    while (at < text.length() && isNamePart(codePoint())) {
      at += Character.charCount(codePoint());
    }
  }

  private int codePoint() {
    return at < text.length() ? text.text().codePointAt(at) : '\0';
  }

  private boolean isNameStart(int character) {
    return isSql ? isAsciiLetter(character) : Character.isJavaIdentifierStart(character);
  }

  private boolean isNamePart(int character) {
    if (isSql) {
      return isAsciiLetter(character) || isDigit(character) || character == '_';
    }
    return Character.isJavaIdentifierPart(character) && !Character.isIdentifierIgnorable(character);
  }

  private static boolean isAsciiLetter(int character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}

package io.warrenmq.core.selector;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two languages, which have most in common. */
enum Dialect {
  /**
   * Selectors of JMS (3.1 §3.8). Beyond these: {@code %}, names in double quotes, as Artemis and
   * Qpid Broker-J have them, and names with dots.
   */
  JMS("selector", Set.of(Token.UTC)),
  /**
   * SQL of AMQP Filter Expressions 1.0 §6, as far as RabbitMQ 4.2 has it. Beyond that: keywords in
   * any case, numbers like {@code 5E2}, bytes in small letters.
   */
  AMQP_SQL("SQL filter", Set.of(Token.BETWEEN));

  /** Words that the specification reserves for what is not there yet. */
  private static final Set<String> RESERVED_IN_SQL =
      Set.of("EXISTS", "LOWER", "UPPER", "LEFT", "RIGHT", "SUBSTRING", "DATE");

  private final String text;
  private final Map<String, Token> keywords = new HashMap<>();

  Dialect(String text, Set<Token> missing) {
    this.text = text;
    for (Token token : Token.values()) {
      if (token.isKeyword() && !missing.contains(token)) {
        keywords.put(token.name(), token);
      }
    }
  }

  /** How an expression is named in refusals. */
  String text() {
    return text;
  }

  /** The keyword that a word is, whatever its case; {@code null} when it is none. */
  @Nullable Token keyword(String word) {
    // Case is that of ASCII: the Turkish dotless i does not make an IN.
    return isAscii(word) ? keywords.get(word.toUpperCase(Locale.ROOT)) : null;
  }

  /** Whether a word may not be used as a name. */
  boolean isReserved(String word) {
    return this == AMQP_SQL && RESERVED_IN_SQL.contains(word.toUpperCase(Locale.ROOT));
  }

  private static boolean isAscii(String word) {
    return word.chars().allMatch(character -> character < 0x80);
  }
}

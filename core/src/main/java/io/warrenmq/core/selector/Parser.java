package io.warrenmq.core.selector;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.BrokerClock;
import io.warrenmq.core.selector.Comparison.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses one filter, by recursive descent. Both dialects have the same grammar but for what is said
 * at the rules:
 *
 * <pre>
 *   or         = and { OR and }
 *   and        = not { AND not }
 *   not        = NOT not | predicate
 *   predicate  = sum [ ( = | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;= ) sum
 *                    | [ NOT ] LIKE text [ ESCAPE text ]
 *                    | [ NOT ] IN "(" list ")"
 *                    | [ NOT ] BETWEEN sum AND sum
 *                    | IS [ NOT ] NULL ]
 *   sum        = product { ( + | - ) product }
 *   product    = signed { ( * | / | % ) signed }
 *   signed     = ( + | - ) signed | primary
 *   primary    = literal | name | UTC "(" ")" | "(" or ")"
 * </pre>
 *
 * <p>{@code NOT} binds less than a comparison, as in SQL; in Artemis {@code NOT a = 1} is {@code
 * (NOT a) = 1}. JMS refuses what cannot have a value of the right kind; RabbitMQ takes it, and
 * finds it unknown. One thread, one use.
 */
final class Parser {
  /** Parentheses, {@code NOT}s and signs within each other. */
  static final int DEPTH_MAX = 64;

  /** Literals, names and operators to be evaluated; a list of texts counts once. */
  static final int TERMS_MAX = 2048;

  /** Values in one list. */
  static final int LIST_MAX = 4096;

  private final ExpressionText text;
  private final Lexer lexer;
  private final @Nullable BrokerClock clock;
  private final boolean isJms;
  private final Map<String, Reference> names = new HashMap<>();
  private int shared; // names that stand more than once
  private int depth;
  private int terms;

  /**
   * Creates a parser.
   *
   * @param clock what {@code UTC()} says; {@code null} where the dialect does not know that
   */
  Parser(ExpressionText text, @Nullable BrokerClock clock) {
    this.text = text;
    this.lexer = new Lexer(text);
    this.clock = clock;
    this.isJms = text.dialect() == Dialect.JMS;
  }

  /** The whole filter. */
  SelectorFilter parse() {
    lexer.next();
    int start = lexer.start();
    Expression whole = or();
    if (lexer.token() != Token.END) {
      throw expected("an operator or the end");
    }
    check(whole, Kind.CONDITION, start);
    return new SelectorFilter(text.text(), whole, shared);
  }

  private Expression or() {
    return junction(Token.OR);
  }

  private Expression junction(Token operator) {
    int start = lexer.start();
    Expression first = operator == Token.OR ? junction(Token.AND) : not();
    if (lexer.token() != operator) {
      return first;
    }
    check(first, Kind.CONDITION, start);
    List<Expression> parts = new ArrayList<>();
    parts.add(first);
    while (accept(operator)) {
      countTerm();
      int at = lexer.start();
      Expression part = operator == Token.OR ? junction(Token.AND) : not();
      check(part, Kind.CONDITION, at);
      parts.add(part);
    }
    return new Junction(operator == Token.OR, parts.toArray(Expression[]::new));
  }

  private Expression not() {
    if (!accept(Token.NOT)) {
      return predicate();
    }
    countTerm();
    enter();
    int start = lexer.start();
    Expression condition = not();
    leave();
    check(condition, Kind.CONDITION, start);
    return new Not(condition);
  }

  private Expression predicate() {
    int start = lexer.start();
    Expression left = sum();
    Operator operator = comparison(lexer.token());
    if (operator != null) {
      return comparison(left, operator, start);
    } else if (accept(Token.IS)) {
      boolean isNot = accept(Token.NOT);
      expect(Token.NULL, "NULL");
      checkName(left, "IS NULL", start);
      return perhapsNot(isNot, new IsNull(left));
    }
    boolean isNot = accept(Token.NOT);
    if (accept(Token.LIKE)) {
      if (isJms) {
        checkName(left, "LIKE", start);
      }
      return perhapsNot(isNot, like(left));
    } else if (accept(Token.IN)) {
      if (isJms) {
        checkName(left, "IN", start);
      }
      return perhapsNot(isNot, in(left));
    } else if (accept(Token.BETWEEN)) {
      return perhapsNot(isNot, between(left, start));
    } else if (isNot) {
      throw expected(isJms ? "LIKE, IN or BETWEEN" : "LIKE or IN");
    }
    return left;
  }

  private Expression perhapsNot(boolean isNot, Expression condition) {
    countTerm();
    return isNot ? new Not(condition) : condition;
  }

  private static @Nullable Operator comparison(Token token) {
    return switch (token) {
      case EQUAL -> Operator.EQUAL;
      case NOT_EQUAL -> Operator.NOT_EQUAL;
      case LESS -> Operator.LESS;
      case LESS_OR_EQUAL -> Operator.LESS_OR_EQUAL;
      case GREATER -> Operator.GREATER;
      case GREATER_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
      default -> null;
    };
  }

  private Expression comparison(Expression left, Operator operator, int start) {
    countTerm();
    lexer.next();
    int at = lexer.start();
    Expression right = sum();
    if (operator.isOrder()) {
      check(left, Kind.NUMBER, start);
      check(right, Kind.NUMBER, at);
    }
    return new Comparison(operator, left, right, !isJms);
  }

  private Expression between(Expression value, int start) {
    int lowAt = lexer.start();
    Expression low = sum();
    expect(Token.AND, "AND");
    int highAt = lexer.start();
    Expression high = sum();
    check(value, Kind.NUMBER, start);
    check(low, Kind.NUMBER, lowAt);
    check(high, Kind.NUMBER, highAt);
    return new Junction(
        false,
        new Expression[] {
          new Comparison(Operator.GREATER_OR_EQUAL, value, low, false),
          new Comparison(Operator.LESS_OR_EQUAL, value, high, false)
        });
  }

  private Expression like(Expression value) {
    int patternAt = lexer.start();
    String pattern = takeText();
    int escape = LikePattern.NO_ESCAPE;
    if (accept(Token.ESCAPE)) {
      int escapeAt = lexer.start();
      String character = takeText();
      if (character.codePointCount(0, character.length()) != 1) {
        throw text.malformed(escapeAt, "ESCAPE wants a text of one character");
      }
      escape = character.codePointAt(0);
    }
    try {
      return new Like(value, LikePattern.of(pattern, escape));
    } catch (LikePattern.Refused e) {
      throw text.malformed(patternAt, e.reason());
    }
  }

  private String takeText() {
    if (lexer.token() != Token.TEXT) {
      throw expected("a text in quotes");
    }
    String content = lexer.string();
    lexer.next();
    return content;
  }

  /** In JMS a list is of texts; in SQL of any expressions. */
  private Expression in(Expression value) {
    expect(Token.OPEN, "'('");
    Set<String> texts = new HashSet<>();
    List<Expression> others = new ArrayList<>();
    int count = 0;
    do {
      if (++count > LIST_MAX) {
        throw text.malformed(lexer.start(), "a list may have " + LIST_MAX + " values");
      }
      if (isJms) {
        texts.add(takeText());
      } else {
        int before = terms;
        Expression each = sum();
        if (each instanceof Constant constant && constant.value() instanceof String content) {
          texts.add(content);
          terms = before;
        } else {
          others.add(each);
        }
      }
    } while (accept(Token.COMMA));
    expect(Token.CLOSE, "',' or ')'");
    if (others.isEmpty()) {
      return new InTexts(value, texts, isJms ? null : Boolean.FALSE);
    }
    for (String content : texts) {
      countTerm();
      others.add(new Constant(content));
    }
    return new InValues(value, others.toArray(Expression[]::new));
  }

  private Expression sum() {
    int start = lexer.start();
    Expression first = product();
    return lexer.token() == Token.PLUS || lexer.token() == Token.MINUS
        ? chain(first, start, true)
        : first;
  }

  private Expression product() {
    int start = lexer.start();
    Expression first = signed();
    return switch (lexer.token()) {
      case TIMES, DIVIDED_BY, MODULO -> chain(first, start, false);
      default -> first;
    };
  }

  /** What follows the first of a sum or a product. */
  private Expression chain(Expression first, int start, boolean isSum) {
    check(first, Kind.NUMBER, start);
    List<Arithmetic.Operator> operators = new ArrayList<>();
    List<Expression> operands = new ArrayList<>();
    Arithmetic.Operator operator = arithmetic(lexer.token(), isSum);
    while (operator != null) {
      countTerm();
      lexer.next();
      int at = lexer.start();
      Expression operand = isSum ? product() : signed();
      check(operand, Kind.NUMBER, at);
      operators.add(operator);
      operands.add(operand);
      operator = arithmetic(lexer.token(), isSum);
    }
    return Arithmetic.of(first, operators, operands);
  }

  private static Arithmetic.@Nullable Operator arithmetic(Token token, boolean isSum) {
    return switch (token) {
      case PLUS -> isSum ? Arithmetic.Operator.PLUS : null;
      case MINUS -> isSum ? Arithmetic.Operator.MINUS : null;
      case TIMES -> isSum ? null : Arithmetic.Operator.TIMES;
      case DIVIDED_BY -> isSum ? null : Arithmetic.Operator.DIVIDED_BY;
      case MODULO -> isSum ? null : Arithmetic.Operator.MODULO;
      default -> null;
    };
  }

  private Expression signed() {
    boolean isMinus = lexer.token() == Token.MINUS;
    if (!isMinus && lexer.token() != Token.PLUS) {
      return primary();
    }
    countTerm();
    enter();
    lexer.next();
    int start = lexer.start();
    Expression value = signed();
    leave();
    check(value, Kind.NUMBER, start);
    return Sign.of(isMinus, value);
  }

  private Expression primary() {
    countTerm();
    switch (lexer.token()) {
      case TEXT, NUMBER, BYTES:
        return take(new Constant(lexer.value()));
      case TRUE, FALSE:
        return take(new Constant(lexer.token() == Token.TRUE));
      case NAME:
        return take(reference(lexer.string(), false));
      case QUOTED_NAME:
        return take(reference(lexer.string(), true));
      case UTC:
        lexer.next();
        expect(Token.OPEN, "'('");
        expect(Token.CLOSE, "')'");
        return new Now(Objects.requireNonNull(clock));
      case OPEN:
        enter();
        lexer.next();
        Expression inner = or();
        expect(Token.CLOSE, "an operator or ')'");
        leave();
        return inner;
      default:
        throw expected("a value");
    }
  }

  private Expression take(Expression expression) {
    lexer.next();
    return expression;
  }

  private Reference reference(String name, boolean isQuoted) {
    Reference known = names.get(isQuoted ? '"' + name : name);
    if (known == null) {
      known = new Reference(source(name, isQuoted));
      names.put(isQuoted ? '"' + name : name, known);
    } else if (!known.isShared()) {
      known.share(shared++);
    }
    return known;
  }

  private Source source(String name, boolean isQuoted) {
    if (isQuoted) {
      return Source.header(name);
    } else if (isJms && JmsNames.isOfDeliveries(name)) {
      throw text.malformed(
          lexer.start(), name + " is set when a message is delivered: it cannot be selected on");
    }
    Source source = isJms ? JmsNames.of(name) : SectionNames.of(name);
    if (source == null) {
      throw text.malformed(lexer.start(), "there is no field " + lexer.shown());
    }
    return source;
  }

  // ---- checks ----

  /** JMS only: whether an expression can have a value of that kind. */
  private void check(Expression expression, Kind wanted, int at) {
    if (isJms && expression.kind() != Kind.ANY && expression.kind() != wanted) {
      throw text.malformed(
          at, "expected " + wanted.text() + ", and this is " + expression.kind().text());
    }
  }

  private void checkName(Expression expression, String operator, int at) {
    if (!(expression instanceof Reference)) {
      throw text.malformed(at, operator + " wants a name in front of it");
    }
  }

  private void enter() {
    if (++depth > DEPTH_MAX) {
      throw text.malformed(lexer.start(), "nested deeper than " + DEPTH_MAX + " levels");
    }
  }

  private void leave() {
    depth--;
  }

  private void countTerm() {
    if (++terms > TERMS_MAX) {
      throw text.malformed(lexer.start(), "more than " + TERMS_MAX + " values and operators");
    }
  }

  private boolean accept(Token token) {
    boolean is = lexer.token() == token;
    if (is) {
      lexer.next();
    }
    return is;
  }

  private void expect(Token token, String name) {
    if (!accept(token)) {
      throw expected(name);
    }
  }

  private BrokerException expected(String what) {
    return text.malformed(lexer.start(), "expected " + what + ", found " + lexer.shown());
  }
}

package io.warrenmq.core.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.error.ErrorKind;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no filter is refused with a word on where and why. */
class MalformedFilterTest {
  private static String refusal(Runnable made) {
    BrokerException refusal = catchThrowableOfType(BrokerException.class, made::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).isEqualTo(ErrorKind.MALFORMED);
    return refusal.text();
  }

  private static String selector(String expression) {
    return refusal(() -> MessageFilters.selector(expression));
  }

  private static String sqlFilter(String expression) {
    return refusal(() -> FilteredMessage.FILTERS.sqlFilter(expression));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a =                    | 4  | expected a value, found the end
          = 1                    | 1  | expected a value, found '='
          a = 1 AND              | 10 | expected a value, found the end
          a = = 1                | 5  | expected a value, found '='
          a b                    | 3  | expected an operator or the end, found 'b'
          a = 1 = 1              | 7  | expected an operator or the end, found '='
          (a = 1                 | 7  | expected an operator or ')', found the end
          a = 1)                 | 6  | expected an operator or the end, found ')'
          ()                     | 2  | expected a value, found ')'
          a NOT = 1              | 7  | expected LIKE, IN or BETWEEN, found '='
          a IS                   | 5  | expected NULL, found the end
          a IS 5                 | 6  | expected NULL, found '5'
          a = NULL               | 5  | expected a value, found 'NULL'
          5 IS NULL              | 1  | IS NULL wants a name in front of it
          a LIKE b               | 8  | expected a text in quotes, found 'b'
          a LIKE 'b' ESCAPE      | 18 | expected a text in quotes, found the end
          a LIKE 'b' ESCAPE ''   | 19 | ESCAPE wants a text of one character
          a LIKE 'b' ESCAPE 'xy' | 19 | ESCAPE wants a text of one character
          a LIKE 'bx' ESCAPE 'x' | 8  | nothing stands behind the last escape character of the pattern
          'a' LIKE 'a'           | 1  | LIKE wants a name in front of it
          a IN 'b'               | 6  | expected '(', found ''b''
          a IN ()                | 7  | expected a text in quotes, found ')'
          a IN ('b' 'c')         | 11 | expected ',' or ')', found ''c''
          a IN (1)               | 7  | expected a text in quotes, found '1'
          a + 1 IN ('b')         | 1  | IN wants a name in front of it
          a BETWEEN 1            | 12 | expected AND, found the end
          a BETWEEN 1 OR 2       | 13 | expected AND, found 'OR'
          a BETWEEN 'b' AND 'c'  | 11 | expected a number, and this is a text
          a > 'b'                | 5  | expected a number, and this is a text
          'b' < a                | 1  | expected a number, and this is a text
          a > TRUE               | 5  | expected a number, and this is a condition
          JMSDeliveryMode > 1    | 1  | expected a number, and this is a text
          a = 1 AND 5            | 11 | expected a condition, and this is a number
          NOT 'x'                | 5  | expected a condition, and this is a text
          5                      | 1  | expected a condition, and this is a number
          a + 1                  | 1  | expected a condition, and this is a number
          a + 'x' = 1            | 5  | expected a number, and this is a text
          -'x' = 1               | 2  | expected a number, and this is a text
          a = 'x                 | 5  | the closing ' is missing
          "a = 1                 | 1  | the closing " is missing
          a # 1                  | 3  | unexpected character '#'
          a != 1                 | 3  | unexpected character '!'
          [a] = 1                | 1  | unexpected character '['
          a = 5x                 | 6  | a number cannot go on like this
          a = 0x                 | 7  | expected a digit
          a = 0xG                | 7  | expected a digit
          a = 09                 | 5  | a number that begins with 0 is octal: it has no 8 and no 9
          a = 1E999              | 5  | this number is out of range
          JMSXDeliveryCount > 2  | 1  | JMSXDeliveryCount is set when a message is delivered: it cannot be selected on
          UTC() > 1              | 4  | expected an operator or the end, found '('
          """)
  void selectors(String expression, int character, String reason) {
    assertThat(selector(expression))
        .startsWith("invalid selector at character " + character + ": " + reason + ", near ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a BETWEEN 1 AND 2      | 3  | expected an operator or the end, found 'BETWEEN'
          a NOT = 1              | 7  | expected LIKE or IN, found '='
          header.ttl = 1         | 1  | there is no field 'header.ttl'
          properties.colour = 1  | 1  | there is no field 'properties.colour'
          p.messageid = 1        | 1  | there is no field 'p.messageid'
          m.colour = 1           | 1  | there is no field 'm.colour'
          my.key = 1             | 1  | there is no field 'my.key'
          a.b.c = 1              | 4  | unexpected character '.'
          _a = 1                 | 1  | unexpected character '_'
          $a = 1                 | 1  | unexpected character '$'
          LOWER(a) = 'b'         | 1  | 'LOWER' is not supported
          exists(a)              | 1  | 'exists' is not supported
          UTC(1) > 1             | 5  | expected ')', found '1'
          UTC > 1                | 5  | expected '(', found '>'
          [a = 1                 | 1  | the closing ] is missing
          [a[b] = 1              | 3  | a [ within a name must be doubled
          a = 0x                 | 7  | bytes are written as 0x and pairs of hex digits
          a = 0x123              | 10 | bytes are written as 0x and pairs of hex digits
          a = 0x12G              | 9  | bytes are written as 0x and pairs of hex digits
          a LIKE 0x48            | 8  | expected a text in quotes, found '0x48'
          a = 5L                 | 6  | a number cannot go on like this
          a = 1key               | 6  | a number cannot go on like this
          a IN (1,)              | 9  | expected a value, found ')'
          (a + 1) IS NULL        | 1  | IS NULL wants a name in front of it
          """)
  void sqlFilters(String expression, int character, String reason) {
    assertThat(sqlFilter(expression))
        .startsWith("invalid SQL filter at character " + character + ": " + reason + ", near ");
  }

  @Test
  void controlCharactersAreNoPartOfNames() {
    assertThat(sqlFilter("[a\nb] = 1")).contains("at character 3: a name may have no control");
  }

  @Test
  void anEmptySqlFilterIsNone() {
    assertThat(sqlFilter("")).contains("at character 1: expected a value, found the end");
  }

  @Test
  void aRefusalShowsTheSurroundingsOfThePlaceInOneLine() {
    assertThat(selector("colour = 'red' AND\nweight = 5 OR price = = 1 AND other = 'something'"))
        .isEqualTo(
            "invalid selector at character 42: expected a value, found '=', near"
                + " \"...D weight = 5 OR price = |= 1 AND other = 'somethi...\"");
    assertThat(selector("a = \u0007")).endsWith("unexpected character ' ', near \"a = | \"");
    assertThat(selector("a \uD83D\uDE00")).contains("near \"a |\uD83D\uDE00\"");
  }

  // ---- limits ----

  private static String repeat(String text, int times, String between) {
    return String.join(between, Collections.nCopies(times, text));
  }

  @Test
  void theLengthIsBounded() {
    String longest = "a = '" + "x".repeat(ExpressionText.LENGTH_MAX - 6) + "'";

    assertThatCode(() -> MessageFilters.selector(longest)).doesNotThrowAnyException();
    assertThat(selector(longest + " "))
        .isEqualTo("selector of 65537 characters; at most 65536 fit");
    assertThat(sqlFilter(longest + " "))
        .isEqualTo("SQL filter of 65537 characters; at most 65536 fit");
  }

  @Test
  void nestingIsBounded() {
    int max = Parser.DEPTH_MAX;
    String deepest = "(".repeat(max) + "a = 1" + ")".repeat(max);

    assertThatCode(() -> MessageFilters.selector(deepest)).doesNotThrowAnyException();
    assertThat(selector("(" + deepest + ")")).contains("nested deeper than 64 levels");
    assertThat(selector("NOT ".repeat(max + 1) + "a")).contains("nested deeper than 64 levels");
    assertThat(selector("a = " + "- ".repeat(max + 1) + "b"))
        .contains("nested deeper than 64 levels");
    assertThat(selector("(NOT -".repeat(10_000))).contains("nested deeper than 64 levels");
  }

  @Test
  void theNumberOfTermsIsBounded() {
    String many = repeat("a = 1", 512, " OR "); // three terms, and the operator between two

    assertThat(new FilteredMessage().header("a", 2).selected(many)).isEqualTo("FALSE");
    assertThat(selector(many + " OR a = 1")).contains("more than 2048 values and operators");
    assertThat(selector("a = " + repeat("1", 1024, " + "))).contains("more than 2048 values");
    assertThat(sqlFilter("a IN (" + repeat("1", 2048, ",") + ")")).contains("more than 2048");
    assertThat(selector(repeat("a IS NULL", 1000, " AND "))).contains("more than 2048");
  }

  @Test
  void aLongChainNestsNoDeeper() {
    String sum = repeat("n", 1000, " + ");

    assertThat(new FilteredMessage().header("n", 1).selected(sum + " = 1000")).isEqualTo("TRUE");
  }

  @Test
  void listsAreBounded() {
    String list =
        IntStream.range(0, Parser.LIST_MAX)
            .mapToObj(i -> "'" + i + "'")
            .collect(Collectors.joining(","));
    FilteredMessage message = new FilteredMessage().header("a", "4095");

    assertThat(message.selected("a IN (" + list + ")")).isEqualTo("TRUE");
    assertThat(message.filtered("a NOT IN (" + list + ")")).isEqualTo("FALSE");
    assertThat(selector("a IN (" + list + ",'x')")).contains("a list may have 4096 values");
    assertThat(sqlFilter("a IN (" + list + ",'x')")).contains("a list may have 4096 values");
    assertThat(sqlFilter("a IN (1," + list.substring(4) + ")")).contains("more than 2048 values");
  }

  @Test
  void numbersAreBounded() {
    assertThatCode(() -> MessageFilters.selector("a = " + "1".repeat(400)))
        .doesNotThrowAnyException();
    assertThat(selector("a = " + "1".repeat(401))).contains("a number may have 400 characters");
    assertThat(selector("a = 0x" + "1".repeat(401))).contains("a number may have 400 characters");
    assertThat(selector("a = 1." + "1".repeat(400))).contains("a number may have 400 characters");
  }
}

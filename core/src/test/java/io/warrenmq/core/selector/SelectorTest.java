package io.warrenmq.core.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What selectors say of messages, by JMS 3.1 §3.8 and, where that is silent, by Artemis. */
class SelectorTest {
  private static FilteredMessage message() {
    return new FilteredMessage()
        .header("colour", "red")
        .header("symbol", new Symbol("s"))
        .header("letter", 'x')
        .header("empty", "")
        .header("weight", 5)
        .header("long", 5_000_000_000L)
        .header("small", (byte) -3)
        .header("short", (short) 300)
        .header("unsigned", Unsigned.ushort(65_535))
        .header("huge", Unsigned.ulong(-1))
        .header("price", 10.5)
        .header("tenth", 0.1f)
        .header("decimal", new BigDecimal("10.50"))
        .header("time", new Timestamp(5000))
        .header("yes", true)
        .header("no", false)
        .header("void", Arguments.VOID)
        .header("list", List.of(1))
        .header("bytes", new Binary("red".getBytes(StandardCharsets.UTF_8)))
        .header("broken", new Binary(new byte[] {-1}))
        .header("uuid", new UUID(1, 2))
        .header("five", "5")
        .header("x-match", "hyphen")
        .header("say \"a\"", "quotes")
        .header("a.b", "dot")
        .header("äöü_$1", "java")
        .header("and", "keyword");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          yes AND yes     | TRUE
          yes AND no      | FALSE
          no AND yes      | FALSE
          yes AND absent  | UNKNOWN
          absent AND yes  | UNKNOWN
          no AND absent   | FALSE
          absent AND no   | FALSE
          absent AND void | UNKNOWN
          yes OR absent   | TRUE
          absent OR yes   | TRUE
          no OR absent    | UNKNOWN
          absent OR no    | UNKNOWN
          no OR no        | FALSE
          absent OR void  | UNKNOWN
          NOT yes         | FALSE
          NOT no          | TRUE
          NOT absent      | UNKNOWN
          NOT NOT yes     | TRUE
          TRUE            | TRUE
          false           | FALSE
          yes             | TRUE
          absent          | UNKNOWN
          weight          | 5
          weight OR yes   | TRUE
          weight OR no    | UNKNOWN
          NOT weight      | UNKNOWN
          no AND no OR yes              | TRUE
          yes OR no AND no              | TRUE
          NOT no AND no                 | FALSE
          NOT (no AND no)               | TRUE
          NOT weight = 6                | TRUE
          NOT weight = 5 OR yes         | TRUE
          yes aNd Not no oR absent      | TRUE
          """)
  void logicHasThreeValues(String selector, String value) {
    assertThat(message().selected(selector)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          weight = 5                | TRUE
          weight <> 5               | FALSE
          weight > 4                | TRUE
          weight >= 5               | TRUE
          weight < 5                | FALSE
          weight <= 5               | TRUE
          5 = weight                | TRUE
          weight = 5.0              | TRUE
          weight < 5.000001         | TRUE
          long = 5000000000         | TRUE
          long > weight             | TRUE
          small = -3                | TRUE
          short >= 300L             | TRUE
          unsigned = 65535          | TRUE
          huge > 9223372036854775807 | TRUE
          huge = 18446744073709551615 | TRUE
          huge > 1.8446744073709552E19 | FALSE
          price = 10.5              | TRUE
          price > 10                | TRUE
          price < 11                | TRUE
          tenth = 0.1               | FALSE
          tenth = 0.1f              | TRUE
          decimal = 10.5            | TRUE
          decimal = price           | TRUE
          decimal > 10              | TRUE
          time = 5000               | TRUE
          colour = 'red'            | TRUE
          colour <> 'blue'          | TRUE
          symbol = 's'              | TRUE
          letter = 'x'              | TRUE
          empty = ''                | TRUE
          bytes = 'red'             | TRUE
          bytes <> 'blue'           | TRUE
          colour = bytes            | TRUE
          broken = 'red'            | FALSE
          uuid = '00000000-0000-0001-0000-000000000002' | TRUE
          yes = TRUE                | TRUE
          yes <> FALSE              | TRUE
          no = TRUE                 | FALSE
          yes = no                  | FALSE
          absent = 5                | UNKNOWN
          absent <> 5               | UNKNOWN
          5 > absent                | UNKNOWN
          absent = absent           | UNKNOWN
          void = 'x'                | UNKNOWN
          yes > no                  | FALSE
          (weight > 4) = yes        | TRUE
          colour > symbol           | FALSE
          """)
  void comparesByValue(String selector, String value) {
    assertThat(message().selected(selector)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          five = 5       | FALSE
          five <> 5      | FALSE
          five > 4       | FALSE
          five + 1 = 6   | UNKNOWN
          colour = TRUE  | FALSE
          yes = 1        | FALSE
          yes <> 'true'  | FALSE
          list = 1       | FALSE
          list <> 1      | FALSE
          list IS NULL   | FALSE
          """)
  void valuesOfOtherKindsAreNeverTurnedIntoEachOther(String selector, String value) {
    assertThat(message().selected(selector)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          weight + 1 = 6             | TRUE
          weight - 1 = 4             | TRUE
          weight * 2 = 10            | TRUE
          weight / 2 = 2.5           | TRUE
          10 / weight = 2            | TRUE
          weight % 3 = 2             | TRUE
          -weight = -5               | TRUE
          +weight = 5                | TRUE
          - - weight = 5             | TRUE
          1 + 2 * 3 = 7              | TRUE
          (1 + 2) * 3 = 9            | TRUE
          10 - 3 - 2 = 5             | TRUE
          100 / 5 / 2 = 10           | TRUE
          2 * weight + 3 = 13        | TRUE
          weight / 0 = 1             | UNKNOWN
          weight / 0.0 = 1           | UNKNOWN
          weight % 0 = 1             | UNKNOWN
          price % 2 = 0.5            | UNKNOWN
          1 / 0 = 1                  | UNKNOWN
          absent + 1 = 1             | UNKNOWN
          -absent = 1                | UNKNOWN
          -yes = 1                   | UNKNOWN
          colour + 1 = 1             | UNKNOWN
          price * 2 = 21             | TRUE
          price + weight = 15.5      | TRUE
          decimal + weight = 15.5    | TRUE
          decimal - 0.5 = 10         | TRUE
          decimal / 3 = 3.5          | TRUE
          long * long = 25000000000000000000 | TRUE
          long * long * 0 = 0        | TRUE
          9223372036854775807 + 1 > 9223372036854775807   | TRUE
          -9223372036854775808 - 1 < -9223372036854775808 | TRUE
          -9223372036854775808 < 0   | TRUE
          -(-9223372036854775808) = 9223372036854775808   | TRUE
          -9223372036854775808 / -1 = 9223372036854775808 | TRUE
          time + 1000 = 6000         | TRUE
          """)
  void computes(String selector, String value) {
    assertThat(message().selected(selector)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          9007199254740993 = 9007199254740992.0   | FALSE
          9007199254740993 > 9007199254740992.0   | TRUE
          9007199254740992.0 < 9007199254740993   | TRUE
          9223372036854775807 < 9223372036854775808.0 | TRUE
          9223372036854775807 = 9223372036854775807.0 | FALSE
          -9223372036854775808 = -9223372036854775808.0 | TRUE
          0 = -0.0      | TRUE
          1 > 0.99      | TRUE
          -1 < -0.99    | TRUE
          0 > -0.5      | TRUE
          0 < 1E-300    | TRUE
          1E300 > 18446744073709551616 | TRUE
          0x1F = 31     | TRUE
          0xffL = 255   | TRUE
          017 = 15      | TRUE
          0 = 00        | TRUE
          7L = 7        | TRUE
          7. = 7        | TRUE
          .5 = 0.5      | TRUE
          57.9E2 = 5790 | TRUE
          7e3 = 7000    | TRUE
          7E-1 = 0.7    | TRUE
          5d = 5        | TRUE
          1.5F = 1.5D   | TRUE
          """)
  void numbersAreExactWhateverTheirTypes(String selector, String value) {
    assertThat(message().selected(selector)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          weight BETWEEN 5 AND 6          | TRUE
          weight BETWEEN 6 AND 7          | FALSE
          weight between 7 and 3          | FALSE
          weight NOT BETWEEN 6 AND 7      | TRUE
          weight BETWEEN 1 + 1 AND 2 * 3 AND yes | TRUE
          weight + 1 BETWEEN 6 AND 6      | TRUE
          absent BETWEEN 1 AND 2          | UNKNOWN
          absent NOT BETWEEN 1 AND 2      | UNKNOWN
          weight BETWEEN absent AND 4     | FALSE
          weight BETWEEN absent AND 6     | UNKNOWN
          weight NOT BETWEEN absent AND 4 | TRUE
          colour BETWEEN 1 AND 2          | FALSE
          colour IN ('blue', 'red')       | TRUE
          colour IN ('blue')              | FALSE
          colour NOT IN ('blue')          | TRUE
          colour NOT IN ('red')           | FALSE
          bytes IN ('red')                | TRUE
          absent IN ('red')               | UNKNOWN
          absent NOT IN ('red')           | UNKNOWN
          weight IN ('5')                 | UNKNOWN
          broken IN ('5')                 | UNKNOWN
          colour LIKE 'r%'                | TRUE
          colour LIKE 'r_d'               | TRUE
          colour NOT LIKE 'b%'            | TRUE
          colour LIKE 'R%'                | FALSE
          (colour) LIKE 'red'             | TRUE
          bytes LIKE '%d'                 | TRUE
          broken LIKE '%'                 | UNKNOWN
          absent LIKE '%'                 | UNKNOWN
          absent NOT LIKE '%'             | UNKNOWN
          weight LIKE '5'                 | UNKNOWN
          absent IS NULL                  | TRUE
          void IS NULL                    | TRUE
          colour IS NULL                  | FALSE
          absent IS NOT NULL              | FALSE
          colour IS NOT NULL              | TRUE
          """)
  void hasSqlsOtherPredicates(String selector, String value) {
    assertThat(message().selected(selector)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "x-match" = 'hyphen'       | TRUE
          "say ""a""\" = 'quotes'     | TRUE
          "and" = 'keyword'          | TRUE
          "colour" = 'red'           | TRUE
          a.b = 'dot'                | TRUE
          äöü_$1 = 'java'            | TRUE
          Colour IS NULL             | TRUE
          application_properties.colour = 'red' | TRUE
          properties.colour IS NULL  | TRUE
          colour='red'AND(yes)       | TRUE
          """)
  void namesAreThoseOfJavaOrInQuotes(String selector, String value) {
    assertThat(message().selected(selector)).isEqualTo(value);
  }

  @Test
  void aQuoteIsDoubled() {
    FilteredMessage message = new FilteredMessage().header("name", "O'Hara");

    assertThat(message.selected("name = 'O''Hara'")).isEqualTo("TRUE");
    assertThat(message.selected("name LIKE '%''%'")).isEqualTo("TRUE");
  }

  @Test
  void likeLooksAtNoMoreThanItsLimit() {
    String longest = "x".repeat(Like.LENGTH_MAX);
    FilteredMessage message =
        new FilteredMessage()
            .header("text", longest)
            .header("longer", longest + "x")
            .header("bytes", new Binary(longest.getBytes(StandardCharsets.UTF_8)))
            .header("moreBytes", new Binary((longest + "x").getBytes(StandardCharsets.UTF_8)));

    assertThat(message.selected("text LIKE '%x'")).isEqualTo("TRUE");
    assertThat(message.selected("longer LIKE '%x'")).isEqualTo("UNKNOWN");
    assertThat(message.selected("longer NOT LIKE 'y'")).isEqualTo("UNKNOWN");
    assertThat(message.selected("bytes LIKE '%x'")).isEqualTo("TRUE");
    assertThat(message.selected("moreBytes LIKE '%x'")).isEqualTo("UNKNOWN");
  }

  @Test
  void whiteSpaceIsThatOfJava() {
    assertThat(message().selected("\t weight\n=\r\f5 ")).isEqualTo("TRUE");
    assertThat(MessageFilters.selector(" ").matches(message().message())).isTrue();
    assertThat(MessageFilters.selector("").matches(message().message())).isTrue();
  }

  @Test
  void textIsOrderedByCodePoints() {
    FilteredMessage message =
        new FilteredMessage()
            .header("face", "\uD83D\uDE00")
            .header("late", "\uFFFD")
            .header("a", "a")
            .header("ab", "ab")
            .header("b", "b");

    assertThat(message.selected("face > late")).isEqualTo("TRUE");
    assertThat(message.selected("late < face")).isEqualTo("TRUE");
    assertThat(message.selected("face > a")).isEqualTo("TRUE");
    assertThat(message.selected("a < ab AND ab < b AND a <= a")).isEqualTo("TRUE");
  }

  @Test
  void notANumberEqualsNothing() {
    FilteredMessage message = new FilteredMessage().header("nan", Double.NaN).header("n", 1);

    assertThat(message.selected("nan = nan")).isEqualTo("FALSE");
    assertThat(message.selected("nan <> n AND n <> nan")).isEqualTo("TRUE");
    assertThat(message.selected("nan < n OR nan >= n OR n > nan")).isEqualTo("FALSE");
    assertThat(message.selected("nan + 1 > 0")).isEqualTo("FALSE");
  }

  @Test
  void infinitiesAreBeyondAllNumbers() {
    FilteredMessage message =
        new FilteredMessage()
            .header("most", Double.POSITIVE_INFINITY)
            .header("least", Float.NEGATIVE_INFINITY)
            .header("huge", Unsigned.ulong(-1));

    assertThat(message.selected("most > huge AND least < huge AND least < most")).isEqualTo("TRUE");
    assertThat(message.selected("most > 9223372036854775807 AND most = most")).isEqualTo("TRUE");
  }

  // ---- JMS's names ----

  @Test
  void namesOfJmsAreTheFieldsOfAmqp() {
    FilteredMessage message =
        new FilteredMessage()
            .property(Property.MESSAGE_ID, "ID:1")
            .property(Property.CORRELATION_ID, "c")
            .property(Property.SUBJECT, "order")
            .property(Property.TYPE, "other")
            .property(Property.REPLY_TO, "/queues/answers")
            .property(Property.TO, "/queues/q")
            .property(Property.TIMESTAMP, new Timestamp(77))
            .property(Property.USER_ID, new Binary("me".getBytes(StandardCharsets.UTF_8)))
            .property(Property.GROUP_ID, "g")
            .property(Property.GROUP_SEQUENCE, Unsigned.uint(3))
            .durable()
            .priority(9)
            .ttlMs(500);

    assertThat(message.selected("JMSMessageID = 'ID:1'")).isEqualTo("TRUE");
    assertThat(message.selected("AMQUserID = 'ID:1'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSCorrelationID = 'c'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSType = 'order'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSReplyTo = '/queues/answers'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSDestination = '/queues/q'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSTimestamp = 77")).isEqualTo("TRUE");
    assertThat(message.selected("JMSExpiration = 1500")).isEqualTo("TRUE");
    assertThat(message.selected("JMSXUserID = 'me'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSXGroupID = 'g' AND AMQGroupID = 'g'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSXGroupSeq = 3")).isEqualTo("TRUE");
    assertThat(message.selected("JMSPriority > 8 AND AMQPriority = 9")).isEqualTo("TRUE");
    assertThat(message.selected("JMSDeliveryMode = 'PERSISTENT'")).isEqualTo("TRUE");
    assertThat(message.selected("AMQDurable = 'DURABLE'")).isEqualTo("TRUE");
    assertThat(message.selected("properties.subject = 'order'")).isEqualTo("TRUE");
    assertThat(message.selected("header.priority = 9")).isEqualTo("TRUE");
  }

  @Test
  void fieldsThatAreNotThereAreNullOrHaveTheirDefaults() {
    FilteredMessage message = new FilteredMessage();

    assertThat(message.selected("JMSMessageID IS NULL AND JMSCorrelationID IS NULL"))
        .isEqualTo("TRUE");
    assertThat(message.selected("JMSType IS NULL AND JMSTimestamp IS NULL")).isEqualTo("TRUE");
    assertThat(message.selected("JMSPriority = 4")).isEqualTo("TRUE");
    assertThat(message.selected("JMSDeliveryMode = 'NON_PERSISTENT'")).isEqualTo("TRUE");
    assertThat(message.selected("AMQDurable = 'NON_DURABLE'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSExpiration = 0")).isEqualTo("TRUE");
  }

  @Test
  void whereThereIsNoFieldAHeaderOfThatNameCounts() {
    FilteredMessage message =
        new FilteredMessage()
            .header("JMSType", "t")
            .header("JMSCorrelationID", "c")
            .header("JMSXGroupID", "g")
            .header("JMSXAppID", "a");

    assertThat(message.selected("JMSType = 't' AND JMSCorrelationID = 'c'")).isEqualTo("TRUE");
    assertThat(message.selected("JMSXGroupID = 'g' AND JMSXAppID = 'a'")).isEqualTo("TRUE");
    assertThat(
            new FilteredMessage()
                .property(Property.TYPE, "field")
                .header("JMSType", "header")
                .selected("JMSType = 'field'"))
        .isEqualTo("TRUE");
  }

  @Test
  void identifiersAreAsQpidJmsShowsThem() {
    UUID uuid = new UUID(1, 2);
    Binary bytes = new Binary(new byte[] {1, (byte) 0xAB});

    assertThat(JmsIds.messageId("ID:1")).isEqualTo("ID:1");
    assertThat(JmsIds.messageId("1")).isEqualTo("ID:AMQP_NO_PREFIX:1");
    assertThat(JmsIds.messageId(uuid)).isEqualTo("ID:AMQP_UUID:" + uuid);
    assertThat(JmsIds.messageId(Unsigned.ulong(-1)))
        .isEqualTo("ID:AMQP_ULONG:18446744073709551615");
    assertThat(JmsIds.messageId(bytes)).isEqualTo("ID:AMQP_BINARY:01AB");
    assertThat(JmsIds.messageId("ID:AMQP_UUID:x")).isEqualTo("ID:AMQP_STRING:ID:AMQP_UUID:x");
    assertThat(JmsIds.messageId("AMQP_UUID:x")).isEqualTo("ID:AMQP_NO_PREFIX:AMQP_UUID:x");
    assertThat(JmsIds.messageId(null)).isNull();
    assertThat(JmsIds.correlationId("1")).isEqualTo("1");
    assertThat(JmsIds.correlationId("ID:1")).isEqualTo("ID:1");
    assertThat(JmsIds.correlationId(uuid)).isEqualTo("ID:AMQP_UUID:" + uuid);
    assertThat(JmsIds.correlationId("ID:AMQP_ULONG:x")).isEqualTo("ID:AMQP_STRING:ID:AMQP_ULONG:x");
    assertThat(JmsIds.correlationId("AMQP_ULONG:x")).isEqualTo("AMQP_ULONG:x");
  }

  @Test
  void aNameThatStandsMoreThanOnceIsLookedUpOnce() {
    FilteredMessage message = new FilteredMessage().header("n", 3);
    var filter = MessageFilters.selector("n = 1 OR n = 2 OR m = 3 OR m IS NULL OR n = 4");

    assertThat(filter.matches(message.message())).isTrue();
    assertThat(message.lookUps()).isEqualTo(2);
    assertThat(filter).hasToString("n = 1 OR n = 2 OR m = 3 OR m IS NULL OR n = 4");
  }
}

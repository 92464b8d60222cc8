package io.warrenmq.core.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where AMQP's SQL filter expressions, as RabbitMQ 4.2 has them, are not selectors. */
class SqlFilterTest {
  private static FilteredMessage message() {
    return new FilteredMessage()
        .header("colour", new Symbol("red"))
        .header("weight", Unsigned.ushort(5))
        .header("price", 10.5)
        .header("yes", true)
        .header("no", false)
        .header("bytes", new Binary(new byte[] {(byte) 0xDE, (byte) 0xAD}))
        .header("name", "say \"hi\"")
        .header("x-key", "delimited")
        .header("[a]", "brackets")
        .header("", "empty")
        .header("p.to", "a header")
        .header("between", "no keyword here")
        .property(Property.MESSAGE_ID, new UUID(1, 2))
        .property(Property.USER_ID, new Binary("me".getBytes(StandardCharsets.UTF_8)))
        .property(Property.TO, "/queues/q")
        .property(Property.SUBJECT, "order 7")
        .property(Property.REPLY_TO, "/queues/answers")
        .property(Property.CORRELATION_ID, Unsigned.ulong(789))
        .property(Property.CONTENT_TYPE, new Symbol("text/plain"))
        .property(Property.CONTENT_ENCODING, new Symbol("gzip"))
        .property(Property.EXPIRY_TIME, new Timestamp(FilteredMessage.NOW_MS + 1000))
        .property(Property.TIMESTAMP, new Timestamp(FilteredMessage.NOW_MS - 1000))
        .property(Property.GROUP_ID, "g")
        .property(Property.GROUP_SEQUENCE, Unsigned.uint(9))
        .property(Property.REPLY_TO_GROUP_ID, "h")
        .priority(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          properties.message_id IS NOT NULL     | TRUE
          p.message_id = 0x00000000000000010000000000000002 | TRUE
          p.user_id = 'me'                      | TRUE
          p.user_id = 0x6D65                    | TRUE
          p.to LIKE '/queues/%'                 | TRUE
          properties.subject = 'order 7'        | TRUE
          p.reply_to = '/queues/answers'        | TRUE
          p.correlation_id = 789                | TRUE
          p.content_type = 'text/plain'         | TRUE
          p.content_encoding IN ('gzip', 'br')  | TRUE
          p.absolute_expiry_time > UTC()        | TRUE
          p.creation_time < UTC()               | TRUE
          UTC( ) - p.creation_time = 1000       | TRUE
          p.group_id = 'g'                      | TRUE
          p.group_sequence = 9                  | TRUE
          p.reply_to_group_id = 'h'             | TRUE
          header.priority = 7                   | TRUE
          h.priority > 7                        | FALSE
          application_properties.colour = 'red' | TRUE
          a.colour = 'red'                      | TRUE
          colour = 'red'                        | TRUE
          [colour] = 'red'                      | TRUE
          [x-key] = 'delimited'                 | TRUE
          [[[a]]] = 'brackets'                  | TRUE
          [] = 'empty'                          | TRUE
          [p.to] = 'a header'                   | TRUE
          between = 'no keyword here'           | TRUE
          JMSPriority IS NULL                   | TRUE
          """)
  void namesHaveTheirSectionInFront(String expression, String value) {
    assertThat(message().filtered(expression)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          colour != 'blue'              | TRUE
          colour = "red"                | TRUE
          name = "say ""hi""\"           | TRUE
          name = 'say "hi"'             | TRUE
          bytes = 0xDEAD                | TRUE
          bytes IN (0xBEEF, 0xDEAD)     | TRUE
          bytes > 0xDD                  | TRUE
          bytes <= 0xDEADBE             | TRUE
          0xdead = bytes                | TRUE
          weight = 0x05                 | FALSE
          0x01 + 0x02 = 0x03            | UNKNOWN
          colour > 'blue'               | TRUE
          colour >= 'red' AND 'z' > colour | TRUE
          colour > 1                    | FALSE
          017 = 17                      | TRUE
          1.5E2 = 150                   | TRUE
          1.5e-1 = 0.15                 | TRUE
          """)
  void literalsAndOperatorsAreThoseOfSql(String expression, String value) {
    assertThat(message().filtered(expression)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          weight <> 'heavy'             | TRUE
          yes <> 1                      | TRUE
          weight = 'heavy'              | FALSE
          weight IN ('5')               | FALSE
          weight NOT IN ('5')           | TRUE
          weight IN (1, 2 + 3)          | TRUE
          weight IN ('5', price, 5)     | TRUE
          'red' IN (name, colour)       | TRUE
          10.0 IN (TRUE, p.group_sequence + 1) | TRUE
          weight IN (absent)            | FALSE
          weight NOT IN (absent)        | TRUE
          absent IN (absent)            | UNKNOWN
          absent NOT IN ('red')         | UNKNOWN
          'red' LIKE 'r%'               | TRUE
          weight LIKE '5'               | UNKNOWN
          weight OR yes                 | TRUE
          +weight                       | 5
          +colour = 'red'               | UNKNOWN
          5                             | 5
          'a' AND yes                   | UNKNOWN
          'a' AND no                    | FALSE
          yes > no                      | FALSE
          TRUE = 1                      | FALSE
          (weight = 5) = TRUE           | TRUE
          weight + yes = 6              | UNKNOWN
          colour + weight = 'red5'      | UNKNOWN
          weight / 0 > 0                | UNKNOWN
          price % 2 = 0.5               | UNKNOWN
          7 % -5 = 2                    | TRUE
          -7 % 5 = -2                   | TRUE
          101 % 75 % weight = 1         | TRUE
          """)
  void whatJmsRefusesOrLeavesOpenIsAsInRabbitMq(String expression, String value) {
    assertThat(message().filtered(expression)).isEqualTo(value);
  }

  @Test
  void aMessageWithoutPriorityHasFour() {
    assertThat(new FilteredMessage().filtered("header.priority = 4")).isEqualTo("TRUE");
  }
}

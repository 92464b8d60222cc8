package io.warrenmq.amqp091.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBufUtil;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.wire.FieldTable;
import io.warrenmq.amqp091.wire.FieldTables;
import io.warrenmq.amqp091.wire.MalformedFrame;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicPropertiesTest {
  private final PropertiesCursor cursor = new PropertiesCursor();

  @Test
  void cursorFindsWhatTheBrokerNeeds() {
    byte[] bytes = hex("00 3b10 00000003 016156 02 05 0472706c79 023630 0567756573 74");

    cursor.parse(bytes, 1, bytes.length - 1);

    assertThat(cursor.has(PropertiesCursor.CONTENT_TYPE)).isFalse();
    assertThat(cursor.has(PropertiesCursor.HEADERS)).isTrue();
    assertThat(cursor.offset(PropertiesCursor.HEADERS)).isEqualTo(7);
    assertThat(cursor.length(PropertiesCursor.HEADERS)).isEqualTo(3);
    assertThat(cursor.headers()).isEqualTo(FieldTable.decode(hex("016156"), 0, 3));
    assertThat(cursor.deliveryMode()).isEqualTo(2);
    assertThat(cursor.priority()).isEqualTo(5);
    assertThat(cursor.string(PropertiesCursor.REPLY_TO)).isEqualTo("rply");
    assertThat(cursor.expirationMs()).isEqualTo(60);
    assertThat(cursor.string(PropertiesCursor.USER_ID)).isEqualTo("guest");
    assertThat(cursor.string(PropertiesCursor.CORRELATION_ID)).isNull();
  }

  @Test
  void cursorForgetsWhatItSawBefore() {
    cursor.parse(hex("3800 00000000 02 05"), 0, 8);
    cursor.parse(hex("0000"), 0, 2);

    assertThat(cursor.deliveryMode()).isZero();
    assertThat(cursor.priority()).isEqualTo(-1);
    assertThat(cursor.timestamp()).isZero();
    assertThat(cursor.headers()).isNull();
    assertThat(cursor.expirationMs()).isEqualTo(PropertiesCursor.EXPIRATION_ABSENT);
  }

  // RabbitMQ 4.0.5 takes flags 0003 and answers 541 to all others here.
  @ParameterizedTest
  @CsvSource({
    "'', property flags are missing",
    "00, property flags are missing",
    "8000, a property's length exceeds the content header",
    "8000 05 6162, a property's length exceeds the content header",
    "1000, a property's length exceeds the content header",
    "0040 00000000000000, a property's length exceeds the content header",
    "2000 000000, a property's length exceeds the content header",
    "2000 ffffffff, a property's length exceeds the content header",
    "2000 7fffffff 00, a property's length exceeds the content header",
    "0000 616263, octets after the last property",
    "0001 0000, octets after the last property",
  })
  void refusesLyingLengths(String hex, String detail) {
    byte[] bytes = hex(hex);

    assertThat(catchThrowable(() -> cursor.parse(bytes, 0, bytes.length)))
        .isInstanceOfSatisfying(
            MalformedFrame.class,
            error -> {
              assertThat(error.kind()).isEqualTo(ReplyCode.SYNTAX_ERROR);
              assertThat(error.detail()).isEqualTo("malformed content header: " + detail);
            });
  }

  @Test
  void refusesMalformedHeadersAtOnce() {
    byte[] bytes = hex("2000 00000003 01613f");

    assertThat(catchThrowable(() -> cursor.parse(bytes, 0, bytes.length)))
        .isInstanceOf(MalformedFrame.class)
        .hasMessage("unknown value type 63 in a field table");
  }

  @Test
  void ignoresTwoLowestFlagsAsRabbitMqDoes() {
    cursor.parse(hex("1003 02"), 0, 3);

    assertThat(cursor.deliveryMode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "60000,60000", "+5,5", "-0,0", "0007,7", "315360000000,315360000000"})
  void readsExpiration(String text, long expirationMs) {
    assertThat(expirationMs(text)).isEqualTo(expirationMs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "-", "-1", "1 ", " 1", "1.5", "x", "315360000001", "9e9"})
  void tellsInvalidExpiration(String text) {
    assertThat(expirationMs(text)).isEqualTo(PropertiesCursor.EXPIRATION_INVALID);
    assertThat(expirationMs("9".repeat(255))).isEqualTo(PropertiesCursor.EXPIRATION_INVALID);
  }

  @Property
  void propertiesRoundTrip(@ForAll("properties") BasicProperties properties) {
    byte[] bytes = properties.encode();

    assertThat(BasicProperties.decode(bytes, 0, bytes.length)).isEqualTo(properties);
    assertThat(properties.toBuilder().build()).isEqualTo(properties);
  }

  @Property(tries = 200)
  void everyTruncationIsRefused(@ForAll("properties") BasicProperties properties) {
    byte[] bytes = properties.encode();

    for (int length = 0; length < bytes.length; length++) {
      int cut = length;
      assertThat(catchThrowable(() -> cursor.parse(bytes, 0, cut)))
          .isInstanceOf(MalformedFrame.class);
    }
  }

  @Property
  void mutatedPropertiesAreReadOrRefusedAtOnce(
      @ForAll("properties") BasicProperties properties, @ForAll long seed) {
    byte[] bytes = properties.encode();
    Random random = new Random(seed);
    for (int i = 0; i < 10; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      readOrRefuse(bytes);
    }
  }

  @Property
  void garbageIsReadOrRefusedAtOnce(@ForAll @Size(max = 100) byte[] bytes) {
    readOrRefuse(bytes);
  }

  /** What the cursor takes can be decoded, and encoded again in no more octets. */
  private void readOrRefuse(byte[] bytes) {
    Throwable refusal = catchThrowable(() -> cursor.parse(bytes, 0, bytes.length));
    if (refusal == null) {
      byte[] again = BasicProperties.of(cursor).encode();
      assertThat(again.length).isLessThanOrEqualTo(bytes.length);
    } else {
      assertThat(refusal).isInstanceOf(MalformedFrame.class);
    }
  }

  private long expirationMs(String text) {
    byte[] bytes = BasicProperties.builder().expiration(text).build().encode();
    cursor.parse(bytes, 0, bytes.length);
    return cursor.expirationMs();
  }

  @Provide
  Arbitrary<BasicProperties> properties() {
    Arbitrary<String> string =
        Arbitraries.strings().ofMaxLength(85).map(FieldTables::wellFormed).injectNull(0.5);
    Arbitrary<Integer> octet = Arbitraries.integers().between(0, 255).injectNull(0.5);
    Arbitrary<FieldTable> headers = FieldTables.any().injectNull(0.5);
    Arbitrary<Long> timestamp = Arbitraries.longs().injectNull(0.5);
    return Combinators.combine(string.list().ofSize(10), headers, octet.list().ofSize(2), timestamp)
        .as(
            (s, table, o, time) ->
                new BasicProperties(
                    s.get(0), s.get(1), table, o.get(0), o.get(1), s.get(2), s.get(3), s.get(4),
                    s.get(5), time, s.get(6), s.get(7), s.get(8), s.get(9)));
  }

  private static byte[] hex(String hex) {
    return ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
  }
}

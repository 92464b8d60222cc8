package io.warrenmq.amqp10.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCursorTest {
  private final ValueCursor cursor = new ValueCursor();

  private void begin(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    cursor.begin(bytes, 0, bytes.length);
  }

  private static byte[] written(@Nullable Object value) {
    ByteBuf out = Unpooled.buffer();
    ValueWriter.write(out, value);
    return ByteBufUtil.getBytes(out);
  }

  private static List<Object> values() {
    List<Object> values =
        new ArrayList<>(
            List.of(
                true,
                false,
                Unsigned.ubyte(1),
                Unsigned.ushort(1),
                Unsigned.uint(0),
                Unsigned.uint(1),
                Unsigned.uint(1000),
                Unsigned.ulong(0),
                Unsigned.ulong(1),
                Unsigned.ulong(-1)));
    values.addAll(List.of((byte) 1, (short) 1, 1, 1000, 1L, 1000L, 1f, 1d, 'c'));
    values.addAll(List.of(new BigDecimal("1.5"), new Timestamp(1), new UUID(1, 2)));
    values.addAll(
        List.of("", "text", "t".repeat(300), new Symbol("s"), new Symbol("s".repeat(300))));
    values.addAll(List.of(new Binary(new byte[3]), new Binary(new byte[300])));
    values.addAll(List.of(List.of(), List.of(1, "a"), List.of("t".repeat(300))));
    values.addAll(List.of(Map.of(), Map.of("k", 1), Map.of("k", "t".repeat(300))));
    values.add(new ValueArray(List.of(new Symbol("s"))));
    values.add(new ValueArray(List.of(Map.of("k", 1), Map.of())));
    values.add(Described.of(5, Described.of(1000, List.of(1))));
    return values;
  }

  @Test
  void passesOverWhateverTheReaderReads() {
    for (Object value : values()) {
      byte[] bytes = written(value);
      cursor.begin(bytes, 0, bytes.length);

      cursor.skip();

      assertThat(cursor.position()).isEqualTo(bytes.length);
      assertThat(cursor.hasMore()).isFalse();
    }
  }

  @Test
  void refusesWhateverIsCutOff() {
    for (Object value : values()) {
      byte[] bytes = written(value);
      for (int length = 0; length < bytes.length; length++) {
        cursor.begin(bytes, 0, length);
        assertThatThrownBy(cursor::skip).isInstanceOf(DecodeFault.class);
      }
    }
  }

  @Test
  void theReaderReadsArraysOfTextsAndMapsAsLists() {
    for (List<?> list :
        List.of(List.of(), List.of("a", "ключ"), List.of(Map.of("k", 1), Map.of()))) {
      byte[] bytes = written(new ValueArray(list));

      assertThat(bytes[0]).isEqualTo((byte) 0xF0);
      assertThat(new ValueReader(bytes, 0, bytes.length).read()).isEqualTo(list);
    }
  }

  @Test
  void stepsIntoLists() {
    begin("c00402405207");

    assertThat(cursor.isList()).isTrue();
    assertThat(cursor.enterList()).isEqualTo(2);
    assertThat(cursor.skipNull()).isTrue();
    assertThat(cursor.skipNull()).isFalse();
    assertThat(cursor.uint()).isEqualTo(7);
    cursor.checkEnd();

    begin("45");
    assertThat(cursor.isList()).isTrue();
    assertThat(cursor.enterList()).isZero();

    begin("d0000000050000000141");
    assertThat(cursor.enterList()).isEqualTo(1);
    assertThat(cursor.bool()).isTrue();
  }

  @Test
  void stepsIntoMaps() {
    for (String hex : List.of("c10602a1016b5601", "d10000000900000002a1016b5601")) {
      begin(hex);

      assertThat(cursor.isMap()).isTrue();
      assertThat(cursor.enterMap()).isEqualTo(1);
      assertThat(cursor.isString()).isTrue();
      assertThat(cursor.isText("k".getBytes(UTF_8))).isTrue();
      cursor.skip();
      assertThat(cursor.bool()).isTrue();
      cursor.checkEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "40",
        "c0",
        "c000",
        "c0000000",
        "c00100ff",
        "c00201",
        "c00302",
        "c0040540",
        "d0000000",
        "d000000004",
        "d00000000300000000",
        "d0ffffffff00000000",
        "d000000004ffffffff"
      })
  void refusesListsThatDoNotEndWhereTheBytesEnd(String hex) {
    begin(hex);
    assertThatThrownBy(cursor::enterList).isInstanceOf(DecodeFault.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "45", "c10101", "c1020140", "d1000000050000000140"})
  void refusesMapsThatAreNone(String hex) {
    begin(hex);
    assertThatThrownBy(cursor::enterMap).isInstanceOf(DecodeFault.class);
  }

  @Test
  void comparesTextAndSymbols() {
    for (Object value : List.of("key", new Symbol("key"))) {
      byte[] bytes = written(value);
      cursor.begin(bytes, 0, bytes.length);

      assertThat(cursor.isText("key".getBytes(UTF_8))).isTrue();
      assertThat(cursor.isText("ke".getBytes(UTF_8))).isFalse();
      assertThat(cursor.isText("kez".getBytes(UTF_8))).isFalse();
      assertThat(cursor.isString()).isEqualTo(value instanceof String);
      assertThat(cursor.isSymbol()).isEqualTo(value instanceof Symbol);
      assertThat(cursor.position()).isZero();
    }
    String large = "k".repeat(300);
    byte[] bytes = written(large);
    cursor.begin(bytes, 0, bytes.length);
    assertThat(cursor.isText(large.getBytes(UTF_8))).isTrue();
    for (int length = 1; length < bytes.length; length++) {
      cursor.begin(bytes, 0, length);
      assertThat(cursor.isText(large.getBytes(UTF_8))).isFalse();
    }
    begin("a003616263");
    assertThat(cursor.isBinary()).isTrue();
    assertThat(cursor.isText("abc".getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "40", "56", "5602", "5201"})
  void refusesOtherValuesForBooleans(String hex) {
    begin(hex);
    assertThatThrownBy(cursor::bool).isInstanceOf(DecodeFault.class);
  }

  @Test
  void readsUnsignedNumbers() {
    for (long value : new long[] {0, 1, 255, 256, 0xFFFF_FFFFL}) {
      byte[] bytes = written(Unsigned.uint(value));
      cursor.begin(bytes, 0, bytes.length);
      assertThat(cursor.uint()).isEqualTo(value);
    }
    begin("50ff");
    assertThat(cursor.uint()).isEqualTo(255);
    begin("5401");
    assertThatThrownBy(cursor::uint).hasMessage("no uint where one must be");
  }

  @Test
  void readsAValueAndGoesOn() {
    begin("a10361626341");

    assertThat(cursor.value()).isEqualTo("abc");
    assertThat(cursor.bool()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"46", "5f", "62", "76", "85", "99", "a2", "c2", "ff", "00"})
  void refusesConstructorsOfNoType(String hex) {
    begin(hex + "0000000000");
    if (hex.equals("00")) { // a descriptor, of which this one has no end
      begin("00".repeat(40));
    }
    assertThatThrownBy(cursor::skip).isInstanceOf(DecodeFault.class);
  }
}

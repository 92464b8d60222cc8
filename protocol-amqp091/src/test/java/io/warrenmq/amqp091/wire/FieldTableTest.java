package io.warrenmq.amqp091.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.error.ReplyCode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTableTest {
  private static final String EVERY_TYPE =
      """
      0174 74 01
      0162 62 fd
      0142 42 fd
      0173 73 fed4
      0175 75 fed4
      0149 49 80000000
      0169 69 80000000
      016c 6c 8000000000000000
      0166 66 40200000
      0164 64 3ff8000000000000
      0144 44 02 ffffffff
      0153 53 00000003 6162ff
      0178 78 00000002 00ce
      0141 41 00000007 49 00000001 74 00
      0146 46 00000004 016b 74 01
      0154 54 000000006553f100
      0156 56\
      """;

  @Test
  void readsAndWritesEveryType() {
    byte[] bytes = hex(EVERY_TYPE);

    FieldTable table = FieldTable.decode(bytes, 0, bytes.length);

    FieldTable expected =
        FieldTable.builder()
            .put("t", true)
            .put("b", (byte) -3)
            .put("B", new UnsignedByte(253))
            .put("s", (short) -300)
            .put("u", new UnsignedShort(65236))
            .put("I", Integer.MIN_VALUE)
            .put("i", new UnsignedInt(1L << 31))
            .put("l", Long.MIN_VALUE)
            .put("f", 2.5f)
            .put("d", 1.5)
            .put("D", new Decimal(2, 0xFFFF_FFFFL))
            .put("S", LongString.ofBytes(new byte[] {'a', 'b', -1}))
            .put("x", ByteArray.ofBytes(new byte[] {0, (byte) 0xCE}))
            .put("A", List.of(1, false))
            .put("F", FieldTable.builder().put("k", true).build())
            .put("T", new Timestamp(1_700_000_000L))
            .put("V", VoidValue.VOID)
            .build();
    assertThat(table).isEqualTo(expected).hasSameHashCodeAs(expected);
    assertThat(table.encode()).isEqualTo(bytes);
  }

  @Test
  void readsCapitalLAsSigned() {
    byte[] bytes = hex("016c 4c ffffffffffffffff");

    FieldTable table = FieldTable.decode(bytes, 0, bytes.length);

    assertThat(table.get("l")).isEqualTo(-1L);
    assertThat(table.encode()).isEqualTo(hex("016c 6c ffffffffffffffff"));
  }

  @Test
  void validatingNamesSignedNumbersAsUsual() {
    byte[] bytes = hex("0161 41 00000009 4c 0000000000000001");

    FieldTable.validate(bytes, 0, bytes.length);

    assertThat(bytes).isEqualTo(hex("0161 41 00000009 6c 0000000000000001"));
  }

  @Test
  void keepsDoublesAndFindsFirst() {
    byte[] bytes = hex("0161 49 00000001 0161 49 00000002");

    FieldTable table = FieldTable.decode(bytes, 0, bytes.length);

    assertThat(table.get("a")).isEqualTo(1);
    assertThat(table.value(1)).isEqualTo(2);
    assertThat(table.encode()).isEqualTo(bytes);
  }

  @Test
  void equivalenceIgnoresOrderAndEqualityDoesNot() {
    FieldTable ab = FieldTable.builder().put("a", 1).put("b", "x").build();
    FieldTable ba = FieldTable.builder().put("b", "x").put("a", 1).build();

    assertThat(ab.isEquivalentTo(ba)).isTrue();
    assertThat(ab).isNotEqualTo(ba);
    assertThat(ab.isEquivalentTo(FieldTable.builder().put("a", 1L).put("b", "x").build()))
        .isFalse();
  }

  @Test
  void refusesEveryPrefixThatEndsWithinAnEntry() {
    byte[] bytes = hex(EVERY_TYPE);
    List<Integer> ends = new java.util.ArrayList<>(List.of(0));
    for (String line : EVERY_TYPE.lines().toList()) {
      ends.add(ends.get(ends.size() - 1) + hex(line).length);
    }

    for (int length = 0; length <= bytes.length; length++) {
      Throwable error = decodeError(bytes, length);
      assertThat(error == null).as("prefix of %d", length).isEqualTo(ends.contains(length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ff61",
    "0161",
    "0161 3f 00",
    "0161 53 00000009 616263",
    "0161 53 7fffffff 61",
    "0161 53 ffffffff 61",
    "0161 78 80000000",
    "0161 46 7fffffff",
    "0161 41 ffffffff 00",
    // an inner length that fits the frame, but not the table around it
    "0161 46 00000007 0162 53 00000002 6161",
    "0161 41 00000003 49 00000001",
  })
  void refusesHostileLengthsAndTypes(String hex) {
    byte[] bytes = hex(hex);

    assertThat(decodeError(bytes, bytes.length))
        .isInstanceOfSatisfying(
            MalformedFrame.class,
            error -> assertThat(error.kind()).isEqualTo(ReplyCode.SYNTAX_ERROR));
  }

  @ParameterizedTest
  @ValueSource(chars = {'F', 'A'})
  void boundsDepth(char type) {
    assertThat(decodeError(nested(type, FieldTable.DEPTH_MAX))).isNull();
    assertThat(decodeError(nested(type, FieldTable.DEPTH_MAX + 1)))
        .hasMessage("field table nested deeper than 64 levels");
    assertThat(decodeError(nested(type, 20_000)))
        .hasMessage("field table nested deeper than 64 levels");
  }

  @Test
  void readsNamesThatAreNotUtf8() {
    byte[] bytes = hex("02 61ff 56");

    assertThat(FieldTable.decode(bytes, 0, 4).name(0)).isEqualTo("a?");
  }

  @Test
  void builderTakesOnlyWhatTheWireCanCarry() {
    FieldTable.Builder builder = FieldTable.builder();

    assertThatIllegalArgumentException().isThrownBy(() -> builder.put("a", new Object()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.put("a", List.of(List.of(new StringBuilder()))));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.put("x".repeat(256), 1));
    assertThat(builder.put("a", List.of("text")).build().get("a"))
        .isEqualTo(List.of(LongString.of("text")));
  }

  @Test
  void longStringTellsTextFromBinary() {
    assertThat(LongString.of("\uFFFD").isUtf8()).isTrue();
    assertThat(LongString.ofBytes(new byte[] {-1}).isUtf8()).isFalse();
    assertThat(LongString.ofBytes(new byte[] {-1})).hasToString("\uFFFD");
  }

  @Property(tries = 300)
  void everyTableRoundTrips(@ForAll("tables") FieldTable table) {
    ByteBuf out = Unpooled.buffer();
    table.write(out);
    int length = out.readInt();
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);

    assertThat(length).isEqualTo(bytes.length);
    assertThat(FieldTable.decode(bytes, 0, bytes.length)).isEqualTo(table);
    assertThat(table.encode()).isEqualTo(bytes);
    assertThat(table.toBuilder().build()).isEqualTo(table);
  }

  @Property(tries = 300)
  void mutatedTablesAreReadOrRefusedAndValidatorAgrees(
      @ForAll("tables") FieldTable table, @ForAll long seed) {
    byte[] bytes = table.encode();
    Random random = new Random(seed);
    for (int i = 0; i < 20 && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      decodeError(bytes, bytes.length);
    }
  }

  @Property
  void garbageIsReadOrRefusedAndValidatorAgrees(@ForAll @Size(max = 200) byte[] bytes) {
    decodeError(bytes, bytes.length);
  }

  @Provide
  Arbitrary<FieldTable> tables() {
    return FieldTables.any();
  }

  private static @Nullable Throwable decodeError(byte[] bytes) {
    return decodeError(bytes, bytes.length);
  }

  /**
   * Decodes a copy between two fences, so that a read past either end shows; checks that validate()
   * says the same.
   */
  private static @Nullable Throwable decodeError(byte[] bytes, int length) {
    byte[] fenced = new byte[length + 20];
    Arrays.fill(fenced, (byte) 'V');
    System.arraycopy(bytes, 0, fenced, 10, length);
    Throwable decoding = catchThrowable(() -> FieldTable.decode(fenced, 10, length));
    Throwable validating = catchThrowable(() -> FieldTable.validate(fenced, 10, length));
    if (decoding == null) {
      assertThat(validating).isNull();
    } else {
      assertThat(decoding).isInstanceOf(MalformedFrame.class);
      assertThat(validating).isInstanceOf(MalformedFrame.class).hasMessage(decoding.getMessage());
    }
    return decoding;
  }

  /** A table with so many levels, itself counted; the innermost holds one entry. */
  private static byte[] nested(char type, int depth) {
    int overhead = type == 'F' ? 6 : 5;
    ByteBuf out = Unpooled.buffer();
    out.writeShort(0x0161);
    for (int inner = depth - 1; inner > 0; inner--) {
      int last = type == 'F' ? 3 : 1;
      int content = (inner - 1) * (type == 'F' ? overhead + 1 : overhead) + last;
      out.writeByte(type).writeInt(content);
      if (type == 'F') {
        out.writeShort(0x0161);
      }
    }
    out.writeByte('V');
    return Arrays.copyOf(out.array(), out.writerIndex());
  }

  private static byte[] hex(String hex) {
    return ByteBufUtil.decodeHexDump(hex.replaceAll("\\s", ""));
  }
}

package io.warrenmq.amqp10.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.testkit.wire.Hex;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no value is refused, before memory is taken for it and however deep it is. */
class MalformedValuesTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static @Nullable Object read(byte[] bytes) {
    return new ValueReader(bytes, 0, bytes.length).read();
  }

  private static void assertRefused(byte[] bytes, String why) {
    assertThatThrownBy(() -> read(bytes))
        .as(why)
        .isInstanceOfSatisfying(
            DecodeFault.class,
            fault -> {
              assertThat(fault.detail()).isNotBlank().hasSizeLessThan(100);
              assertThat(fault.getStackTrace()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'', nothing",
    "56 02, a boolean of 2",
    "56 ff, a boolean of 255",
    "e0 03 01 56 02, a boolean of 2 in an array",
    "73 00110000, a character beyond Unicode",
    "73 ffffffff, a negative character",
    "a0 02 00, a binary longer than what there is",
    "b0 ffffffff 00, a binary of a negative length",
    "b0 7fffffff 00, a binary of two gigabytes",
    "a1 01 80, text that begins with a continuation",
    "a1 01 c3, text that ends within a character",
    "a1 02 c080, an overlong form",
    "a1 03 eda080, a surrogate",
    "a1 04 f4908080, text beyond Unicode",
    "b1 00000002 61ff, text with a byte that is in no UTF-8",
    "b1 7fffffff 61, text of two gigabytes",
    "a3 01 80, a symbol that is not ASCII",
    "b3 00000002 61e9, a symbol that is not ASCII",
    "b3 80000000 61, a symbol of a negative length",
    "c0 00, a list without a count",
    "c0 00 00, a list whose size leaves out the count",
    "c0 01 01 40, a list whose size leaves out its value",
    "c0 03 01 40 40, a list of one value and the size of two",
    "c0 02 01 50 01, a list of two bytes and the size of one",
    "c0 02 02 40 40, a list of two values in one byte",
    "c0 05 01 40, a list longer than what there is",
    "d0 00000003 00, a list whose size is that of no count",
    "d0 00000005 00000002 40 40, a list of two values in one byte",
    "d0 00000005 7fffffff 40, a list of 2^31-1 values in one byte",
    "d0 00000005 80000000 40, a list of a negative count",
    "d0 7fffffff 7fffffff 40, a list of two gigabytes",
    "d0 ffffffff 00000001 40, a list of a negative size",
    "c1 02 01 40, a map of one value",
    "c1 04 03 40 41 42, a map of three values",
    "c1 01 02 40 40, a map whose size leaves out its values",
    "d1 00000006 7ffffffe 40 40, a map of 2^31-2 values in two bytes",
    "d1 00000006 fffffffe 40 40, a map of a negative count",
    "e0 01 00, an array without a constructor",
    "e0 02 01 50, an array that lacks its value",
    "e0 03 02 50 01, an array of two values in one byte",
    "e0 04 01 50 01 02, an array of one value and the size of two",
    "e0 03 01 57 01, an array of an unknown type",
    "e0 02 01 46, an array of an unknown type without width",
    "e0 02 00 46, an empty array of an unknown type without width",
    "e0 03 01 01 01, an array of an unknown constructor",
    "e0 06 01 00 5301 00 40, an array of described values in descriptions",
    "e0 05 01 00 40 50 01, an array with a descriptor that is null",
    "e0 03 01 41 40, an array of a value without width and the size of another",
    "f0 00000005 80000000 40, an array of 2^31 nulls (CVE-2026-66079)",
    "f0 00000005 7fffffff 40, an array of 2^31-1 nulls",
    "f0 00000005 00010001 45, an array of 65537 empty lists",
    "f0 00000005 7fffffff 56, an array of 2^31-1 booleans in no byte",
    "f0 00000006 7fffffff 56 01, an array of 2^31-1 booleans in one byte",
    "f0 00000007 7fffffff 00 5301, a described array that ends",
    "00, a descriptor that is missing",
    "00 5301, a description of nothing",
    "00 40 40, a descriptor that is null",
  })
  void refuses(String hex, String why) {
    assertRefused(Hex.parse(hex), why);
  }

  @Test
  void refusesEveryConstructorThatIsNone() {
    byte[] bytes = new byte[64];
    for (int code = 1; code < 256; code++) {
      if (!TypeCodes.ALL.contains(code)) {
        bytes[0] = (byte) code;

        assertRefused(bytes, "0x" + Integer.toHexString(code));
      }
    }
  }

  @Test
  void refusesWhatIsCutOffAnywhere() {
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new AnyForm(random, true).bytes(new RandomValues(random).value(2));
      for (int length = 0; length < Math.min(bytes.length, 500); length++) {
        byte[] some = Arrays.copyOf(bytes, length);

        assertRefused(some, "seed " + seed + ", " + length + " bytes");
        assertThatThrownBy(() -> new ValueReader(some, 0, some.length).skip())
            .isInstanceOf(DecodeFault.class);
      }
    }
  }

  @Test
  void doesNotReadBeyondItsEnd() {
    byte[] bytes = Hex.parse("ff a1 03 'abc' ff");

    assertThat(new ValueReader(bytes, 1, 6).read()).isEqualTo("abc");
    assertThatThrownBy(() -> new ValueReader(bytes, 1, 5).read()).isInstanceOf(DecodeFault.class);
  }

  // ---- how deep ----

  private static byte[] concat(byte[]... parts) {
    ByteBuf out = Unpooled.buffer();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] sized(int code, int count, byte[] content) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(code).writeInt(content.length + 4).writeInt(count).writeBytes(content);
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] nested(int depth, UnaryOperator<byte[]> level) {
    byte[] bytes = {0x44};
    for (int i = 0; i < depth; i++) {
      bytes = level.apply(bytes);
    }
    return bytes;
  }

  private static void assertDepth(String what, UnaryOperator<byte[]> level) {
    read(nested(ValueReader.DEPTH_MAX, level));

    assertRefused(nested(ValueReader.DEPTH_MAX + 1, level), what);
    assertRefused(nested(2000, level), what);
  }

  @Test
  void refusesListsThatAreTooDeep() {
    assertDepth("lists", inner -> sized(0xd0, 1, inner));
  }

  @Test
  void refusesMapsThatAreTooDeep() {
    assertDepth("in values", inner -> sized(0xd1, 2, concat(new byte[] {0x41}, inner)));
    assertDepth("in keys", inner -> sized(0xd1, 2, concat(inner, new byte[] {0x41})));
  }

  @Test
  void refusesArraysThatAreTooDeep() {
    // Each is one element of the next, whose constructor is the first byte.
    byte[] deepest = sized(0xf0, 1, new byte[] {0x44});

    assertThat(read(nestedArrays(deepest, ValueReader.DEPTH_MAX - 1))).isInstanceOf(List.class);
    assertRefused(nestedArrays(deepest, ValueReader.DEPTH_MAX), "arrays");
    assertRefused(nestedArrays(deepest, 2000), "arrays");
  }

  private static byte[] nestedArrays(byte[] deepest, int depth) {
    byte[] bytes = deepest;
    for (int i = 0; i < depth; i++) {
      bytes = sized(0xf0, 1, bytes);
    }
    return bytes;
  }

  @Test
  void refusesDescriptionsThatAreTooDeep() {
    assertDepth("values", inner -> concat(new byte[] {0, 0x44}, inner));
    assertDepth("descriptors", inner -> concat(new byte[] {0}, inner, new byte[] {0x40}));
    assertDepth(
        "descriptors of arrays",
        inner -> sized(0xf0, 1, concat(new byte[] {0}, inner, new byte[] {0x44})));
  }

  @Test
  void refusesDescriptionsThatAreTooDeepToPassOver() {
    for (int depth : new int[] {ValueReader.DEPTH_MAX + 1, 1_000_000}) {
      byte[] descriptors = new byte[depth + 1];
      byte[] values =
          concat(
              new byte[0],
              nested(Math.min(depth, 2000), inner -> concat(new byte[] {0, 0x44}, inner)));

      for (byte[] bytes : List.of(descriptors, values)) {
        assertThatThrownBy(() -> new ValueReader(bytes, 0, bytes.length).skip())
            .isInstanceOf(DecodeFault.class);
        assertRefused(bytes, depth + " descriptions");
      }
    }
  }

  @Test
  void passesOverWhatIsAsDeepAsCanBe() {
    byte[] bytes = nested(ValueReader.DEPTH_MAX, inner -> concat(new byte[] {0, 0x44}, inner));
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);

    reader.skip();

    assertThat(reader.hasMore()).isFalse();
  }

  // ---- how many ----

  @Test
  void refusesMoreValuesThanItReads() {
    int most = ValueReader.VALUES_MAX - 1; // and what holds them
    byte[] nulls = new byte[most];
    Arrays.fill(nulls, (byte) 0x40);

    assertThat((List<?>) read(sized(0xd0, most, nulls))).hasSize(most);

    assertRefused(sized(0xd0, most + 1, concat(nulls, new byte[] {0x40})), "a list");
    assertRefused(
        sized(
            0xd0,
            2,
            concat(
                sized(0xd0, most / 2, Arrays.copyOf(nulls, most / 2)),
                sized(0xd0, most / 2, Arrays.copyOf(nulls, most / 2)))),
        "two lists");
  }

  @Test
  void refusesMoreValuesInDescriptionsThanItReads() {
    byte[] one = {0, 0x44, 0x40};
    int most = ValueReader.VALUES_MAX / 3;
    ByteBuf all = Unpooled.buffer();
    for (int i = 0; i < most; i++) {
      all.writeBytes(one);
    }

    assertThat((List<?>) read(sized(0xd0, most, ByteBufUtil.getBytes(all)))).hasSize(most);
    assertRefused(sized(0xd0, most + 1, ByteBufUtil.getBytes(all.writeBytes(one))), "descriptions");
  }

  @Test
  void countsTheValuesOfAllReadsTogether() {
    byte[] array = Hex.parse("f0 00000005 00008000 40");
    byte[] bytes = concat(array, array);
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);

    assertThat((List<?>) reader.read()).hasSize(0x8000);

    assertThatThrownBy(reader::read).isInstanceOf(DecodeFault.class);
  }

  // ---- how much memory ----

  private static long bytesTaken(byte[] bytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      read(bytes);
    } catch (DecodeFault fault) {
      // It is the memory that counts.
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void takesNoMemoryForElementsWithoutWidth() {
    byte[] array = Hex.parse("f0 00000005 0000fff0 44");
    assertThat(read(array)).isEqualTo(Collections.nCopies(0xfff0, Unsigned.ulong(0)));

    assertThat(bytesTaken(array)).isLessThan(2_000);
    assertThat(bytesTaken(Hex.parse("f0 00000007 0000fff0 00 4444"))).isLessThan(2_000);
    assertThat(bytesTaken(Hex.parse("f0 00000005 7fffffff 44"))).isLessThan(2_000);
  }

  @Test
  void takesLittleMemoryForWhatIsOnlyAnnounced() {
    // Each list says that it has as many values as there are bytes, and begins with another.
    byte[] rest = new byte[1 << 20];
    for (int code : new int[] {0xd0, 0xd1, 0xf0}) {
      byte[] bytes = rest;
      for (int i = 0; i < ValueReader.DEPTH_MAX; i++) {
        bytes = sized(code, bytes.length & ~1, bytes);
      }
      assertThat(bytesTaken(bytes)).as("0x%x", code).isLessThan(10_000);

      byte[] fewer = rest;
      for (int i = 0; i < ValueReader.DEPTH_MAX; i++) {
        fewer = sized(code, ValueReader.VALUES_MAX - 2, fewer);
      }
      assertThat(bytesTaken(fewer)).as("0x%x", code).isLessThan(8 * ValueReader.VALUES_MAX);
    }
  }

  @Test
  void takesAFewTimesTheBytesOfSmallValues() {
    for (String each :
        List.of(
            "40",
            "44",
            "a0 00",
            "a1 00",
            "a1 01 61",
            "a1 02 c3a9",
            "a3 00",
            "c0 01 00",
            "c1 01 00",
            "c1 03 02 41 41",
            "e0 02 00 40",
            "00 44 40",
            "74 6cb8967f",
            "72 00000000")) {
      byte[] value = Hex.parse(each);
      int count = 10_000;
      ByteBuf all = Unpooled.buffer();
      for (int i = 0; i < count; i++) {
        all.writeBytes(value);
      }
      byte[] bytes = sized(0xd0, count, ByteBufUtil.getBytes(all));
      read(bytes); // now its code is loaded

      assertThat(bytesTaken(bytes)).as(each).isLessThan(300L * bytes.length);
    }
  }

  // ---- how much time ----

  /** Different symbols of the same hash: two to the power. */
  private static ByteBuf colliding(int power) {
    ByteBuf out = Unpooled.buffer();
    for (int i = 0; i < 1 << power; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < power; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      ValueWriter.write(out, new Symbol(text.toString()));
      out.writeByte(0x40);
    }
    return out;
  }

  @Test
  void refusesAMapOfKeysThatWereChosenForTheirHash() {
    byte[] few = ByteBufUtil.getBytes(colliding(6));
    assertThat((Map<?, ?>) read(sized(0xd1, 128, few))).hasSize(64);

    assertRefused(sized(0xd1, 256, ByteBufUtil.getBytes(colliding(7))), "128 keys");
    assertRefused(sized(0xd1, 1 << 15, ByteBufUtil.getBytes(colliding(14))), "16384 keys");
  }

  @Test
  void readsALargeMap() {
    ByteBuf out = Unpooled.buffer();
    for (int i = 0; i < 10_000; i++) {
      ValueWriter.write(out, new Symbol("key " + i));
      ValueWriter.write(out, i);
    }

    Map<?, ?> map = (Map<?, ?>) read(sized(0xd1, 20_000, ByteBufUtil.getBytes(out)));

    assertThat(map).hasSize(10_000);
    assertThat(map.get(new Symbol("key 4711"))).isEqualTo(4711);
  }

  // ---- what is taken ----

  @ParameterizedTest
  @CsvSource({
    "e0 02 00 56, an empty array",
    "e0 05 00 00 a300 40, an empty array of described values",
    "f0 00000005 00000000 40, an empty array of nulls",
    "c0 01 00, an empty list of the middle form",
    "d0 00000004 00000000, an empty list of the long form",
  })
  void readsEmptyArraysAndLists(String hex, String why) {
    assertThat(read(Hex.parse(hex))).as(why).isEqualTo(List.of());
  }

  @Test
  void readsACharacterBeyondTheFirstPlaneAsText() {
    assertThat(read(Hex.parse("73 0001f600"))).isEqualTo("😀");
    assertThat(read(Hex.parse("73 000000e9"))).isEqualTo('é');
  }

  @Test
  void ofAKeyThatIsThereTwiceTheFirstCounts() {
    assertThat(read(Hex.parse("c1 0b 04 a10161 5401 a10161 5402"))).isEqualTo(Map.of("a", 1));
  }
}

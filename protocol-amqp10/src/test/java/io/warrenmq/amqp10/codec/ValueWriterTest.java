package io.warrenmq.amqp10.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

/** Values are written in their shortest form. That they are right: see {@link PeerValuesTest}. */
class ValueWriterTest {
  private static String written(@Nullable Object value) {
    ByteBuf out = Unpooled.buffer();
    ValueWriter.write(out, value);
    return ByteBufUtil.hexDump(out);
  }

  private static ArgumentSet row(String hex, @Nullable Object value) {
    return org.junit.jupiter.params.provider.Arguments.argumentSet(hex, hex, value);
  }

  static Stream<ArgumentSet> shortest() {
    return Stream.of(
        row("40", null),
        row("40", Arguments.VOID),
        row("41", true),
        row("42", false),
        row("50ff", Unsigned.ubyte(255)),
        row("600001", Unsigned.ushort(1)),
        row("43", Unsigned.uint(0)),
        row("5201", Unsigned.uint(1)),
        row("52ff", Unsigned.uint(255)),
        row("7000000100", Unsigned.uint(256)),
        row("70ffffffff", Unsigned.uint(-1)),
        row("44", Unsigned.ulong(0)),
        row("53ff", Unsigned.ulong(255)),
        row("800000000000000100", Unsigned.ulong(256)),
        row("80ffffffffffffffff", Unsigned.ulong(-1)),
        row("5180", (byte) -128),
        row("61ffff", (short) -1),
        row("5400", 0),
        row("547f", 127),
        row("5480", -128),
        row("7100000080", 128),
        row("71ffffff7f", -129),
        row("5500", 0L),
        row("5580", -128L),
        row("810000000000000080", 128L),
        row("a000", new Binary(new byte[0])),
        row("a10161", "a"),
        row("a102c3a9", "é"),
        row("a30161", new Symbol("a")),
        row("a3013f", new Symbol("é")),
        row("45", List.of()),
        row("c0020140", Collections.singletonList(null)),
        row("c10100", Map.of()),
        row("c1050254015402", Map.of(1, 2)),
        row("c10502a1016141", Arguments.of(Map.of("a", true))),
        row("005324c0020141", Described.of(0x24, List.of(true))),
        row("00a3016145", new Described(new Symbol("a"), List.of())));
  }

  @ParameterizedTest
  @MethodSource
  void shortest(String hex, @Nullable Object value) {
    assertThat(written(value)).isEqualTo(hex);
  }

  @Test
  void takesTheLongFormOnlyWhereItMust() {
    assertThat(written("a".repeat(255))).startsWith("a1ff61");
    assertThat(written("a".repeat(256))).startsWith("b10000010061");
    assertThat(written(new Symbol("a".repeat(256)))).startsWith("b300000100");
    assertThat(written(new Binary(new byte[256]))).startsWith("b000000100");
    assertThat(written(Collections.nCopies(254, true))).startsWith("c0fffe41").hasSize(2 * 257);
    assertThat(written(Collections.nCopies(255, true)))
        .startsWith("d000000103000000ff41")
        .hasSize(2 * 264);
    assertThat(written(Map.of("a".repeat(251), true))).startsWith("c1ff02a1fb");
    assertThat(written(Map.of("a".repeat(252), true))).startsWith("d10000010300000002a1fc");
  }

  @Test
  void leavesOutACompositesLastFieldsThatAreNull() {
    ByteBuf out = Unpooled.buffer();

    ValueWriter.composite(out, 0x16, Arrays.asList(null, true, null, null));
    ValueWriter.composite(out, 0x16, Arrays.asList(null, null));

    assertThat(ByteBufUtil.hexDump(out)).isEqualTo("005316c003024041" + "00531645");
  }

  @Test
  void writesBehindWhatIsThere() {
    ByteBuf out = Unpooled.buffer().writeByte(0x77);
    int map = ValueWriter.begin(out);
    ValueWriter.symbol(out, "a");
    ValueWriter.uint(out, 0xFFFF_FFFFL);

    ValueWriter.endMap(out, map, 2);

    assertThat(ByteBufUtil.hexDump(out)).isEqualTo("77" + "c10902a3016170ffffffff");
  }

  @Test
  void refusesWhatIsNoCanonicalValue() {
    assertThatThrownBy(() -> written(new Object())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> written(BigInteger.ONE)).isInstanceOf(IllegalArgumentException.class);
  }
}

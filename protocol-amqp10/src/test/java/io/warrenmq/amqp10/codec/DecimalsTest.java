package io.warrenmq.amqp10.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decimals against bits that are well known, and against BigDecimal. */
class DecimalsTest {
  private static final int ROUNDS = 20_000;

  private static Number read(String hex) {
    return Decimals.read(HexFormat.of().parseHex(hex));
  }

  private static String written(String value) {
    return HexFormat.of().formatHex(Decimals.write(new BigDecimal(value)));
  }

  @ParameterizedTest
  @CsvSource({
    "32800001, 1",
    "b2800001, -1",
    "32800000, 0",
    "32000001, 0.1",
    "336acfc0, 7.000000E+7",
    "6cb8967f, 9999999",
    "77f8967f, 9.999999E+96",
    "00000001, 1E-101",
    "31c0000000000001, 1",
    "b1c0000000000001, -1",
    "31a00000000004d2, 123.4",
    "77fb86f26fc0ffff, 9.999999999999999E+384",
    "f7fb86f26fc0ffff, -9.999999999999999E+384",
    "0000000000000001, 1E-398",
    "30400000000000000000000000000001, 1",
    "b0400000000000000000000000000001, -1",
    "303e0000000000000000000000000001, 0.1",
    "303400000000000000000000000004d2, 0.001234",
    "30460000000000000000000000000001, 1E+3",
    "3040000000000000002bdc545d6b4b87, 12345678901234567",
    "5fffed09bead87c0378d8e63ffffffff, 9.999999999999999999999999999999999E+6144",
    "dfffed09bead87c0378d8e63ffffffff, -9.999999999999999999999999999999999E+6144",
    "00000000000000000000000000000001, 1E-6176",
    "5ffe0000000000000000000000000000, 0E+6111",
    "00000000000000000000000000000000, 0E-6176",
  })
  void knownBits(String hex, String value) {
    assertThat(read(hex)).isEqualTo(new BigDecimal(value));
    if (hex.length() == 32) {
      assertThat(written(value)).isEqualTo(hex);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "78000000, Infinity",
    "f8000000, -Infinity",
    "7c000000, NaN",
    "fe000000, NaN",
    "7800000000000000, Infinity",
    "fc00000000000000, NaN",
    "78000000000000000000000000000000, Infinity",
    "f8000000000000000000000000000000, -Infinity",
    "7c000000000000000000000000000000, NaN",
    "6cbfffff, 0.0", // digits beyond the format's
    "6c7fffffffffffff, 0.0",
    "3041ffffffffffffffffffffffffffff, 0.0",
    "60000000000000000000000000000000, 0.0",
  })
  void whatBigDecimalLacks(String hex, String value) {
    assertThat(read(hex)).isEqualTo(Double.valueOf(value));
  }

  @ParameterizedTest
  @CsvSource({
    "1E+6144, 5ffe314dc6448d9338c15b0a00000000, zeros are added",
    "0E+9999, 5ffe0000000000000000000000000000, zero has the nearest exponent",
    "0E-9999, 00000000000000000000000000000000, zero has the nearest exponent",
    "1E+6145, 78000000000000000000000000000000, too large",
    "-1E+2147483647, f8000000000000000000000000000000, too large",
    "1E-6177, 00000000000000000000000000000000, too small",
    "1E-2147483647, 00000000000000000000000000000000, too small",
    "6E-6177, 00000000000000000000000000000001, rounded up to the smallest",
    "1234.5E-6176, 000000000000000000000000000004d2, rounded to even",
    "12345678901234567890123456789012345, 3042 3cde6fff9732de825cd07e96aff2, rounded to 34 digits",
  })
  void whatTheFormatLacks(String value, String hex, String why) {
    assertThat(written(value)).as(why).isEqualTo(hex.replace(" ", ""));
  }

  @Test
  void readsWhatItWrites() {
    RandomValues values = new RandomValues(new Random(1));
    for (int i = 0; i < ROUNDS; i++) {
      BigDecimal value = values.decimal();

      assertThat(Decimals.read(Decimals.write(value))).isEqualTo(value);
    }
  }

  @Test
  void roundsAsBigDecimalDoes() {
    Random random = new Random(1);
    for (int i = 0; i < ROUNDS; i++) {
      BigDecimal value = new BigDecimal(new BigInteger(200, random), random.nextInt(1000));

      assertThat(Decimals.read(Decimals.write(value)))
          .isEqualTo(value.round(MathContext.DECIMAL128));
    }
  }

  @Test
  void readsSmallerOnesAsBigDecimalDoes() {
    Random random = new Random(1);
    for (int i = 0; i < ROUNDS; i++) {
      int digits32 = random.nextInt(10_000_000);
      int exponent32 = random.nextInt(192);
      long digits64 = random.nextLong(10_000_000_000_000_000L);
      int exponent64 = random.nextInt(768);

      // The upper three bits of a coefficient that is that long are always 100, and left out.
      int bits32 =
          digits32 >>> 23 == 0
              ? exponent32 << 23 | digits32
              : 0b11 << 29 | exponent32 << 21 | digits32 & 0x1F_FFFF;
      long bits64 =
          digits64 >>> 53 == 0
              ? (long) exponent64 << 53 | digits64
              : 0b11L << 61 | (long) exponent64 << 51 | digits64 & 0x7_FFFF_FFFF_FFFFL;

      assertThat(read(HexFormat.of().toHexDigits(bits32)))
          .isEqualTo(BigDecimal.valueOf(digits32, 101 - exponent32));
      assertThat(read(HexFormat.of().toHexDigits(bits64)))
          .isEqualTo(BigDecimal.valueOf(digits64, 398 - exponent64));
    }
  }
}

package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {

  private static <T> T parse(ValueType<T> type, String text) throws BadValueException {
    return type.parser().parse(text);
  }

  private static void assertRefused(ValueType<?> type, String text) {
    assertThatThrownBy(() -> parse(type, text)).isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1000",
    "1KB, 1024",
    "1kb, 1024",
    "64MB, 67108864",
    "2GB, 2147483648",
    "1KiB, 1024",
    "1MiB, 1048576",
    "1k, 1024",
  })
  void sizesCountKilobytesIn1024s(String text, long bytes) throws BadValueException {
    assertThat(parse(ValueType.bytes(0, Long.MAX_VALUE), text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "50000000, 50000000",
    "50MB, 50000000",
    "1kB, 1000",
    "1K, 1000",
    "1m, 1000000",
    "1GB, 1000000000",
    "1TB, 1000000000000",
    "1PB, 1000000000000000",
    "1GiB, 1073741824",
    "1Gi, 1073741824",
    "1tib, 1099511627776",
    "1PiB, 1125899906842624",
  })
  void memoryAndDiskCountKilobytesIn1000s(String text, long bytes) throws BadValueException {
    assertThat(parse(ValueType.capacity(), text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "-1", "1.5GB", "1XB", "1B", "1KBB", "MB", "1 000", "99999999999PB"})
  void refusesWhatIsNoNumberOfBytes(String text) {
    assertRefused(ValueType.capacity(), text);
  }

  @ParameterizedTest
  @CsvSource({
    "250, 250",
    "250ms, 250",
    "10s, 10000",
    "1h30m, 5400000",
    "1.5s, 1500",
    "2d, 172800000",
    "1w, 604800000",
    "1S, 1000",
    "0.5ms, 1",
  })
  void readsDurations(String text, long ms) throws BadValueException {
    assertThat(parse(ValueType.millis(0, Long.MAX_VALUE), text)).isEqualTo(ms);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "10x", "10s5", "-5s", "1s 2s", "99999999999999999999"})
  void refusesWhatIsNoDuration(String text) {
    assertRefused(ValueType.millis(0, Long.MAX_VALUE), text);
  }

  @Test
  void keepsIntegersInTheirRange() throws BadValueException {
    ValueType<Long> type = ValueType.integer(1, 10);

    assertThat(parse(type, "1")).isEqualTo(1);
    assertThat(parse(type, "10")).isEqualTo(10);
    assertRefused(type, "0");
    assertRefused(type, "11");
    assertRefused(type, "1.0");
    assertRefused(type, "infinity");
    assertRefused(type, "99999999999999999999");
  }

  @Test
  void infinityIsALimitNeverReached() throws BadValueException {
    assertThat(parse(ValueType.limit(0), "infinity")).isEqualTo(Config.INFINITY);
    assertThat(parse(ValueType.limit(0), "0")).isZero();
    assertThat(parse(ValueType.millisOrInfinity(1), "infinity")).isEqualTo(Config.INFINITY);
    assertRefused(ValueType.limit(0), "-1");
    assertRefused(ValueType.limit(0), "unlimited");
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0.4", "40%, 0.4", "0, 0", "1.0, 1.0", ".5, 0.5"})
  void readsDecimalsAndPercentages(String text, double value) throws BadValueException {
    assertThat(parse(ValueType.decimal(0, 1), text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "1.1", "-0.1", "101%", "NaN", "x"})
  void refusesDecimalsOutOfRange(String text) {
    assertRefused(ValueType.decimal(0, 1), text);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "on, true", "false, false", "off, false"})
  void readsSwitches(String text, boolean value) throws BadValueException {
    assertThat(parse(ValueType.bool(), text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "TRUE", "", "none"})
  void refusesOtherSwitches(String text) {
    assertRefused(ValueType.bool(), text);
  }

  @ParameterizedTest
  @CsvSource({
    "5672, '', 5672",
    "0, '', 0",
    "127.0.0.1:5672, 127.0.0.1, 5672",
    "::1:5672, ::1, 5672",
    "[::1]:5672, ::1, 5672",
    ":::5672, ::, 5672",
    "[::]:0, ::, 0",
    "localhost:1883, localhost, 1883",
    "mq-1.example.org:5671, mq-1.example.org, 5671",
  })
  void readsListeners(String text, String host, int port) throws BadValueException {
    assertThat(parse(ValueType.listener(), text)).isEqualTo(new ListenerAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "65536",
        "-1",
        "127.0.0.1",
        "1.2.3.4.5:1",
        "300.1.1.1:5672",
        ":5672",
        "a b:1",
        "-a:1",
        "host:",
        "::1",
        "tcp://h:1"
      })
  void refusesOtherListeners(String text) {
    // "::1" alone is the address ":" with port 1, which is none.
    assertRefused(ValueType.listener(), text);
  }

  @Test
  void listenerIsWrittenAsItIsRead() throws BadValueException {
    for (String text : new String[] {"5672", "127.0.0.1:5672", "[::1]:5672", "none"}) {
      assertThat(parse(ValueType.listener(), text)).hasToString(text);
    }
    assertThat(parse(ValueType.listener(), "none").isNone()).isTrue();
  }

  @Test
  void checksRegularExpressions() throws BadValueException {
    assertThat(parse(ValueType.regex(), "^prod-.*$")).isEqualTo("^prod-.*$");
    assertRefused(ValueType.regex(), "(");
  }

  @Test
  void refusesEncryptedSecrets() {
    assertThatThrownBy(() -> parse(ValueType.secret(), "encrypted:cGFzcw=="))
        .hasMessageContaining("encrypted values are not read")
        .hasMessageNotContaining("cGFzcw");
  }
}

package io.warrenmq.management.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private static final Family FAMILY = Family.gauge("size", "How large\nit is, in \\");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Exposition out = new Exposition(bytes);

  private String written() {
    long count = out.close();
    assertThat(count).isEqualTo(bytes.size());
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesTypeAndHelpAboveTheSamplesOfAFamily() {
    out.single("a_", FAMILY, 7);

    assertThat(written())
        .isEqualTo("# TYPE a_size gauge\n# HELP a_size How large\\nit is, in \\\\\na_size 7\n");
  }

  @Test
  void writesAFamilyOnceHoweverOftenItIsBegun() {
    assertThat(out.begin("a_", FAMILY)).isTrue();
    assertThat(out.begin("a_", FAMILY)).isFalse();
    assertThat(out.begin("b_", FAMILY)).isTrue();
    out.single("a_", FAMILY, 7);

    assertThat(written().lines()).hasSize(4);
  }

  @Test
  void writesEveryNumberSoThatItIsReadBack() {
    double[] numbers = {
      0,
      1,
      -1,
      1.5,
      0.1 + 0.2,
      1e-9,
      123_456_789_012L,
      1L << 53,
      1e300,
      Double.MIN_VALUE,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Long.MAX_VALUE
    };
    out.begin("", FAMILY);
    for (int i = 0; i < numbers.length; i++) {
      out.sample(Labels.of("i", "" + i), numbers[i]);
    }

    ParsedPage page = ParsedPage.of(written());
    for (int i = 0; i < numbers.length; i++) {
      assertThat(page.value("size", "i", "" + i)).isEqualTo(Double.valueOf(numbers[i]));
    }
  }

  @Test
  void writesWholeNumbersWithoutAFraction() {
    out.begin("", FAMILY);
    out.sample(Labels.NONE, 123_456_789_012L);

    assertThat(written()).endsWith("\nsize 123456789012\n");
  }

  @Test
  void writesTheLargestAndTheLeastWholeNumberToTheLastDigit() {
    out.begin("", FAMILY);
    out.sample(Labels.of("i", "1"), Long.MAX_VALUE);
    out.sample(Labels.of("i", "2"), Long.MIN_VALUE);

    assertThat(written())
        .contains("{i=\"1\"} 9223372036854775807\n", "{i=\"2\"} -9223372036854775808\n");
  }

  @Test
  void escapesWhatLabelsMayNotHold() {
    String nasty = "a\"b\\c\nd{e=\"f\"} 9 é€\uD83D\uDC07\t,\\n";
    out.begin("", FAMILY);
    out.sample(Labels.of("vhost", nasty, "queue", ""), 3);

    String text = written();
    assertThat(text).contains("vhost=\"a\\\"b\\\\c\\nd{e=\\\"f\\\"} 9");
    assertThat(ParsedPage.of(text).value("size", "vhost", nasty, "queue", "")).isEqualTo(3);
  }

  @Test
  void writesPagesAndLabelsThatAreLongerThanItsPiece() {
    String longName = "x".repeat(100_000);
    out.begin("", FAMILY);
    for (int i = 0; i < 5_000; i++) {
      out.sample(Labels.of("i", "" + i), i);
    }
    out.sample(Labels.of("name", longName), 1);
    out.sample(Labels.of("i", "last"), 2);

    ParsedPage page = ParsedPage.of(written());
    assertThat(page.samples()).hasSize(5_002);
    assertThat(page.value("size", "i", "4999")).isEqualTo(4_999);
    assertThat(page.value("size", "name", longName)).isEqualTo(1);
    assertThat(page.value("size", "i", "last")).isEqualTo(2);
  }
}

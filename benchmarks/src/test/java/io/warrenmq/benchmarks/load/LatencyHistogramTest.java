package io.warrenmq.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  @Test
  void isExactForSmallValues() {
    for (int value = 1; value <= 50; value++) {
      histogram.record(value);
    }

    assertThat(histogram.percentile(0)).isEqualTo(1);
    assertThat(histogram.percentile(0.5)).isEqualTo(25);
    assertThat(histogram.percentile(0.98)).isEqualTo(49);
    assertThat(histogram.percentile(1)).isEqualTo(50);
  }

  @Test
  void isExactToThreePercentAbove() {
    for (long value = 64; value < 10_000_000_000L; value = value * 11 / 10) {
      histogram.clear();
      histogram.record(value);

      assertThat(histogram.percentile(0.5)).isCloseTo(value, Percentage.withPercentage(3.2));
      assertThat(histogram.percentile(0.5)).isGreaterThanOrEqualTo(value);
    }
  }

  @Test
  void takesWhatIsBeyondItsRangeForTheEndOfIt() {
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);

    assertThat(histogram.percentile(0.5)).isZero();
    assertThat(histogram.percentile(1)).isEqualTo((1L << 40) - 1);
  }

  @Test
  void forgetsWhenCleared() {
    histogram.record(7);
    histogram.clear();

    assertThat(histogram.isEmpty()).isTrue();
    assertThat(histogram.percentile(0.99)).isZero();
  }
}

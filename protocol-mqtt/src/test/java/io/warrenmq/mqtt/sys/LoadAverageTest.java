package io.warrenmq.mqtt.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoadAverageTest {
  private final LoadAverage average = new LoadAverage(1);

  @Test
  void aSteadyRateBecomesTheAverage() {
    double last = 0;
    for (int i = 1; i <= 100; i++) {
      last = average.update(5L * i, 10); // 30 a minute
    }

    assertThat(last).isCloseTo(30, within(0.01));
  }

  @Test
  void whatIsAMinuteAgoWeighsOneEth() {
    double first = average.update(60, 10); // 360 a minute
    assertThat(first).isCloseTo(360 * (1 - Math.exp(-1 / 6.0)), within(1e-9));

    double last = 0;
    for (int i = 0; i < 6; i++) {
      last = average.update(60, 10);
    }

    assertThat(last).isCloseTo(first / Math.E, within(1e-9));
  }

  @Test
  void countsPerMinuteWhateverTheInterval() {
    LoadAverage other = new LoadAverage(1);
    other.update(10, 10);

    assertThat(average.update(20, 20)).isCloseTo(other.update(20, 10), within(1e-9));
  }
}

package io.warrenmq.mqtt.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionLimitTest {
  private final SessionLimit limit = new SessionLimit(3, 2);

  @Test
  void countsThoseOfTheNodeAndOfEachVhost() {
    assertThat(limit.take("a")).isTrue();
    assertThat(limit.take("a")).isTrue();
    assertThat(limit.take("a")).isFalse();
    assertThat(limit.take("b")).isTrue();
    assertThat(limit.take("b")).isFalse();

    limit.release("a");

    assertThat(limit.take("b")).isTrue();
    assertThat(limit.take("a")).isFalse();
  }

  @Test
  void whatWasThereBeforeCounts() {
    for (int i = 0; i < 4; i++) {
      limit.restore("a");
    }
    assertThat(limit.take("b")).isFalse();

    limit.release("a");
    limit.release("a");

    assertThat(limit.take("a")).isFalse(); // two are left
    assertThat(limit.take("b")).isTrue();
  }
}

package io.warrenmq.api.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnfinishedBytesTest {
  private long held;

  @Test
  void givesNoMoreThanAConnectionMayHold() {
    UnfinishedBytes unfinished = new UnfinishedBytes(1000, more -> held += more);

    assertThat(unfinished.take(100 << 20)).isTrue();
    assertThat(unfinished.take(50 << 20)).isFalse();
    assertThat(held).isEqualTo(100 << 20);

    unfinished.giveBack(100 << 20);
    assertThat(unfinished.take(50 << 20)).isTrue();
    assertThat(held).isEqualTo(50 << 20);
    assertThat(unfinished.refusal()).contains("more than 134217728 bytes");
  }

  @Test
  void oneMessageOfTheLargestSizeMayGrowInAnyCase() {
    UnfinishedBytes unfinished = new UnfinishedBytes(400 << 20, more -> held += more);

    assertThat(unfinished.take(800L << 20)).isTrue();
  }
}

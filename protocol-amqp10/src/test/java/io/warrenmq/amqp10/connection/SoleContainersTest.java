package io.warrenmq.amqp10.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoleContainersTest {
  private final SoleContainers containers = new SoleContainers();

  @Test
  void givesANameToOneAtATime() {
    assertThat(containers.take("/", "a")).isTrue();
    assertThat(containers.take("/", "a")).isFalse();

    containers.giveBack("/", "a");

    assertThat(containers.take("/", "a")).isTrue();
  }

  @Test
  void keepsVhostsAndNamesApart() {
    assertThat(containers.take("/", "a")).isTrue();
    assertThat(containers.take("v", "a")).isTrue();
    assertThat(containers.take("/", "b")).isTrue();

    containers.giveBack("v", "a");

    assertThat(containers.take("/", "a")).isFalse();
  }
}

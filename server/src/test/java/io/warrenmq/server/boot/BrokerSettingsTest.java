package io.warrenmq.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.api.broker.BrokerLimits;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
  @Test
  void infinityIsALongTimeForAHandshakeAndNoLimitElsewhere() throws Exception {
    BrokerLimits limits =
        limits(
            "handshake_timeout=infinity",
            "consumer_max_per_channel=infinity",
            "consumer_timeout=infinity");

    assertThat(limits.handshakeTimeoutMs()).isEqualTo(Integer.MAX_VALUE);
    assertThat(limits.consumersPerChannelMax()).isZero();
    assertThat(limits.consumerTimeoutMs()).isZero();
  }

  @Test
  void takesLimitsAsTheyAreSet() throws Exception {
    BrokerLimits limits = limits("handshake_timeout=5s", "frame_max=0", "heartbeat=7");

    assertThat(limits.handshakeTimeoutMs()).isEqualTo(5000);
    assertThat(limits.frameMax()).isZero();
    assertThat(limits.heartbeatS()).isEqualTo(7);
  }

  private static BrokerLimits limits(String... assignments) throws Exception {
    return BrokerSettings.of(Settings.of(assignments), "1").limits();
  }
}

package io.warrenmq.management.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;

class LogResourceTest {
  private final ApiBench bench = ApiBench.start();

  @Test
  void showsLinesOfALevelAndAbove() {
    assertThat(bench.get("/api/logs").texts("level")).containsExactly("info", "warn");
    assertThat(bench.get("/api/logs?level=warn").texts("text")).containsExactly("a line");
    assertThat(bench.get("/api/logs?count=1").array()).hasSize(1);
    assertThat(bench.get("/api/logs").texts("time")).contains("1970-01-01T00:00:00Z");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(bench.get("/api/logs?level=loud").status()).isEqualTo(400);
    assertThat(bench.get("/api/logs?count=0").status()).isEqualTo(400);
    assertThat(bench.asNew("m", "management").get("/api/logs").status()).isEqualTo(401);
  }
}

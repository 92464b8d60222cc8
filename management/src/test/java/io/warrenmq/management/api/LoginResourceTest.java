package io.warrenmq.management.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;

class LoginResourceTest {
  private final ApiBench bench = ApiBench.start();

  @Test
  void saysWhoOneIs() {
    ApiBench.Answer answer = bench.get("/api/whoami");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.object().getString("name")).isEqualTo("guest");
  }

  @Test
  void refusesAWrongPassword() {
    ApiBench.Answer answer = bench.as("guest", "wrong").get("/api/whoami");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().get("www-authenticate")).startsWith("Basic ");
  }
}

package io.warrenmq.management.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.management.ApiBench;
import org.junit.jupiter.api.Test;

class AuthResourceTest {
  private static final String ATTEMPTS = "/api/auth/attempts/warren@localhost";

  private final ApiBench bench = ApiBench.start();

  @Test
  void hashesPasswords() {
    String hash = bench.get("/api/auth/hash_password/a%2Fb").object().getString("ok");

    assertThat(PasswordHashing.SHA256.verify("a/b", hash)).isTrue();
  }

  @Test
  void countsWhoTriesToLogIn() {
    bench.as("guest", "wrong").get("/api/whoami");
    bench.get("/api/whoami");

    assertThat(bench.get(ATTEMPTS).body()) // which is one more
        .isEqualTo(
            "[{\"protocol\":\"http\",\"auth_attempts\":3,\"auth_attempts_failed\":1,"
                + "\"auth_attempts_succeeded\":2}]");
    assertThat(bench.delete(ATTEMPTS).status()).isEqualTo(204);
    assertThat(bench.get(ATTEMPTS).objects().get(0).getLong("auth_attempts")).isEqualTo(1);
    assertThat(bench.get(ATTEMPTS + "/source").body()).isEqualTo("[]");
    assertThat(bench.get("/api/auth/attempts/other@host").status()).isEqualTo(404);
  }
}

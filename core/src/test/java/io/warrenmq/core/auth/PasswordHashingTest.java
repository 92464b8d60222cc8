package io.warrenmq.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PasswordHashingTest {
  // Made by RabbitMQ 4.0.5: salt 1,2,3,4 and the password "pass".
  @ParameterizedTest
  @CsvSource({
    "SHA256, AQIDBBzAYoHuSnwaU3gNl+6CeS8wBzmPwd9z7BfVYLfgJkZc",
    "MD5, AQIDBJkXsdLKJai4Aqpb4cUf2zg=",
    "SHA512,"
        + " AQIDBAna3Q5x+IQYKosRM9+uQYifw0JT3ejpHkir/6Vdd8Zf2dyZ5fYxINmpI5AwHCZPp7GMTLy8yiSZPm7JTHPGUl4="
  })
  void verifiesRabbitsHashes(PasswordHashing hashing, String hash) {
    assertThat(hashing.verify("pass", hash)).isTrue();
    assertThat(hashing.verify("Pass", hash)).isFalse();
    assertThat(hashing.verify("", hash)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void verifiesItsOwn(PasswordHashing hashing) {
    Random random = new Random(1);
    String first = hashing.hash("päss", random);
    String second = hashing.hash("päss", random);

    assertThat(first).isNotEqualTo(second);
    assertThat(hashing.verify("päss", first)).isTrue();
    assertThat(hashing.verify("päss", second)).isTrue();
  }

  @Test
  void noPasswordFitsWhatIsNoHash() {
    assertThat(PasswordHashing.SHA256.verify("", "")).isFalse();
    assertThat(PasswordHashing.SHA256.verify("", "AQIDBA==")).isFalse();
    assertThat(PasswordHashing.SHA256.verify("x", "not base64!")).isFalse();
  }

  @Test
  void findsAlgorithmsByTheirNameInDefinitions() {
    assertThat(PasswordHashing.named("rabbit_password_hashing_sha512"))
        .isEqualTo(PasswordHashing.SHA512);
    assertThat(PasswordHashing.named("bcrypt")).isNull();
  }
}

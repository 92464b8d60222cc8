package io.warrenmq.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashingTest {
  // Made by RabbitMQ 4.0.5: salt 1,2,3,4 and the password "pass"; that of Argon2id by Bouncy
  // Castle.
  @ParameterizedTest
  @CsvSource({
    "ARGON2ID,"
        + " '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$xumGSDS3lkfXtE6373lqTlouXqChnk4tgLa9XtnDFL4'",
    "SHA256, AQIDBBzAYoHuSnwaU3gNl+6CeS8wBzmPwd9z7BfVYLfgJkZc",
    "MD5, AQIDBJkXsdLKJai4Aqpb4cUf2zg=",
    "SHA512,"
        + " AQIDBAna3Q5x+IQYKosRM9+uQYifw0JT3ejpHkir/6Vdd8Zf2dyZ5fYxINmpI5AwHCZPp7GMTLy8yiSZPm7JTHPGUl4="
  })
  void verifiesHashesOfOthers(PasswordHashing hashing, String hash) {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$",
        "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$HASH",
        "$argon2id$v=19$m=99999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$HASH",
        "$argon2id$v=19$m=19456,t=9,p=1$c29tZXNhbHRzb21lc2FsdA$HASH",
        "$argon2id$v=19$m=19456,t=2,p=4$c29tZXNhbHRzb21lc2FsdA$HASH",
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbA$HASH",
      })
  void argon2TakesNoParametersThatWouldKeepMemoryForEver(String text) {
    String hash = text.replace("HASH", "A".repeat(43));

    assertThat(PasswordHashing.ARGON2ID.isHash(hash)).isFalse();
    assertThat(PasswordHashing.ARGON2ID.verify("pass", hash)).isFalse();
  }

  @Test
  void hashesOfArgon2TellTheirAlgorithm() {
    String made = PasswordHashing.ARGON2ID.hash("pass", new Random(1));

    assertThat(PasswordHashing.ARGON2ID.isHash(made)).isTrue();
    assertThat(PasswordHashing.nameFor(made, "rabbit_password_hashing_md5"))
        .isEqualTo("warren_password_hashing_argon2id");
    assertThat(PasswordHashing.nameFor("AQIDBA==", "rabbit_password_hashing_md5"))
        .isEqualTo("rabbit_password_hashing_md5");
  }

  @Test
  void findsAlgorithmsByTheirNameInDefinitions() {
    assertThat(PasswordHashing.named("rabbit_password_hashing_sha512"))
        .isEqualTo(PasswordHashing.SHA512);
    assertThat(PasswordHashing.named("bcrypt")).isNull();
  }
}

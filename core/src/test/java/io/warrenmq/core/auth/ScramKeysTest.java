package io.warrenmq.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramKeysTest {
  private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void comesBackFromItsText() {
    ScramKeys keys = ScramKeys.of("pencil", new Random(1));

    ScramKeys read = ScramKeys.parse(keys.text());

    assertThat(read).usingRecursiveComparison().isEqualTo(keys);
    assertThat(keys.iterations()).isEqualTo(4096);
    assertThat(keys.salt()).hasSize(16);
  }

  @Test
  void saltsEachPasswordAnew() {
    Random random = new Random(1);

    assertThat(ScramKeys.of("pencil", random).text())
        .isNotEqualTo(ScramKeys.of("pencil", random).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SCRAM-SHA-256$4096:S$K",
        "SCRAM-SHA-256$4096:S$K:K:K",
        "SCRAM-SHA-256$4095:S$K:K",
        "SCRAM-SHA-256$99999999:S$K:K",
        "SCRAM-SHA-256$999999999999:S$K:K",
        "SCRAM-SHA-256$-4096:S$K:K",
        "SCRAM-SHA-512$4096:S$K:K",
        "SCRAM-SHA-256$4096:no base64$K:K",
        "SCRAM-SHA-256$4096:S$AAAA:K",
        "SCRAM-SHA-256$4096:S$K:AAAA",
        "SCRAM-SHA-256$4096:$K:K",
        "SCRAM-SHA-256$4096:KKK$K:K"
      })
  void takesNoOtherText(String text) {
    assertThat(ScramKeys.parse(text.replace("S$", SALT + "$").replace("K", KEY))).isNull();
  }

  @Test
  void takesTheTextThatTheOthersAreMadeOf() {
    assertThat(ScramKeys.parse("SCRAM-SHA-256$4096:" + SALT + "$" + KEY + ":" + KEY)).isNotNull();
  }

  @Test
  void decoysAreTheSameForAName() {
    byte[] secret = {1, 2, 3};

    ScramKeys decoy = ScramKeys.decoy(secret, "nobody");

    assertThat(ScramKeys.decoy(secret, "nobody").text()).isEqualTo(decoy.text());
    assertThat(ScramKeys.decoy(secret, "no-one").text()).isNotEqualTo(decoy.text());
    assertThat(ScramKeys.decoy(new byte[] {1}, "nobody").text()).isNotEqualTo(decoy.text());
    assertThat(ScramKeys.parse(decoy.text())).usingRecursiveComparison().isEqualTo(decoy);
  }

  @Test
  void aPasswordOfNothingVisibleHasKeysToo() {
    assertThat(ScramKeys.parse(ScramKeys.of("\u00AD", new Random(1)).text())).isNotNull();
  }

  @Test
  void isNotInLogs() {
    assertThat(ScramKeys.of("pencil", new Random(1))).hasToString("ScramKeys");
  }
}

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
    ScramKeys keys = ScramKeys.of(ScramHash.SHA_256, "pencil", new Random(1));

    ScramKeys read = ScramKeys.parse(ScramHash.SHA_256, keys.text());

    assertThat(read).usingRecursiveComparison().isEqualTo(keys);
    assertThat(keys.iterations()).isEqualTo(4096);
    assertThat(keys.salt()).hasSize(16);
  }

  @Test
  void saltsEachPasswordAnew() {
    Random random = new Random(1);

    assertThat(ScramKeys.of(ScramHash.SHA_256, "pencil", random).text())
        .isNotEqualTo(ScramKeys.of(ScramHash.SHA_256, "pencil", random).text());
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
    assertThat(ScramKeys.parse(ScramHash.SHA_256, text.replace("S$", SALT + "$").replace("K", KEY)))
        .isNull();
  }

  @Test
  void takesTheTextThatTheOthersAreMadeOf() {
    assertThat(
            ScramKeys.parse(
                ScramHash.SHA_256, "SCRAM-SHA-256$4096:" + SALT + "$" + KEY + ":" + KEY))
        .isNotNull();
  }

  @Test
  void thoseOfAllFunctionsAreInOneText() {
    String text = ScramKeys.textOf("pencil", new Random(1));

    assertThat(ScramKeys.isText(text)).isTrue();
    for (ScramHash hash : ScramHash.values()) {
      ScramKeys keys = ScramKeys.parse(hash, text);
      assertThat(keys).as(hash.mechanism()).isNotNull();
      assertThat(keys.hash()).isEqualTo(hash);
      assertThat(keys.storedKey()).hasSize(hash.bytes());
      assertThat(keys)
          .usingRecursiveComparison()
          .isEqualTo(ScramKeys.of(hash, "pencil", keys.salt(), keys.iterations()));
    }
  }

  @Test
  void aTextHasEachFunctionOnceAndNothingElse() {
    String one = ScramKeys.of(ScramHash.SHA_256, "pencil", new Random(1)).text();
    String other = ScramKeys.of(ScramHash.SHA_512, "pencil", new Random(1)).text();

    assertThat(ScramKeys.isText(one)).isTrue();
    assertThat(ScramKeys.isText(other + " " + one)).isTrue();
    assertThat(ScramKeys.isText(one + " " + one)).isFalse();
    assertThat(ScramKeys.isText(one + " ")).isFalse();
    assertThat(ScramKeys.isText(one + "  " + other)).isFalse();
    assertThat(ScramKeys.isText(one + " other")).isFalse();
    assertThat(ScramKeys.isText("SCRAM-SHA-1" + one.substring("SCRAM-SHA-256".length()))).isFalse();
    assertThat(ScramKeys.parse(ScramHash.SHA_512, one)).isNull();
  }

  @Test
  void decoysAreTheSameForAName() {
    byte[] secret = {1, 2, 3};

    ScramKeys decoy = ScramKeys.decoy(ScramHash.SHA_256, secret, "nobody");

    assertThat(ScramKeys.decoy(ScramHash.SHA_256, secret, "nobody").text()).isEqualTo(decoy.text());
    assertThat(ScramKeys.decoy(ScramHash.SHA_256, secret, "no-one").text())
        .isNotEqualTo(decoy.text());
    assertThat(ScramKeys.decoy(ScramHash.SHA_256, new byte[] {1}, "nobody").text())
        .isNotEqualTo(decoy.text());
    assertThat(ScramKeys.parse(ScramHash.SHA_256, decoy.text()))
        .usingRecursiveComparison()
        .isEqualTo(decoy);
  }

  @Test
  void aPasswordOfNothingVisibleHasKeysToo() {
    assertThat(
            ScramKeys.parse(
                ScramHash.SHA_256, ScramKeys.of(ScramHash.SHA_256, "\u00AD", new Random(1)).text()))
        .isNotNull();
  }

  @Test
  void isNotInLogs() {
    assertThat(ScramKeys.of(ScramHash.SHA_256, "pencil", new Random(1))).hasToString("ScramKeys");
  }
}

package io.warrenmq.core.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {
  private static boolean matches(String pattern, String text) throws LikePattern.Refused {
    return LikePattern.of(pattern, '\\').matches(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          red   | red      | true
          red   | redder   | false
          r%    | r        | true
          %r    | r        | true
          a%a   | a        | false
          a%a   | aa       | true
          a%a   | abca     | true
          %b%   | abc      | true
          %b%   | ac       | false
          %ab%b | ab       | false
          %ab%b | aabb     | true
          %aab% | aaab     | true
          _     | a        | true
          _     | ab       | false
          __%   | a        | false
          __%   | ab       | true
          %_b_% | ab       | false
          %_b_% | xabc     | true
          %a_a% | aba      | true
          %a_a% | abba     | false
          a_%_c | abxc     | true
          a_%_c | abc      | false
          a\\_b | a_b      | true
          a\\_b | axb      | false
          %\\%  | 50%      | true
          \\\\% | \\x      | true
          .*    | xx       | false
          """)
  void wildcardsStandForAnything(String pattern, String text, boolean expected) throws Exception {
    assertThat(matches(pattern, text)).isEqualTo(expected);
  }

  @Test
  void nothingMatchesOnlyNothingOrAnything() throws Exception {
    assertThat(matches("", "")).isTrue();
    assertThat(matches("", "a")).isFalse();
    assertThat(matches("%", "")).isTrue();
    assertThat(matches("%%%", "")).isTrue();
    assertThat(matches("_", "")).isFalse();
    assertThat(matches("%x", "")).isFalse();
    assertThat(matches("%", "a\nb")).isTrue();
    assertThat(matches("a_b", "a\nb")).isTrue();
  }

  @Test
  void aCharacterIsACodePoint() throws Exception {
    String carrot = "car\uD83E\uDD55rot";

    assertThat(matches("car_rot", carrot)).isTrue();
    assertThat(matches("car__rot", carrot)).isFalse();
    assertThat(matches("%\uD83E\uDD55%", carrot)).isTrue();
    assertThat(matches("%r_r%", carrot)).isTrue();
    assertThat(matches("%____", carrot)).isTrue();
    assertThat(matches("________%", carrot)).isFalse();
    assertThat(LikePattern.of("car\uD83E\uDD55_", 0x1F955).matches("car_")).isTrue();
  }

  @Test
  void anEscapeCharacterMustStandInFrontOfSomething() {
    assertThatThrownBy(() -> LikePattern.of("a\\", '\\')).isInstanceOf(LikePattern.Refused.class);
  }

  @Test
  void whatIsLookedForWithWildcardsIsBounded() throws Exception {
    String most = "a".repeat(WildPiece.FINDABLE_MAX - 1) + "_";

    assertThat(matches("%" + most + "%", "b" + "a".repeat(WildPiece.FINDABLE_MAX))).isTrue();
    assertThat(matches("%" + most + "%", "b" + "a".repeat(WildPiece.FINDABLE_MAX - 1))).isFalse();
    assertThatThrownBy(() -> LikePattern.of("%a" + most + "%", LikePattern.NO_ESCAPE))
        .isInstanceOf(LikePattern.Refused.class);
    // Where it stands is known here: nothing has to be looked for.
    String longer = "_".repeat(1000);
    assertThat(matches(longer + "%" + longer, "x".repeat(2000))).isTrue();
    assertThat(matches(longer + "%" + longer, "x".repeat(1999))).isFalse();
  }

  /** A minute would not do for a matcher that goes back. */
  @Test
  void evilPatternsTakeLinearTime() throws Exception {
    String text = "a".repeat(2_000_000);

    assertThat(matches("%" + "a".repeat(10_000) + "b%", text)).isFalse();
    assertThat(matches("%" + "a%".repeat(5000) + "b", text)).isFalse();
    assertThat(matches("%" + "a_%".repeat(5000) + "b%", text)).isFalse();
    assertThat(matches("%" + "a_".repeat(31) + "b%", text)).isFalse();
  }

  @Test
  void agreesWithAMatcherThatTriesEverything() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      String pattern = randomText(random, "ab%%_", 9);
      String text = randomText(random, "aab", 9);

      assertThat(LikePattern.of(pattern, LikePattern.NO_ESCAPE).matches(text))
          .as("'%s' LIKE '%s'", text, pattern)
          .isEqualTo(triesEverything(pattern, text));
    }
  }

  private static String randomText(Random random, String among, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(lengthMax); i > 0; i--) {
      text.append(among.charAt(random.nextInt(among.length())));
    }
    return text.toString();
  }

  private static boolean triesEverything(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    } else if (pattern.charAt(0) == '%') {
      return triesEverything(pattern.substring(1), text)
          || (!text.isEmpty() && triesEverything(pattern, text.substring(1)));
    }
    return !text.isEmpty()
        && (pattern.charAt(0) == '_' || pattern.charAt(0) == text.charAt(0))
        && triesEverything(pattern.substring(1), text.substring(1));
  }
}

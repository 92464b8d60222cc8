package io.warrenmq.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class NamePatternTest {
  @Test
  void anEmptyOneMatchesEverything() {
    assertThat(NamePattern.of("").matches("q")).isTrue();
    assertThat(NamePattern.of("").matches("")).isTrue();
  }

  @Test
  void matchesSomethingInTheName() {
    assertThat(NamePattern.of("b").matches("abc")).isTrue();
    assertThat(NamePattern.of("^b").matches("abc")).isFalse();
  }

  @Test
  void knowsLookaroundsAndGivesUpWhereTheyTakeTooLong() {
    assertThat(NamePattern.of("^(?!amq\\.)").matches("q")).isTrue();
    assertThat(NamePattern.of("^(?!amq\\.)").matches("amq.q")).isFalse();
    assertThat(NamePattern.of("(?=x)?(a+)+$").matches("a".repeat(200) + "b")).isFalse();
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> NamePattern.of("(")).isInstanceOf(PatternSyntaxException.class);
    assertThatThrownBy(() -> NamePattern.of("(".repeat(5000)))
        .isInstanceOf(PatternSyntaxException.class);
  }
}

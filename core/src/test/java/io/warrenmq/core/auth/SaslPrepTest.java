package io.warrenmq.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaslPrepTest {
  // RFC 4013 §3, as far as it maps.
  @Test
  void mapsAsTheExamplesOfItsSpecification() {
    assertThat(SaslPrep.prepare("I\u00ADX")).isEqualTo("IX");
    assertThat(SaslPrep.prepare("user")).isEqualTo("user");
    assertThat(SaslPrep.prepare("USER")).isEqualTo("USER");
    assertThat(SaslPrep.prepare("\u00AA")).isEqualTo("a");
    assertThat(SaslPrep.prepare("\u2168")).isEqualTo("IX");
  }

  @Test
  void spacesOfAllKindsAreOne() {
    assertThat(SaslPrep.prepare("a\u00A0b\u2003c\u3000d e")).isEqualTo("a b c d e");
  }

  @Test
  void whatIsWrittenInTwoWaysIsTheSame() {
    assertThat(SaslPrep.prepare("pa\u0308ss")).isEqualTo(SaslPrep.prepare("p\u00E4ss"));
  }

  @Test
  void leavesOthersAsTheyAre() {
    assertThat(SaslPrep.prepare("\u0007 \uD83D\uDC07 \u0627\u0031"))
        .isEqualTo("\u0007 \uD83D\uDC07 \u0627\u0031");
  }
}

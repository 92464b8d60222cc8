package io.warrenmq.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
  @ParameterizedTest
  @CsvSource({
    "orders, orders",
    "a-b._~9, a-b._~9",
    "a/b, a%2Fb",
    "a b+c, a%20b%2Bc",
    "100%, 100%25",
    "ä🎈, %C3%A4%F0%9F%8E%88",
    "'a\nb', a%0Ab",
    "'', ''"
  })
  void encodesAndDecodes(String name, String encoded) {
    assertThat(PercentEncoding.encode(name)).isEqualTo(encoded);
    assertThat(PercentEncoding.decode(encoded)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"a%2fb, a/b", "%41, A", "a!$&'()*+:;=@b, a!$&'()*+:;=@b"})
  void decodesWhatNeedNotBeEncodedSo(String encoded, String name) {
    assertThat(PercentEncoding.decode(encoded)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a b",
        "ä",
        "✋",
        "%",
        "%2",
        "a%",
        "a%zz",
        "%2",
        "%٣٣",
        "a?b",
        "a#b",
        "a\"b",
        "a\nb",
        "%FF",
        "%C3",
        "%C3a",
        "%ED%A0%80"
      })
  void refusesWhatIsNotEncodedRightly(String encoded) {
    assertThat(PercentEncoding.decode(encoded)).isNull();
  }
}

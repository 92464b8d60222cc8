package io.warrenmq.stomp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StompVersionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | V1_0",
        "1.0 | V1_0",
        "1.1 | V1_1",
        "1.2 | V1_2",
        "'1.2,1.1,1.0' | V1_2",
        "'1.0,1.1' | V1_1",
        "'1.0, 1.1 ,2.0' | V1_1",
        "'1.0,' | V1_0",
        "1.3 | -",
        "1.20 | -",
        "'' | -",
        "',' | -",
      })
  void isTheNewestInCommon(@Nullable String accepted, @Nullable StompVersion expected) {
    assertThat(StompVersion.newest(accepted)).isEqualTo(expected);
  }
}

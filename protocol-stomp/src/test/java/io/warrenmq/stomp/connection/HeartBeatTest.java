package io.warrenmq.stomp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.stomp.codec.StompFault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartBeatTest {
  @ParameterizedTest
  @CsvSource({
    "'0,0', '0,0'",
    "'1000,2000', '2000,1000'",
    "'500,700', '1000,1000'",
    "'1500,2999', '2000,1000'",
    "'10000,0', '0,10000'",
    "'-5,1000', '1000,0'",
    "'1000, 2000', '2000,1000'",
  })
  void isWhatTheClientAsksInWholeSeconds(String asked, String told) {
    assertThat(HeartBeat.of(asked).text()).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x,y", "1000", "1,2,3", "99999999999,0", "-,-"})
  void isTwoNumbers(String asked) {
    assertThatThrownBy(() -> HeartBeat.of(asked)).isInstanceOf(StompFault.class);
  }
}

package io.warrenmq.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HexTest {
  @Test
  void readsDigitsAndText() {
    assertThat(Hex.parse("'AMQP' 00 00 09 01")).containsExactly('A', 'M', 'Q', 'P', 0, 0, 9, 1);
    assertThat(Hex.parse("ceff")).containsExactly(0xce, 0xff);
    assertThat(Hex.parse("")).isEmpty();
  }

  @Test
  void writesWhatItReads() {
    assertThat(Hex.format(Hex.parse("'a b' 0D 0a"))).isEqualTo("61 20 62 0d 0a");
  }

  @Test
  void refusesWhatIsNeither() {
    assertThatThrownBy(() -> Hex.parse("xyz")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Hex.parse("'open")).isInstanceOf(IllegalArgumentException.class);
  }
}

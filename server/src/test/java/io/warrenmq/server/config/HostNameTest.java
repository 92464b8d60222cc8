package io.warrenmq.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "127.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1:2",
        "::ffff:1.2.3.4"
      })
  void knowsAddresses(String text) {
    assertThat(HostName.isAddress(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.256",
        "01.2.3.4",
        ":",
        ":::",
        "1::2::3",
        "g::1",
        "[::1]",
        "localhost"
      })
  void knowsWhatIsNoAddress(String text) {
    assertThat(HostName.isAddress(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "a.b-c.example", "under_score", "1and1.example"})
  void knowsNames(String text) {
    assertThat(HostName.isAddressOrName(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "-a", "a-", "a b", "1.2.3", "a/b", "[::1]"})
  void knowsWhatIsNoName(String text) {
    assertThat(HostName.isAddressOrName(text)).isFalse();
  }
}

package io.warrenmq.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingOptionsTest {
  private static TracingOptions options(Map<String, String> keys) {
    return TracingOptions.of(new TestSettings(keys));
  }

  @Test
  void isOffUnlessAskedFor() {
    assertThat(options(Map.of()))
        .isEqualTo(
            new TracingOptions(
                false,
                URI.create("http://localhost:4318/v1/traces"),
                Map.of(),
                "warrenmq",
                1,
                2_048,
                5_000,
                10_000));
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:1, http://h:1/v1/traces",
    "http://h:1/, http://h:1/v1/traces",
    "https://h/otlp, https://h/otlp/v1/traces",
    "https://h/v1/traces, https://h/v1/traces",
    "https://h/v1/traces/, https://h/v1/traces"
  })
  void addsThePathToTheEndpoint(String written, URI endpoint) {
    assertThat(options(Map.of("endpoint", written)).endpoint()).isEqualTo(endpoint);
  }

  @Test
  void readsHeadersByTheirNames() {
    assertThat(options(Map.of("headers.x-key", "k", "headers.Authorization", "Bearer t")).headers())
        .isEqualTo(Map.of("x-key", "k", "Authorization", "Bearer t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "content-length", "Content-Type", "Connection"})
  void refusesHeadersThatAreNotToBeSet(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(Map.of("headers." + name, "x")))
        .withMessageStartingWith("warren.opentelemetry.headers." + name);
  }

  @Test
  void refusesCharactersThatAHeaderCannotHaveAndDoesNotShowThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(Map.of("headers.key", "secr\u00e9t")))
        .withMessageStartingWith("warren.opentelemetry.headers.key")
        .withMessageNotContaining("secr");
  }
}

package io.warrenmq.core.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.exchange.Binding;
import io.warrenmq.api.exchange.Destination;
import io.warrenmq.api.exchange.ExchangeRouter;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.core.routing.TestMessages;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersExchangeTest {
  private static final ExchangeDeclaration DECLARATION =
      new ExchangeDeclaration("x", "headers", false, false, false, Arguments.NONE);

  private final HeadersExchange type = new HeadersExchange();
  private final ExchangeRouter router = type.newRouter(DECLARATION);
  private final Destination queue = new NamedDestination("queue");

  private void bind(Map<String, Object> arguments) {
    router.bind(new Binding(queue, "", Arguments.of(arguments)));
  }

  private boolean matches(Map<String, Object> headers) {
    List<Destination> found = new ArrayList<>();
    router.route(TestMessages.withHeaders(headers), "", found::add);
    return !found.isEmpty();
  }

  @Test
  void asksForAllUnlessToldOtherwise() {
    bind(Map.of("a", "1", "b", "2"));

    assertThat(matches(Map.of("a", "1", "b", "2", "c", "3"))).isTrue();
    assertThat(matches(Map.of("a", "1"))).isFalse();
    assertThat(matches(Map.of("a", "1", "b", "other"))).isFalse();
  }

  @Test
  void asksForAnyWhenTold() {
    bind(Map.of("x-match", "any", "a", "1", "b", "2"));

    assertThat(matches(Map.of("b", "2"))).isTrue();
    assertThat(matches(Map.of("a", "2", "b", "1"))).isFalse();
  }

  @Test
  void allOfNothingMatchesEverythingAndAnyOfNothingNothing() {
    bind(Map.of("x-match", "all"));
    assertThat(matches(Map.of())).isTrue();

    router.unbind(new Binding(queue, "", Arguments.of(Map.of("x-match", "all"))));
    bind(Map.of("x-match", "any"));
    assertThat(matches(Map.of("a", "1"))).isFalse();
  }

  @Test
  void leavesArgumentsWithXOutInThePlainForms() {
    bind(Map.of("x-match", "all", "a", "1", "x-other", "2"));

    assertThat(matches(Map.of("a", "1"))).isTrue();
  }

  @Test
  void comparesArgumentsWithXWhenTold() {
    bind(Map.of("x-match", "all-with-x", "a", "1", "x-other", "2"));

    assertThat(matches(Map.of("a", "1"))).isFalse();
    assertThat(matches(Map.of("a", "1", "x-other", "2"))).isTrue();
  }

  @Test
  void asksForPresenceOnlyWhenTheArgumentHasNoValue() {
    bind(Map.of("a", Arguments.VOID));

    assertThat(matches(Map.of("a", 17L))).isTrue();
    assertThat(matches(Map.of("b", 17L))).isFalse();
  }

  @Test
  void comparesNumbersByValueWhateverTheirWidth() {
    bind(Map.of("a", 1));

    assertThat(matches(Map.of("a", 1L))).isTrue();
    assertThat(matches(Map.of("a", (byte) 1))).isTrue();
    assertThat(matches(Map.of("a", Unsigned.ushort(1)))).isTrue();
    assertThat(matches(Map.of("a", 2))).isFalse();
    assertThat(matches(Map.of("a", 1.5))).isFalse();
    assertThat(matches(Map.of("a", "1"))).isFalse();
  }

  @Test
  void tellsIntegersAndFloatingNumbersAndDecimalsOfTheSameValueApart() {
    bind(Map.of("a", 1));
    assertThat(matches(Map.of("a", 1.0))).isFalse();
    assertThat(matches(Map.of("a", BigDecimal.ONE))).isFalse();

    router.unbind(new Binding(queue, "", Arguments.of(Map.of("a", 1))));
    bind(Map.of("a", 1.0));
    assertThat(matches(Map.of("a", 1.0f))).isTrue();
    assertThat(matches(Map.of("a", 1))).isFalse();
  }

  @Test
  void comparesBytesWithTextOfTheSameBytes() {
    bind(Map.of("a", "é"));

    assertThat(matches(Map.of("a", new Binary("é".getBytes(UTF_8))))).isTrue();
    assertThat(matches(Map.of("a", new Binary("e".getBytes(UTF_8))))).isFalse();
    assertThat(matches(Map.of("b", new Binary("é".getBytes(UTF_8))))).isFalse();
  }

  @Test
  void tellsAnUnsignedNumberBeyondTheSignedOnesFromANegative() {
    bind(Map.of("a", -1L));

    assertThat(matches(Map.of("a", Unsigned.ulong(-1)))).isFalse();
  }

  @Test
  void unbindsTheBindingWithTheSameArgumentsOnly() {
    bind(Map.of("a", "1"));
    bind(Map.of("b", "2"));

    router.unbind(new Binding(queue, "", Arguments.of(Map.of("a", "1"))));

    assertThat(matches(Map.of("a", "1"))).isFalse();
    assertThat(matches(Map.of("b", "2"))).isTrue();
  }

  @Test
  void keepsARuleThatTwoBindingsShareUntilBothAreGone() {
    // They differ in what the plain form leaves out.
    Map<String, Object> other = Map.of("a", "1", "x-note", "other");
    bind(Map.of("a", "1"));
    bind(other);

    router.unbind(new Binding(queue, "", Arguments.of(other)));
    assertThat(matches(Map.of("a", "1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "any", "all-with-x", "any-with-x"})
  void takesTheFourWaysToMatch(String match) {
    assertThatCode(
            () -> type.validateBinding(DECLARATION, "", Arguments.of(Map.of("x-match", match))))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesOtherWaysToMatch() {
    assertThatThrownBy(
            () -> type.validateBinding(DECLARATION, "", Arguments.of(Map.of("x-match", "some"))))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("expected all, any, all-with-x, or any-with-x");
    assertThatThrownBy(
            () -> type.validateBinding(DECLARATION, "", Arguments.of(Map.of("x-match", 1))))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("expected longstr");
  }
}

package io.warrenmq.core.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.MessageFormat.Property;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FieldFilterTest {
  private static Binary bytes(String text) {
    return new Binary(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final FilteredMessage MESSAGE =
      new FilteredMessage()
          .property(Property.MESSAGE_ID, new UUID(1, 2))
          .property(Property.USER_ID, bytes("me"))
          .property(Property.SUBJECT, "order 7")
          .property(Property.CORRELATION_ID, Unsigned.ulong(5))
          .property(Property.CONTENT_TYPE, new Symbol("text/plain"))
          .property(Property.TIMESTAMP, new Timestamp(5))
          .property(Property.GROUP_SEQUENCE, Unsigned.uint(3))
          .header("colour", "red")
          .header("odd", "&p:x")
          .header("n", 5)
          .header("flag", true)
          .header("void", Arguments.VOID);

  private static boolean properties(String name, Object value) {
    return FilteredMessage.FILTERS
        .propertiesFilter(Collections.singletonMap(name, value))
        .matches(MESSAGE.message());
  }

  private static boolean applicationProperties(String name, Object value) {
    return FilteredMessage.FILTERS
        .applicationPropertiesFilter(Collections.singletonMap(name, value))
        .matches(MESSAGE.message());
  }

  @Test
  void comparesPropertiesOfAmqpByTheirNames() {
    assertThat(properties("message-id", new UUID(1, 2))).isTrue();
    assertThat(properties("message-id", new UUID(1, 3))).isFalse();
    assertThat(properties("user-id", bytes("me"))).isTrue();
    assertThat(properties("subject", "order 7")).isTrue();
    assertThat(properties("subject", "order")).isFalse();
    assertThat(properties("correlation-id", Unsigned.ulong(5))).isTrue();
    assertThat(properties("content-type", new Symbol("text/plain"))).isTrue();
    assertThat(properties("creation-time", new Timestamp(5))).isTrue();
    assertThat(properties("group-sequence", Unsigned.uint(3))).isTrue();
    assertThat(properties("to", "x")).isFalse();
  }

  @Test
  void comparesApplicationPropertiesByValue() {
    assertThat(applicationProperties("colour", "red")).isTrue();
    assertThat(applicationProperties("colour", new Symbol("red"))).isTrue();
    assertThat(applicationProperties("n", 5.0)).isTrue();
    assertThat(applicationProperties("n", "5")).isFalse();
    assertThat(applicationProperties("flag", true)).isTrue();
    assertThat(applicationProperties("void", "x")).isFalse();
    assertThat(applicationProperties("absent", "x")).isFalse();
  }

  @Test
  void textMayBeABeginningOrAnEnd() {
    assertThat(properties("subject", "&p:order")).isTrue();
    assertThat(properties("subject", "&p:7")).isFalse();
    assertThat(properties("subject", "&s:7")).isTrue();
    assertThat(properties("subject", "&s:")).isTrue();
    assertThat(properties("correlation-id", "&p:5")).isFalse();
    assertThat(properties("user-id", "&p:m")).isTrue();
    assertThat(properties("to", "&p:")).isFalse();
    assertThat(applicationProperties("odd", "&&p:x")).isTrue();
    assertThat(applicationProperties("odd", "&p:&p")).isTrue();
    assertThat(applicationProperties("odd", new Symbol("&p:x"))).isTrue();
  }

  @Test
  void nullMatchesAnyValue() {
    assertThat(properties("subject", null)).isTrue();
    assertThat(properties("to", null)).isTrue();
    assertThat(applicationProperties("colour", null)).isTrue();
    assertThat(applicationProperties("void", null)).isTrue();
    assertThat(applicationProperties("void", Arguments.VOID)).isTrue();
    assertThat(applicationProperties("absent", null)).isFalse();
  }

  @Test
  void allFieldsMustMatch() {
    assertThat(
            FilteredMessage.FILTERS
                .applicationPropertiesFilter(Map.of("colour", "red", "n", 5))
                .matches(MESSAGE.message()))
        .isTrue();
    assertThat(
            FilteredMessage.FILTERS
                .applicationPropertiesFilter(Map.of("colour", "red", "n", 6))
                .matches(MESSAGE.message()))
        .isFalse();
  }

  @Test
  void whatCannotMatchIsRefused() {
    assertThatThrownBy(() -> properties("colour", "x"))
        .isInstanceOf(BrokerException.class)
        .hasMessage("properties filter: there is no property 'colour'");
    assertThatThrownBy(() -> properties("subject", 5))
        .hasMessage("properties filter: subject cannot be of this type");
    assertThatThrownBy(() -> properties("creation-time", 5L))
        .hasMessage("properties filter: creation-time cannot be of this type");
    assertThatThrownBy(() -> properties("message-id", true))
        .hasMessage("properties filter: message-id cannot be of this type");
    assertThatThrownBy(() -> properties("subject", "&x:"))
        .hasMessage(
            "properties filter: subject: a text that begins with & must go on with p:, s: or &");
    assertThatThrownBy(() -> applicationProperties("a\nb", "&"))
        .hasMessageStartingWith("application properties filter: a b: a text");
    assertThatThrownBy(() -> applicationProperties("a", List.of()))
        .hasMessage("application properties filter: a cannot be of this type");
  }

  @Test
  void theNumberOfFieldsIsBounded() {
    Map<String, Object> fields = new HashMap<>();
    assertThatThrownBy(() -> FilteredMessage.FILTERS.applicationPropertiesFilter(fields))
        .hasMessage("application properties filter with 0 fields; it must have 1 to 16");
    for (int i = 0; i <= FieldFilter.FIELDS_MAX; i++) {
      fields.put("f" + i, i);
    }
    assertThatThrownBy(() -> FilteredMessage.FILTERS.applicationPropertiesFilter(fields))
        .hasMessage("application properties filter with 17 fields; it must have 1 to 16");
  }
}

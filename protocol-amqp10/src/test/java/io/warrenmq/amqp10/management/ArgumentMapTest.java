package io.warrenmq.amqp10.management;

import static io.warrenmq.amqp10.management.ManagedBroker.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Timestamp;
import io.warrenmq.api.message.Unsigned;
import io.warrenmq.api.resource.Arguments;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentMapTest {
  /** Of identifiers RabbitMQ makes nothing, and ends the session. */
  @Test
  void readsAsIfTheyHadComeByAmqp091() {
    Arguments arguments =
        ArgumentMap.read(
            map(
                new Symbol("type"),
                new Symbol("quorum"),
                "id",
                new UUID(0, 1),
                "void",
                null,
                "list",
                Arrays.asList(new Symbol("s"), null, map("x", 1)),
                "table",
                map("y", new Symbol("z"))));

    assertThat(arguments.asMap())
        .isEqualTo(
            map(
                "type",
                "quorum",
                "id",
                "urn:uuid:00000000-0000-0000-0000-000000000001",
                "void",
                Arguments.VOID,
                "list",
                List.of("s", Arguments.VOID, map("x", 1)),
                "table",
                map("y", "z")));
  }

  static Stream<Object> unchanged() {
    return Stream.of(
        true,
        (byte) 1,
        (short) 2,
        3,
        4L,
        Unsigned.ubyte(5),
        Unsigned.ushort(6),
        Unsigned.uint(7),
        Unsigned.ulong(-1),
        1.5f,
        2.5,
        new BigDecimal("1.25"),
        new Timestamp(8),
        new Binary(new byte[] {9}),
        "text",
        List.of(),
        Map.of());
  }

  @ParameterizedTest
  @MethodSource("unchanged")
  void keepsTypes(Object value) {
    Arguments arguments = ArgumentMap.read(map("a", value));

    assertThat(arguments.get("a")).isEqualTo(value);
    assertThat(ArgumentMap.write(arguments)).isEqualTo(map("a", value));
  }

  @Test
  void writesVoidAsNull() {
    Arguments arguments =
        Arguments.of(
            Map.of("a", Arguments.VOID, "b", List.of(Arguments.VOID), "c", Arguments.NONE));

    assertThat(ArgumentMap.write(arguments))
        .isEqualTo(map("a", null, "b", Collections.singletonList(null), "c", map()));
  }

  static Stream<Map<Object, Object>> unsupported() {
    return Stream.of(
        map(1, "x"),
        map(null, "x"),
        map("a", 'c'),
        map("a", Described.of(1, "x")),
        map("a", List.of('c')),
        map("a", map(1, "x")));
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void refusesWhatArgumentsDoNotHave(Map<Object, Object> map) {
    assertThatThrownBy(() -> ArgumentMap.read(map))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("unsupported argument {");
  }

  static Stream<Map<Object, Object>> tooLarge() {
    String half = "x".repeat(ArgumentMap.BYTES_MAX / 2);
    return Stream.of(
        map("a", half, "b", half),
        map("a", List.of(half, half)),
        map("a", map("b", half, "c", half)),
        map("a", new Binary(new byte[ArgumentMap.BYTES_MAX])),
        map("a", Collections.nCopies(ArgumentMap.BYTES_MAX / 8, null)));
  }

  @ParameterizedTest
  @MethodSource("tooLarge")
  void boundsSizes(Map<Object, Object> map) {
    assertThatThrownBy(() -> ArgumentMap.read(map))
        .isInstanceOf(Refused.class)
        .hasMessage("arguments of more than 65536 bytes");
  }

  @Test
  void boundsNames() {
    assertThat(ArgumentMap.read(map("n".repeat(255), 1)).isEmpty()).isFalse();
    assertThatThrownBy(() -> ArgumentMap.read(map("é".repeat(128), 1)))
        .hasMessage("the name of an argument is longer than 255 bytes");
  }
}
